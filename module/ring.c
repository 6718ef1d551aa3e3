// SPDX-License-Identifier: GPL-2.0-only
/*
 * One ring per CPU, with one producer, the hits of that CPU, and one consumer,
 * the reader of the session. A producer runs with preemption off from
 * ring_reserve() to ring_commit() or ring_lose(), and hits do not nest.
 */

#include <linux/jiffies.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>

#include "compat.h"
#include "ring.h"
#include "ring_memory.h"

static void rings_timer(struct timer_list *timer)
{
	struct rings *rings = container_of(timer, struct rings, timer);

	WRITE_ONCE(rings->sleep, READER_AWAKE);
	wake_up_interruptible(&rings->wait);
}

/**
 * rings_shape() - rings of a size, read as usual
 * @shape: the result
 * @kb: KiB of each CPU's ring, as somebody asks for it
 *
 * Return: false when there is no ring of this size.
 */
bool rings_shape(struct rings_shape *shape, unsigned long kb)
{
	if (kb < UPROBECAP_RING_KB_MIN || kb > UPROBECAP_RING_KB_MAX || !is_power_of_2(kb))
		return false;
	*shape = (struct rings_shape){
		.size = max(kb * 1024, PAGE_SIZE),
		.timeout_ms = UPROBECAP_WAKE_MS,
	};
	shape->watermark = shape->size / 2;
	return true;
}

/**
 * rings_init() - allocate a ring for each possible CPU
 * @rings: to be given to rings_destroy() when this succeeded
 * @shape: of them
 *
 * Return: 0 or -ENOMEM.
 */
int rings_init(struct rings *rings, const struct rings_shape *shape)
{
	unsigned int cpu;

	rings->shape = *shape;
	rings->sleep = READER_AWAKE;
	init_waitqueue_head(&rings->wait);
	timer_setup(&rings->timer, rings_timer, 0);
	rings->ring = alloc_percpu_gfp(struct ring, GFP_KERNEL_ACCOUNT);
	if (!rings->ring)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		struct ring *ring = per_cpu_ptr(rings->ring, cpu);

		if (ring_init(ring, cpu, shape->size, shape->mapped)) {
			rings_destroy(rings);
			return -ENOMEM;
		}
		ring->overwrites = shape->overwrites;
		ring->is_recorder = shape->overwrites;
	}
	return 0;
}

/**
 * rings_destroy() - give back what rings_init() took
 * @rings: of which no hit and no reader knows any longer
 */
void rings_destroy(struct rings *rings)
{
	unsigned int cpu;

	timer_delete_sync(&rings->timer);
	for_each_possible_cpu(cpu)
		ring_destroy(per_cpu_ptr(rings->ring, cpu));
	free_percpu(rings->ring);
}

static void set_overwrites(struct rings *rings, bool overwrites)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		WRITE_ONCE(per_cpu_ptr(rings->ring, cpu)->overwrites, overwrites);
}

/**
 * rings_hold() - keep what rings that overwrite have, until it was read
 * @rings: that overwrite; their session's lock is held
 *
 * Waits until no hit is writing that did not see it; none of them sleeps.
 */
void rings_hold(struct rings *rings)
{
	set_overwrites(rings, false);
	/* A hit has preemption off while it moves a tail: that is a read side of RCU. */
	synchronize_rcu();
	rings->held = true;
	wake_up_interruptible(&rings->wait);
}

/**
 * rings_release() - let them overwrite again
 * @rings: that were held; their session's lock is held
 */
void rings_release(struct rings *rings)
{
	rings->held = false;
	set_overwrites(rings, true);
}

/**
 * rings_hand_out() - does read(2) hand out what is in the rings?
 * @rings: of a session
 */
bool rings_hand_out(const struct rings *rings)
{
	return !rings->shape.mapped && (!rings->shape.overwrites || rings->held);
}

/**
 * rings_expect_hit() - the reader is about to sleep: a hit shall wake it
 * @rings: of the session
 *
 * The reader looks at the rings once more behind this call.
 */
void rings_expect_hit(struct rings *rings)
{
	WRITE_ONCE(rings->sleep, READER_ASLEEP);
	/*
	 * The store above before the reader's loads of heads and counters. Pairs with the
	 * barrier in rings_wake_reader(): one of the two sees the other.
	 */
	smp_mb();
}

/**
 * rings_wake_soon() - wake the reader when its timeout is over
 * @rings: of the session
 */
void rings_wake_soon(struct rings *rings)
{
	mod_timer(&rings->timer, jiffies + msecs_to_jiffies(rings->shape.timeout_ms));
}

/**
 * rings_wake_sleeper() - wake the reader, now or soon
 * @rings: of the session, whose reader sleeps
 *
 * Context: of a hit that was counted, preemption on.
 */
void rings_wake_sleeper(struct rings *rings)
{
	/* If the task has moved since, the timer is early enough. */
	struct ring *ring = raw_cpu_ptr(rings->ring);

	/* Who holds the rings wakes the reader himself. */
	if (!data_race(ring->overwrites) &&
	    ring_used(ring, READ_ONCE(ring->state->head)) >= rings->shape.watermark) {
		WRITE_ONCE(rings->sleep, READER_AWAKE);
		wake_up_interruptible(&rings->wait);
		return;
	}
	/* Others see that there is a timer, and do nothing: so it is there at once. */
	preempt_disable();
	if (cmpxchg(&rings->sleep, READER_ASLEEP, READER_TIMED) == READER_ASLEEP)
		rings_wake_soon(rings);
	preempt_enable();
}

/**
 * rings_have_data() - is there something that the reader does not know?
 * @rings: of the session
 */
bool rings_have_data(struct rings *rings)
{
	unsigned int cpu;

	if (!rings->shape.mapped && !rings_hand_out(rings))
		return false;
	for_each_possible_cpu(cpu) {
		struct ring *ring = per_cpu_ptr(rings->ring, cpu);
		const struct uprobecap_ring_state *state = ring->state;

		if (READ_ONCE(state->head) != READ_ONCE(ring->control->tail))
			return true;
		/* What a mapped ring has lost, its reader sees for itself. */
		if (!rings->shape.mapped && READ_ONCE(state->lost) != ring->told)
			return true;
	}
	return false;
}

static struct uprobecap_record *record_at(const struct ring *ring, u64 position)
{
	return (void *)ring->data + (position & (ring->size - 1));
}

/**
 * ring_overwrite() - make room at the expense of the oldest records
 * @ring: of this CPU, one that overwrites
 * @room: bytes that the next record may need
 *
 * Nearly all records are smaller than they may be: where one might fill the ring, half of it
 * has to do, so that there is something left of those before.
 *
 * Return: bytes that are free now.
 */
size_t ring_overwrite(struct ring *ring, size_t room)
{
	u64 head = ring->state->head, tail = ring->control->tail;

	if (room > ring->size)
		room = ring->size / 2;
	while (tail != head && ring->size - (head - tail) < room) {
		const struct uprobecap_lost *oldest = (const void *)record_at(ring, tail);

		tail += oldest->record.size;
		if (oldest->record.type == UPROBECAP_LOST)
			continue;
		/* It is the reader who tells of these: they lie before all that is there. */
		ring_lose(ring, oldest->time);
		ring->lost_told++;
	}
	WRITE_ONCE(ring->control->tail, tail);
	return ring->size - (head - tail);
}

/**
 * ring_tell_lost() - put a record about losses before the one in the reserved room
 * @ring: of this CPU
 * @time: of the hit
 */
void ring_tell_lost(struct ring *ring, u64 time)
{
	const struct uprobecap_ring_state *state = ring->state;
	struct uprobecap_lost *lost = (void *)record_at(ring, state->head);

	*lost = (struct uprobecap_lost){
		.record = { .type = UPROBECAP_LOST, .size = sizeof(*lost) },
		.time = time,
		.since = state->lost_since,
		.total = state->lost,
		.cpu = ring->cpu,
	};
	ring->lost_told = state->lost;
}

/**
 * ring_lose() - count a hit whose record there is no room for, or no longer
 * @ring: of this CPU
 * @time: of the hit
 */
void ring_lose(struct ring *ring, u64 time)
{
	struct uprobecap_ring_state *state = ring->state;
	/* Of one that overwrites, the reader is told of all at once, before the first hit. */
	u64 told = ring->is_recorder ? READ_ONCE(ring->told) : ring->lost_told;

	if (state->lost == told)
		WRITE_ONCE(state->lost_since, time);
	WRITE_ONCE(state->lost, state->lost + 1);
}

/**
 * ring_published() - how far the reader may read
 * @ring: of any CPU
 *
 * Return: bytes ever written, for ring_oldest().
 */
u64 ring_published(struct ring *ring)
{
	/* The head before the records that it covers. Pairs with ring_commit(). */
	return smp_load_acquire(&ring->state->head);
}

/**
 * ring_oldest() - the oldest record that was not consumed
 * @ring: of any CPU, not a mapped one
 * @published: what ring_published() returned
 *
 * Return: the record, which stays until ring_consume(), or NULL.
 */
const struct uprobecap_record *ring_oldest(struct ring *ring, u64 published)
{
	u64 tail = ring->control->tail;

	return tail == published ? NULL : record_at(ring, tail);
}

/**
 * ring_consume() - give back the room of the oldest records
 * @ring: of any CPU, not a mapped one
 * @size: of those records
 */
void ring_consume(struct ring *ring, size_t size)
{
	struct uprobecap_ring_control *control = ring->control;

	/* The reader's loads of the record before its room is free. Pairs with ring_used(). */
	smp_store_release(&control->tail, control->tail + size);
}

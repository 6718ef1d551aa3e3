// SPDX-License-Identifier: GPL-2.0-only
/*
 * One ring per CPU, with one producer, the hits of that CPU, and one consumer,
 * the reader of the session. A producer runs with preemption off from
 * ring_reserve() to ring_commit() or ring_lose(), and hits do not nest.
 */

#include <linux/jiffies.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "ring.h"

/* A ring that is too large shall fail, not have the OOM killer look for its memory. */
#define RING_GFP (GFP_KERNEL_ACCOUNT | __GFP_ZERO | __GFP_RETRY_MAYFAIL | __GFP_NOWARN)

static void *map_twice(struct page **pages, unsigned int nr)
{
	struct page **twice = kvmalloc_array(nr, 2 * sizeof(*twice), GFP_KERNEL);
	void *data;

	if (!twice)
		return NULL;
	memcpy(twice, pages, nr * sizeof(*twice));
	memcpy(twice + nr, pages, nr * sizeof(*twice));
	data = vmap(twice, 2 * nr, VM_MAP, PAGE_KERNEL);
	kvfree(twice);
	return data;
}

static void ring_destroy(struct ring *ring)
{
	unsigned int nr = ring->size / PAGE_SIZE;

	if (ring->data)
		vunmap(ring->data);
	while (ring->pages && nr--)
		if (ring->pages[nr])
			__free_page(ring->pages[nr]);
	kvfree(ring->pages);
}

static int ring_init(struct ring *ring, unsigned int cpu, size_t size)
{
	unsigned int nr = size / PAGE_SIZE, n;

	ring->cpu = cpu;
	ring->size = size;
	ring->pages = kvcalloc(nr, sizeof(*ring->pages), GFP_KERNEL);
	if (!ring->pages)
		return -ENOMEM;
	for (n = 0; n < nr; n++) {
		ring->pages[n] = alloc_pages_node(cpu_to_node(cpu), RING_GFP, 0);
		if (!ring->pages[n])
			goto destroy;
	}
	ring->data = map_twice(ring->pages, nr);
	if (ring->data)
		return 0;

destroy:
	ring_destroy(ring);
	memset(ring, 0, sizeof(*ring));
	return -ENOMEM;
}

static void rings_timer(struct timer_list *timer)
{
	struct rings *rings = container_of(timer, struct rings, timer);

	WRITE_ONCE(rings->sleep, READER_AWAKE);
	wake_up_interruptible(&rings->wait);
}

/**
 * rings_size() - which rings there are
 * @kb: KiB of each CPU's ring, as somebody asks for it
 *
 * Return: bytes of each, for rings_init(); 0 when there is no ring of this size.
 */
size_t rings_size(unsigned long kb)
{
	if (kb < UPROBECAP_RING_KB_MIN || kb > UPROBECAP_RING_KB_MAX || !is_power_of_2(kb))
		return 0;
	return max(kb * 1024, PAGE_SIZE);
}

/**
 * rings_init() - allocate a ring for each possible CPU
 * @rings: to be given to rings_destroy() when this succeeded
 * @size: bytes of each, a power of two and a multiple of the page size
 *
 * Return: 0 or -ENOMEM.
 */
int rings_init(struct rings *rings, size_t size)
{
	unsigned int cpu;

	rings->size = size;
	rings->sleep = READER_AWAKE;
	init_waitqueue_head(&rings->wait);
	timer_setup(&rings->timer, rings_timer, 0);
	rings->ring = alloc_percpu(struct ring);
	if (!rings->ring)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		if (ring_init(per_cpu_ptr(rings->ring, cpu), cpu, size)) {
			rings_destroy(rings);
			return -ENOMEM;
		}
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
 * rings_wake_soon() - wake the reader in UPROBECAP_WAKE_MS
 * @rings: of the session
 */
void rings_wake_soon(struct rings *rings)
{
	mod_timer(&rings->timer, jiffies + msecs_to_jiffies(UPROBECAP_WAKE_MS));
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

	if (READ_ONCE(ring->head) - READ_ONCE(ring->tail) >= rings->size / 2) {
		WRITE_ONCE(rings->sleep, READER_AWAKE);
		wake_up_interruptible(&rings->wait);
	} else if (cmpxchg(&rings->sleep, READER_ASLEEP, READER_TIMED) == READER_ASLEEP) {
		rings_wake_soon(rings);
	}
}

/**
 * rings_have_data() - is there something that the reader does not know?
 * @rings: of the session
 */
bool rings_have_data(struct rings *rings)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		struct ring *ring = per_cpu_ptr(rings->ring, cpu);

		if (READ_ONCE(ring->head) != ring->tail || READ_ONCE(ring->lost) != ring->told)
			return true;
	}
	return false;
}

/**
 * ring_tell_lost() - put a record about losses before the one in the reserved room
 * @ring: of this CPU
 * @time: of the hit
 */
void ring_tell_lost(struct ring *ring, u64 time)
{
	struct uprobecap_lost *lost = (void *)ring->data + (ring->head & (ring->size - 1));

	*lost = (struct uprobecap_lost){
		.record = { .type = UPROBECAP_LOST, .size = sizeof(*lost) },
		.time = time,
		.since = ring->lost_since,
		.total = ring->lost,
		.cpu = ring->cpu,
	};
	ring->lost_told = ring->lost;
}

/**
 * ring_lose() - count a hit that the reserved room could not hold
 * @ring: of this CPU
 * @time: of the hit
 */
void ring_lose(struct ring *ring, u64 time)
{
	if (ring->lost == ring->lost_told)
		WRITE_ONCE(ring->lost_since, time);
	WRITE_ONCE(ring->lost, ring->lost + 1);
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
	return smp_load_acquire(&ring->head);
}

/**
 * ring_oldest() - the oldest record that was not consumed
 * @ring: of any CPU
 * @published: what ring_published() returned
 *
 * Return: the record, which stays until ring_consume(), or NULL.
 */
const struct uprobecap_record *ring_oldest(struct ring *ring, u64 published)
{
	if (ring->tail == published)
		return NULL;
	return (void *)ring->data + (ring->tail & (ring->size - 1));
}

/**
 * ring_consume() - give back the room of the oldest records
 * @ring: of any CPU
 * @size: of those records
 */
void ring_consume(struct ring *ring, size_t size)
{
	/* The reader's loads of the record before its room is free. Pairs with ring_reserve(). */
	smp_store_release(&ring->tail, ring->tail + size);
}

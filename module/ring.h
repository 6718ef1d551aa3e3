/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_RING_H
#define UPROBECAP_RING_H

#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/stddef.h>
#include <linux/timer.h>
#include <linux/types.h>
#include <linux/wait.h>

#include "uapi/uprobecap.h"

/**
 * struct ring - the records of one CPU, from its hits to the reader
 * @data: of @size bytes, mapped twice in a row, so that no record wraps
 * @size: bytes of the ring, a power of two
 * @state: how far it is filled; user space never writes it
 * @control: how far it was read; of a mapped ring user space writes it
 * @cpu: whose ring it is
 * @overwrites: the oldest records give way to new ones
 * @is_recorder: they do, but for now and then
 * @lost_told: of the lost hits, how many the records up to the head tell of
 * @own_state: @state of a ring that is not mapped
 * @pages: the memory of the ring
 * @state_page: of @state, and
 * @control_page: of @control, when it is mapped; or NULL
 * @own_control: @control of a ring that is not mapped
 * @told: of the lost hits, how many the reader knows of
 * @told_at: when it was told last
 *
 * The first group is written by the hits of the CPU, with preemption off, the
 * second by the reader; they do not share a cache line. Of a ring that overwrites
 * its hits write all of it, until rings_hold().
 */
struct ring {
	u8 *data;
	size_t size;
	struct uprobecap_ring_state *state;
	struct uprobecap_ring_control *control;
	unsigned int cpu;
	bool overwrites;
	bool is_recorder;
	u64 lost_told;
	struct uprobecap_ring_state own_state;
	struct page **pages;
	struct page *state_page;
	struct page *control_page;

	struct uprobecap_ring_control own_control ____cacheline_aligned;
	u64 told;
	u64 told_at;
};

static_assert(offsetof(struct ring, own_control) % SMP_CACHE_BYTES == 0);
static_assert(offsetofend(struct ring, own_state) <= offsetof(struct ring, own_control));
/* One for each CPU: what lies behind a ring is on another line, too. */
static_assert(__alignof__(struct ring) % SMP_CACHE_BYTES == 0);

enum rings_sleep {
	READER_AWAKE,  /* leave it alone */
	READER_ASLEEP, /* start the timer, or wake it at the watermark */
	READER_TIMED,  /* the timer runs; wake it at the watermark */
};

/**
 * struct rings_shape - what the rings of a session shall be
 * @size: bytes of each
 * @watermark: bytes in a ring that wake a sleeping reader
 * @timeout_ms: after the first record that wakes it, too
 * @mapped: user space maps them, and reads them without a system call
 * @overwrites: they keep the newest records, not the oldest
 */
struct rings_shape {
	size_t size;
	size_t watermark;
	unsigned int timeout_ms;
	bool mapped;
	bool overwrites;
};

/**
 * struct rings - the rings of a session, and the sleep of their reader
 * @ring: one for each possible CPU
 * @shape: of them
 * @held: rings that overwrite do not, for they are read
 * @wait: where the reader sleeps
 * @sleep: enum rings_sleep, what the next hit has to do for the reader
 * @timer: wakes it when the hits are few
 */
struct rings {
	struct ring __percpu *ring;
	struct rings_shape shape;
	bool held;
	wait_queue_head_t wait;
	int sleep;
	struct timer_list timer;
};

/**
 * struct ring_room - free room in a ring, where the next record goes
 * @start: first byte, aligned to 8
 * @end: behind the last byte
 * @whole: an empty ring would not have more
 */
struct ring_room {
	u8 *start;
	u8 *end;
	bool whole;
};

bool rings_shape(struct rings_shape *shape, unsigned long kb);
int rings_init(struct rings *rings, const struct rings_shape *shape);
void rings_destroy(struct rings *rings);
void rings_hold(struct rings *rings);
void rings_release(struct rings *rings);
bool rings_hand_out(const struct rings *rings);
void rings_expect_hit(struct rings *rings);
void rings_wake_soon(struct rings *rings);
bool rings_have_data(struct rings *rings);
void rings_wake_sleeper(struct rings *rings);

size_t ring_overwrite(struct ring *ring, size_t room);
void ring_tell_lost(struct ring *ring, u64 time);
void ring_lose(struct ring *ring, u64 time);

u64 ring_published(struct ring *ring);
const struct uprobecap_record *ring_oldest(struct ring *ring, u64 published);
void ring_consume(struct ring *ring, size_t size);

/**
 * rings_wake_reader() - wake the reader, now or soon, if it sleeps
 * @rings: of the session
 *
 * Context: of a hit that was counted, preemption on: a real-time kernel may sleep here.
 */
static inline void rings_wake_reader(struct rings *rings)
{
	/* The stores of the hit before the load of sleep. Pairs with rings_expect_hit(). */
	smp_mb();
	if (READ_ONCE(rings->sleep) != READER_AWAKE)
		rings_wake_sleeper(rings);
}

/**
 * rings_tell_soon() - have the reader told of a hit that is not in a ring, if it sleeps
 * @rings: of the session
 *
 * Context: as rings_wake_reader().
 */
static inline void rings_tell_soon(struct rings *rings)
{
	/* The stores of the hit before the load of sleep. Pairs with rings_expect_hit(). */
	smp_mb();
	if (READ_ONCE(rings->sleep) == READER_ASLEEP)
		rings_wake_sleeper(rings);
}

/* Bytes between the tail and the head. A tail that user space made up makes the ring full. */
static inline size_t ring_used(const struct ring *ring, u64 head)
{
	/* What the reader read before it moved the tail is free. Pairs with ring_consume(). */
	u64 used = head - smp_load_acquire(&ring->control->tail);

	return min_t(u64, used, ring->size);
}

/**
 * ring_reserve() - all the room there is for the next record
 * @ring: of this CPU
 * @largest: bytes of the largest record that may come
 *
 * Context: of a hit, preemption off until ring_commit() or ring_lose().
 *
 * Return: the room; it may be empty. A record about losses that the stream does
 * not tell of yet will go before it.
 */
static inline struct ring_room ring_reserve(struct ring *ring, size_t largest)
{
	u64 head = ring->state->head;
	size_t used = ring_used(ring, head);
	size_t room = ring->size - used;
	struct ring_room result = {
		.start = ring->data + (head & (ring->size - 1)),
		.whole = !used,
	};

	/* rings_hold() waits for those who have not seen it yet. */
	if (unlikely(data_race(ring->overwrites))) {
		room = ring_overwrite(ring, largest + sizeof(struct uprobecap_lost));
		result.whole = true;
	}
	/* The same with losses to tell and without: what fits once, fits always. */
	room -= min(room, sizeof(struct uprobecap_lost));
	if (unlikely(ring->state->lost != ring->lost_told))
		result.start += sizeof(struct uprobecap_lost);
	if (room >= UPROBECAP_RECORD_MAX) {
		room = UPROBECAP_RECORD_MAX;
		result.whole = true;
	}
	result.end = result.start + room;
	return result;
}

/**
 * ring_commit() - hand the record at the start of the reserved room to the reader
 * @ring: of this CPU
 * @size: bytes of the record, a multiple of 8 and not more than the room
 * @time: of the hit
 */
static inline void ring_commit(struct ring *ring, size_t size, u64 time)
{
	struct uprobecap_ring_state *state = ring->state;
	u64 head = state->head + size;

	if (unlikely(state->lost != ring->lost_told)) {
		ring_tell_lost(ring, time);
		head += sizeof(struct uprobecap_lost);
	}
	/*
	 * The record before the head that covers it. Pairs with ring_published(), and with
	 * whoever reads a mapped ring.
	 */
	smp_store_release(&state->head, head);
}

#endif /* UPROBECAP_RING_H */

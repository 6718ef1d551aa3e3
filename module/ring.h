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
 * @data: @pages, mapped twice in a row, so that no record wraps
 * @pages: the memory of the ring
 * @size: bytes of the ring, a power of two
 * @cpu: whose ring it is
 * @head: bytes ever written; the records end here
 * @lost: hits ever lost
 * @lost_told: of these, how many the records up to @head tell of
 * @lost_since: time of the first loss behind @lost_told
 * @tail: bytes ever read; the records begin here
 * @told: of @lost, how many the reader knows of
 * @told_at: when it was told last
 *
 * The first group is written by the hits of the CPU, with preemption off, the
 * second by the reader; they do not share a cache line.
 */
struct ring {
	u8 *data;
	struct page **pages;
	size_t size;
	unsigned int cpu;
	u64 head;
	u64 lost;
	u64 lost_told;
	u64 lost_since;

	u64 tail ____cacheline_aligned;
	u64 told;
	u64 told_at;
};

static_assert(offsetof(struct ring, tail) % SMP_CACHE_BYTES == 0);
static_assert(offsetofend(struct ring, lost_since) <= offsetof(struct ring, tail));
/* One for each CPU: what lies behind a ring is on another line, too. */
static_assert(__alignof__(struct ring) % SMP_CACHE_BYTES == 0);

enum rings_sleep {
	READER_AWAKE,  /* leave it alone */
	READER_ASLEEP, /* start the timer, or wake it if the ring is half full */
	READER_TIMED,  /* the timer runs; wake it if the ring is half full */
};

/**
 * struct rings - the rings of a session, and the sleep of their reader
 * @ring: one for each possible CPU
 * @size: bytes of each
 * @wait: where the reader sleeps
 * @sleep: enum rings_sleep, what the next hit has to do for the reader
 * @timer: wakes it when the hits are few
 */
struct rings {
	struct ring __percpu *ring;
	size_t size;
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

size_t rings_size(unsigned long kb);
int rings_init(struct rings *rings, size_t size);
void rings_destroy(struct rings *rings);
void rings_expect_hit(struct rings *rings);
void rings_wake_soon(struct rings *rings);
bool rings_have_data(struct rings *rings);
void rings_wake_sleeper(struct rings *rings);

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
 * ring_reserve() - all the room there is for the next record
 * @ring: of this CPU
 *
 * Context: of a hit, preemption off until ring_commit() or ring_lose().
 *
 * Return: the room; it may be empty. A record about losses that the stream does
 * not tell of yet will go before it.
 */
static inline struct ring_room ring_reserve(struct ring *ring)
{
	/* What the reader read before it moved the tail is free. Pairs with ring_consume(). */
	u64 tail = smp_load_acquire(&ring->tail);
	size_t used = ring->head - tail;
	size_t room = ring->size - used;
	struct ring_room result = {
		.start = ring->data + (ring->head & (ring->size - 1)),
		.whole = !used,
	};

	/* The same with losses to tell and without: what fits once, fits always. */
	room -= min(room, sizeof(struct uprobecap_lost));
	if (unlikely(ring->lost != ring->lost_told))
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
	u64 head = ring->head + size;

	if (unlikely(ring->lost != ring->lost_told)) {
		ring_tell_lost(ring, time);
		head += sizeof(struct uprobecap_lost);
	}
	/* The record before the head that covers it. Pairs with ring_published(). */
	smp_store_release(&ring->head, head);
}

#endif /* UPROBECAP_RING_H */

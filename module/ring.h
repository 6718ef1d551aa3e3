/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_RING_H
#define UPROBECAP_RING_H

#include <linux/cache.h>
#include <linux/percpu.h>
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

	u64 tail ____cacheline_aligned_in_smp;
	u64 told;
	u64 told_at;
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

int rings_init(struct rings *rings, size_t size);
void rings_destroy(struct rings *rings);
void rings_expect_hit(struct rings *rings);
void rings_wake_soon(struct rings *rings);
bool rings_have_data(struct rings *rings);
void rings_wake_reader(struct rings *rings);

struct ring_room ring_reserve(struct ring *ring);
void ring_commit(struct ring *ring, size_t size, u64 time);
void ring_lose(struct ring *ring, u64 time);

u64 ring_published(struct ring *ring);
const struct uprobecap_record *ring_oldest(struct ring *ring, u64 published);
void ring_consume(struct ring *ring, u32 size);

#endif /* UPROBECAP_RING_H */

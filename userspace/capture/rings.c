// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rings of a session, mapped. What they hold was written by the module, and
 * cannot be changed by anybody else.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>

#include "capture/rings.h"

/* A run of records is given back before a ring of usual size is full of it. */
#define RUN_MAX (64 * 1024)

/* Every record that lies in a ring begins so. */
struct timed_record {
	struct uprobecap_record record;
	uint64_t time;
};

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * UINT64_C(1000000000) + now.tv_nsec;
}

static void *map_part(int device, size_t size, int protection, uint64_t offset)
{
	void *part = mmap(NULL, size, protection, MAP_SHARED, device, (off_t)offset);

	return part == MAP_FAILED ? NULL : part;
}

/* Return: 0; -1 with errno: ENXIO for a CPU that there cannot be. */
static int map_ring(struct ring *ring, int device, const struct uprobecap_info *info, uint32_t cpu)
{
	uint64_t offset = cpu * info->stride;
	char *state;

	ring->control = map_part(device, info->control_size, PROT_READ | PROT_WRITE, offset);
	if (!ring->control)
		return -1;
	state = map_part(device, info->records_size, PROT_READ, offset + info->control_size);
	if (!state)
		return -1;
	ring->state = (const void *)state;
	ring->records = state + info->records_size - 2 * info->ring_size;
	return 0;
}

static int cannot_map(struct error *error)
{
	error_what(error, EXIT_FAILED, "the rings of the session cannot be mapped");
	error_why(error, "the module says: %s", strerror(errno));
	return error_remedy(error, "see: uprobecap doctor; dmesg | grep uprobecap");
}

/**
 * rings_map() - map the rings of a session
 * @rings: to be filled
 * @device: whose session has UPROBECAP_MAPPED
 * @error: why not
 *
 * Return: 0, then rings_unmap() them; or -1.
 */
int rings_map(struct rings *rings, int device, struct error *error)
{
	uint32_t cpu;

	*rings = (struct rings){ .info.size = sizeof(rings->info) };
	if (ioctl(device, UPROBECAP_INFO, &rings->info)) {
		rings->info.nr_rings = 0;
		return cannot_map(error);
	}
	rings->ring = need_memory(calloc(rings->info.nr_rings, sizeof(*rings->ring)));
	for (cpu = 0; cpu < rings->info.nr_rings; cpu++) {
		if (map_ring(&rings->ring[cpu], device, &rings->info, cpu) && errno != ENXIO) {
			cannot_map(error);
			rings_unmap(rings);
			return -1;
		}
	}
	return 0;
}

/**
 * rings_unmap() - forget them
 * @rings: that were mapped
 */
void rings_unmap(struct rings *rings)
{
	uint32_t cpu;

	for (cpu = 0; cpu < rings->info.nr_rings; cpu++) {
		struct ring *ring = &rings->ring[cpu];

		if (ring->control)
			munmap(ring->control, rings->info.control_size);
		if (ring->state)
			munmap((void *)ring->state, rings->info.records_size);
	}
	free(rings->ring);
	*rings = (struct rings){ 0 };
}

/**
 * rings_look() - see what there is
 * @rings: mapped
 *
 * Looking at one ring after the other, one may see a hit and not the one before it, on
 * a ring that was seen already. Whatever is younger than the beginning of the look
 * therefore waits for the next one. What was lost is asked for first, so that all of it
 * is older.
 */
void rings_look(struct rings *rings)
{
	uint32_t cpu;

	for (cpu = 0; cpu < rings->info.nr_rings; cpu++) {
		struct ring *ring = &rings->ring[cpu];

		if (ring->state)
			ring->lost = __atomic_load_n(&ring->state->lost, __ATOMIC_RELAXED);
	}
	rings->now = now_ns();
	for (cpu = 0; cpu < rings->info.nr_rings; cpu++) {
		struct ring *ring = &rings->ring[cpu];

		/* The records before the head that covers them. Pairs with ring_commit(). */
		if (ring->state)
			ring->head = __atomic_load_n(&ring->state->head, __ATOMIC_ACQUIRE);
	}
}

static const struct timed_record *record_at(const struct rings *rings, const struct ring *ring,
					    uint64_t position)
{
	return (const void *)(ring->records + (position & (rings->info.ring_size - 1)));
}

/* Return: the ring with the oldest record, which others begin to follow at *until; or NULL. */
static struct ring *oldest_ring(struct rings *rings, uint64_t *until)
{
	struct ring *oldest = NULL;
	uint64_t first = rings->now;
	uint32_t cpu;

	*until = rings->now;
	for (cpu = 0; cpu < rings->info.nr_rings; cpu++) {
		struct ring *ring = &rings->ring[cpu];
		uint64_t time;

		if (ring->tail == ring->head)
			continue;
		time = record_at(rings, ring, ring->tail)->time;
		if (time > *until)
			continue;
		if (oldest)
			*until = time < first ? first : time;
		if (!oldest || time < first) {
			oldest = ring;
			first = time;
		}
	}
	return oldest;
}

/* Bytes of the hits at the tail that are not younger than @until. */
static size_t run_of_hits(const struct rings *rings, const struct ring *ring, uint64_t until)
{
	uint64_t end = ring->tail;

	while (end != ring->head && end - ring->tail < RUN_MAX) {
		const struct timed_record *timed = record_at(rings, ring, end);

		if (timed->record.type == UPROBECAP_LOST || timed->time > until)
			break;
		end += timed->record.size;
	}
	return end - ring->tail;
}

static uint64_t lost_since(const struct ring *ring)
{
	uint64_t since = __atomic_load_n(&ring->state->lost_since, __ATOMIC_RELAXED);

	return since > ring->told_at ? since : ring->told_at;
}

static void note_told(struct ring *ring, const struct uprobecap_lost *lost)
{
	ring->told = lost->total;
	ring->told_at = lost->time;
}

/* Losses at the end of a ring, behind which no hit has come yet to tell of them. */
static const void *last_losses(struct rings *rings, size_t *size)
{
	uint32_t cpu;

	for (cpu = 0; cpu < rings->info.nr_rings; cpu++) {
		struct ring *ring = &rings->ring[cpu];
		uint64_t since;

		if (!ring->state || ring->tail != ring->head || ring->lost <= ring->told)
			continue;
		/* The next gap has begun meanwhile: of this one, there is a record to be seen. */
		since = lost_since(ring);
		if (since > rings->now)
			continue;
		rings->current = NULL;
		rings->lost = (struct uprobecap_lost){
			.record = { .type = UPROBECAP_LOST, .size = sizeof(rings->lost) },
			.time = rings->now,
			.since = since,
			.total = ring->lost,
			.cpu = cpu,
		};
		note_told(ring, &rings->lost);
		*size = sizeof(rings->lost);
		return &rings->lost;
	}
	return NULL;
}

/**
 * rings_next() - the oldest records that were not consumed
 * @rings: that were looked at
 * @size: bytes of them, all whole
 *
 * Return: the first of them, until rings_consume(); NULL when it is time for another look.
 */
const void *rings_next(struct rings *rings, size_t *size)
{
	const struct uprobecap_lost *lost;
	uint64_t until;

	for (;;) {
		rings->current = oldest_ring(rings, &until);
		if (!rings->current)
			return last_losses(rings, size);
		*size = run_of_hits(rings, rings->current, until);
		lost = (const void *)record_at(rings, rings->current, rings->current->tail);
		if (*size)
			return lost;
		*size = lost->record.size;
		if (lost->total > rings->current->told) {
			note_told(rings->current, lost);
			return lost;
		}
		/* It was told before there was a record of it. */
		rings_consume(rings, *size);
	}
}

/**
 * rings_consume() - give back the room of records
 * @rings: where rings_next() found them
 * @size: what it said
 */
void rings_consume(struct rings *rings, size_t size)
{
	struct ring *ring = rings->current;

	if (!ring)
		return;
	ring->tail += size;
	/* Our loads of the records before their room is free. Pairs with ring_used(). */
	__atomic_store_n(&ring->control->tail, ring->tail, __ATOMIC_RELEASE);
}

/**
 * rings_are_empty() - was all of the last look consumed?
 * @rings: mapped, or all 0
 */
bool rings_are_empty(const struct rings *rings)
{
	uint32_t cpu;

	for (cpu = 0; cpu < rings->info.nr_rings; cpu++)
		if (rings->ring[cpu].tail != rings->ring[cpu].head)
			return false;
	return true;
}

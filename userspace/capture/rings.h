/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rings of a session, mapped: its hits, in the order of time, without a
 * system call.
 */
#ifndef UPROBECAP_RINGS_H
#define UPROBECAP_RINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "uapi/uprobecap.h"

/**
 * struct ring - that of one CPU
 * @control: what we write
 * @state: what the module writes
 * @records: @state's neighbour: the ring, twice in a row
 * @tail: what @control says
 * @head: how far it may be read in this round
 * @lost: hits lost, as of the beginning of this round
 * @told: hits lost, as far as they were told
 * @told_at: CLOCK_MONOTONIC when they were told last
 */
struct ring {
	struct uprobecap_ring_control *control;
	const struct uprobecap_ring_state *state;
	const char *records;
	uint64_t tail;
	uint64_t head;
	uint64_t lost;
	uint64_t told;
	uint64_t told_at;
};

/**
 * struct rings - those of all CPUs
 * @info: how they are mapped
 * @ring: @info.nr_rings of them; what a CPU that there cannot be has is all 0
 * @now: CLOCK_MONOTONIC before the heads of this round were looked at
 * @current: the ring that rings_next() found records in
 * @lost: a record that rings_next() made up
 */
struct rings {
	struct uprobecap_info info;
	struct ring *ring;
	uint64_t now;
	struct ring *current;
	struct uprobecap_lost lost;
};

int rings_map(struct rings *rings, int device, struct error *error);
void rings_unmap(struct rings *rings);
void rings_look(struct rings *rings);
const void *rings_next(struct rings *rings, size_t *size);
void rings_consume(struct rings *rings, size_t size);
bool rings_are_empty(const struct rings *rings);

#endif /* UPROBECAP_RINGS_H */

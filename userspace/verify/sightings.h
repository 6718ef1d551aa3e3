/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hits that one side of a comparison has seen, as text.
 */
#ifndef UPROBECAP_SIGHTINGS_H
#define UPROBECAP_SIGHTINGS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct sighting - one hit
 * @time: CLOCK_MONOTONIC in ns
 * @tid: thread
 * @probe: number of the probe, from 1
 * @text: where its text begins
 */
struct sighting {
	uint64_t time;
	uint32_t tid;
	uint32_t probe;
	size_t text;
};

/**
 * struct sightings - all hits of a side, in its order
 * @nr: how many
 * @room: for so many is room in @seen
 * @seen: each
 * @out: where the text of the last one is put, until sightings_end()
 * @text: of all, each with a NUL behind it; whole behind sightings_end()
 * @size: of @text
 */
struct sightings {
	size_t nr;
	size_t room;
	struct sighting *seen;
	FILE *out;
	char *text;
	size_t size;
};

void sightings_begin(struct sightings *sightings);
void sightings_open(struct sightings *sightings, uint32_t tid, uint32_t probe, uint64_t time);
void sightings_close(struct sightings *sightings);
void sightings_end(struct sightings *sightings);
void sightings_free(struct sightings *sightings);

#endif /* UPROBECAP_SIGHTINGS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The trace that tracefs prints -> the hits of a command and its children.
 */
#ifndef UPROBECAP_TRACEFS_HITS_H
#define UPROBECAP_TRACEFS_HITS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "verify/sightings.h"

/**
 * struct tracefs_hits - what is read, and found
 * @owner: the process that has named the events
 * @command: the process of the command
 * @address_size: bytes of an address there
 * @is_call: entries and returns are joined
 * @sightings: begun; the hits are added
 * @lines: of our events, in any process
 */
struct tracefs_hits {
	uint32_t owner;
	uint32_t command;
	unsigned int address_size;
	bool is_call;
	struct sightings *sightings;
	uint64_t lines;
};

void tracefs_hits_read(struct tracefs_hits *hits, FILE *trace);

#endif /* UPROBECAP_TRACEFS_HITS_H */

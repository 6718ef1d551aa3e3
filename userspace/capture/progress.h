/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far a recording is, on a terminal.
 */
#ifndef UPROBECAP_PROGRESS_H
#define UPROBECAP_PROGRESS_H

#include <stdint.h>

/**
 * struct progress - the line
 * @name: of the recording
 * @begun: when, CLOCK_MONOTONIC
 * @due: when it is to be shown next; UINT64_MAX: never
 */
struct progress {
	const char *name;
	uint64_t begun;
	uint64_t due;
};

void progress_begin(struct progress *progress, const char *name, uint64_t now);
void progress_show(struct progress *progress, uint64_t hits, uint64_t bytes, uint64_t now);
void progress_end(struct progress *progress);

#endif /* UPROBECAP_PROGRESS_H */

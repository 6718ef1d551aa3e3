/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What two sides have seen of the same run, compared.
 */
#ifndef UPROBECAP_COMPARISON_H
#define UPROBECAP_COMPARISON_H

#include <stddef.h>
#include <stdint.h>

#include "verify/sightings.h"

/* In a text of our side: a number that could not be read, which the other side does not tell. */
#define COMPARISON_UNREADABLE "\001\002"

/* Tracefs drops, or cuts, what is larger than a page; a text is some bytes longer or shorter. */
#define COMPARISON_TOO_BIG 3500

/**
 * struct difference - a thread whose hits are not the same
 * @tid: of it
 * @ours: how many hits of it we have
 * @theirs: how many they have
 * @at: the first that differs, from 1
 * @our_text: of that hit; NULL when we have none
 * @their_text: likewise
 */
struct difference {
	uint32_t tid;
	size_t ours;
	size_t theirs;
	size_t at;
	const char *our_text;
	const char *their_text;
};

/**
 * struct comparison - the result
 * @threads: that have hits
 * @same: hits that are the same, and in the same order of their thread
 * @swaps: hits of other threads that have changed places
 * @outside: hits that only they can have seen
 * @too_big: hits of ours that are larger than any of theirs can be
 * @different: threads whose hits are not the same
 * @first: of those
 */
struct comparison {
	size_t threads;
	size_t same;
	size_t swaps;
	size_t outside;
	size_t too_big;
	size_t different;
	struct difference first;
};

void compare_sightings(const struct sightings *ours, const struct sightings *theirs,
		       uint64_t ended_at, struct comparison *comparison);

#endif /* UPROBECAP_COMPARISON_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What somebody may have meant.
 */
#ifndef UPROBECAP_NEAREST_H
#define UPROBECAP_NEAREST_H

#include <stddef.h>

#define NEAREST_NAMES  3
#define NEAREST_LENGTH 255 /* of names that are compared */

/**
 * struct nearest - the names that are most like another
 * @wanted: the other
 * @seen: how many were tried
 * @nr: how many are near
 * @name: the nearest first; until nearest_forget()
 * @distance: of each, in characters to be changed
 */
struct nearest {
	const char *wanted;
	size_t seen;
	size_t nr;
	char *name[NEAREST_NAMES];
	size_t distance[NEAREST_NAMES];
};

void nearest_try(struct nearest *nearest, const char *name);
void nearest_forget(struct nearest *nearest);

#endif /* UPROBECAP_NEAREST_H */

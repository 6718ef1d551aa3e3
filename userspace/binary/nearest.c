// SPDX-License-Identifier: GPL-2.0-only
/*
 * What somebody may have meant: the names with the smallest edit distance.
 */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "binary/nearest.h"
#include "error.h"

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Characters to insert, to remove or to replace (Levenshtein). */
static size_t edit_distance(const char *from, const char *to)
{
	size_t row[NEAREST_LENGTH + 1];
	size_t width = strlen(to);
	size_t i, j;

	for (j = 0; j <= width; j++)
		row[j] = j;
	for (i = 0; from[i]; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (j = 0; j < width; j++) {
			size_t replaced = diagonal + (from[i] != to[j]);

			diagonal = row[j + 1];
			row[j + 1] = smaller(replaced, smaller(row[j], row[j + 1]) + 1);
		}
	}
	return row[width];
}

/* What is further away is not near. */
static size_t farthest(const char *wanted)
{
	return 1 + strlen(wanted) / 3;
}

static size_t distance_of(const char *wanted, const char *name)
{
	size_t ours = strlen(wanted);
	size_t distance;

	if (ours > NEAREST_LENGTH || strlen(name) > NEAREST_LENGTH)
		return NEAREST_LENGTH;
	distance = edit_distance(wanted, name);
	/* Part of a name is near it, however long that is. */
	return ours > 2 && strstr(name, wanted) ? smaller(distance, farthest(wanted)) : distance;
}

static bool is_known(const struct nearest *nearest, const char *name)
{
	size_t n;

	for (n = 0; n < nearest->nr; n++)
		if (!strcmp(nearest->name[n], name))
			return true;
	return false;
}

/**
 * nearest_try() - compare one more name
 * @nearest: zeroed, but for @nearest->wanted, before the first
 * @name: is copied if it is near
 */
void nearest_try(struct nearest *nearest, const char *name)
{
	size_t distance = distance_of(nearest->wanted, name);
	size_t place;

	nearest->seen++;
	if (distance > farthest(nearest->wanted) || is_known(nearest, name))
		return;
	for (place = nearest->nr; place && nearest->distance[place - 1] > distance; place--)
		;
	if (place == NEAREST_NAMES)
		return;
	if (nearest->nr < NEAREST_NAMES)
		nearest->nr++;
	else
		free(nearest->name[NEAREST_NAMES - 1]);
	memmove(&nearest->name[place + 1], &nearest->name[place],
		(nearest->nr - place - 1) * sizeof(nearest->name[0]));
	memmove(&nearest->distance[place + 1], &nearest->distance[place],
		(nearest->nr - place - 1) * sizeof(nearest->distance[0]));
	nearest->name[place] = need_memory(strdup(name));
	nearest->distance[place] = distance;
}

/**
 * nearest_forget() - give the names back
 * @nearest: with those that were near
 */
void nearest_forget(struct nearest *nearest)
{
	while (nearest->nr)
		free(nearest->name[--nearest->nr]);
}

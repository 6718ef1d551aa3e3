// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hits that belong together. The first one waits, in its process, until what began
 * behind it has come to its end, however deep that goes; or for one that says that the
 * process ends. What is interrupted has no end, and is told by the next first one.
 */

#include <stdlib.h>
#include <string.h>

#include "recipe/pairing.h"

/**
 * struct waiting - a first hit
 * @next: of another process
 * @probe: of it
 * @hit: a copy
 * @depth: how much has begun behind it and has not ended
 */
struct waiting {
	struct waiting *next;
	struct probe *probe;
	struct uprobecap_hit *hit;
	uint64_t depth;
};

/**
 * struct pairing - all that wait
 * @put: prints a pair
 * @first: of a list
 */
struct pairing {
	pairing_put put;
	struct waiting *first;
};

/**
 * pairing_create() - begin to pair
 * @put: prints a pair
 *
 * Return: for pairing_free().
 */
struct pairing *pairing_create(pairing_put put)
{
	struct pairing *pairing = need_memory(calloc(1, sizeof(*pairing)));

	pairing->put = put;
	return pairing;
}

/* Return: where the pointer to the process's is, or would be. */
static struct waiting **find(struct pairing *pairing, uint32_t pid)
{
	struct waiting **at = &pairing->first;

	while (*at && (*at)->hit->pid != pid)
		at = &(*at)->next;
	return at;
}

/* Prints it, with or without an end. */
static void finish(struct pairing *pairing, struct waiting **at, const struct wording_hit *end,
		   void *to)
{
	struct waiting *waiting = *at;
	struct wording_hits pair = { .hit = { { waiting->probe, waiting->hit } } };

	if (end)
		pair.hit[1] = *end;
	pairing->put(to, &pair);
	*at = waiting->next;
	free(waiting->hit);
	free(waiting);
}

static void begin(struct pairing *pairing, const struct wording_hit *hit)
{
	struct waiting *waiting = need_memory(calloc(1, sizeof(*waiting)));
	size_t size = hit->hit->record.size;

	waiting->probe = hit->probe;
	waiting->hit = need_memory(malloc(size));
	memcpy(waiting->hit, hit->hit, size);
	waiting->next = pairing->first;
	pairing->first = waiting;
}

/**
 * pairing_take() - a hit of one of the probes that are paired
 * @pairing: that it belongs to
 * @role: of its probe
 * @hit: it
 * @to: where a pair is printed
 */
void pairing_take(struct pairing *pairing, enum recipe_role role, const struct wording_hit *hit,
		  void *to)
{
	struct waiting **at = find(pairing, hit->hit->pid);

	switch (role) {
	case RECIPE_FIRST:
		if (*at)
			finish(pairing, at, NULL, to);
		begin(pairing, hit);
		break;
	case RECIPE_BEGIN:
		if (*at)
			(*at)->depth++;
		break;
	case RECIPE_END:
		/* What ends now may have begun before. */
		if (*at && (*at)->depth && !--(*at)->depth)
			finish(pairing, at, hit, to);
		break;
	case RECIPE_LAST:
		if (*at)
			finish(pairing, at, hit, to);
		break;
	}
}

/**
 * pairing_end() - print what waits for an end that will not be seen
 * @pairing: that has it
 * @to: where it is printed
 */
void pairing_end(struct pairing *pairing, void *to)
{
	while (pairing->first)
		finish(pairing, &pairing->first, NULL, to);
}

/**
 * pairing_free() - give it back
 * @pairing: behind pairing_end()
 */
void pairing_free(struct pairing *pairing)
{
	free(pairing);
}

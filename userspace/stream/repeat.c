// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hits in few bytes.
 */

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "stream/repeat.h"

/**
 * repeats_forget() - no hit is a repeat of those before
 * @repeats: any
 */
void repeats_forget(struct repeats *repeats)
{
	free(repeats->whole);
	memset(repeats, 0, sizeof(*repeats));
}

/**
 * repeats_keep() - later hits may be like this one
 * @repeats: any
 * @hit: one that is told in full
 */
void repeats_keep(struct repeats *repeats, const struct uprobecap_hit *hit)
{
	repeats->model[repeats_place(hit)] = *hit;
}

/**
 * repeats_unpack() - the hit that a note tells of
 * @repeats: where it is made
 * @note: as large as it says
 *
 * Return: the hit, until the next is unpacked; NULL when there was none to repeat, or it is
 * too large.
 */
const struct uprobecap_hit *repeats_unpack(struct repeats *repeats, const struct note_repeat *note)
{
	const struct uprobecap_hit *model = &repeats->model[note->model % REPEATS_MODELS];
	struct uprobecap_hit *hit;
	size_t fields;

	if (note->size < sizeof(*note) || !model->record.size)
		return NULL;
	fields = note->size - sizeof(*note);
	if (fields > UPROBECAP_RECORD_MAX - sizeof(*hit))
		return NULL;
	if (!repeats->whole)
		repeats->whole = need_memory(malloc(UPROBECAP_RECORD_MAX));
	hit = repeats->whole;
	*hit = *model;
	hit->record.size = sizeof(*hit) + fields;
	hit->time = note->time;
	memcpy(hit + 1, note + 1, fields);
	return hit;
}

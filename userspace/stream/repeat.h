/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hits in few bytes. Mostly a hit says again who called, where, and for whom: a
 * recording tells of such a hit what is new only.
 */
#ifndef UPROBECAP_REPEAT_H
#define UPROBECAP_REPEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "stream/note.h"

#define REPEATS_MODELS 64 /* a power of two */

/**
 * struct repeats - what later hits may be like
 * @model: the last hits that were told in full, one for all that share a place
 * @whole: room for a hit; NULL until one was unpacked
 *
 * Writer and reader keep the same hits, so they agree.
 */
struct repeats {
	struct uprobecap_hit model[REPEATS_MODELS];
	struct uprobecap_hit *whole;
};

void repeats_forget(struct repeats *repeats);
void repeats_keep(struct repeats *repeats, const struct uprobecap_hit *hit);
const struct uprobecap_hit *repeats_unpack(struct repeats *repeats, const struct note_repeat *note);

/* Each thread that runs just now, and each probe, has one, mostly. */
static inline uint16_t repeats_place(const struct uprobecap_hit *hit)
{
	return (hit->probe + 8 * hit->cpu) % REPEATS_MODELS;
}

/**
 * repeats_know() - is the hit a repeat?
 * @repeats: any
 * @hit: a whole one
 */
static inline bool repeats_know(const struct repeats *repeats, const struct uprobecap_hit *hit)
{
	const struct uprobecap_hit *model = &repeats->model[repeats_place(hit)];

	return hit->record.type == model->record.type && hit->record.flags == model->record.flags &&
	       !memcmp(&hit->probe, &model->probe,
		       sizeof(*hit) - offsetof(struct uprobecap_hit, probe));
}

/**
 * repeats_pack() - what is to be told of a repeat
 * @hit: it
 *
 * Return: what goes before the fields.
 */
static inline struct note_repeat repeats_pack(const struct uprobecap_hit *hit)
{
	return (struct note_repeat){
		.type = NOTE_REPEAT,
		.model = repeats_place(hit),
		.size = hit->record.size - sizeof(*hit) + sizeof(struct note_repeat),
		.time = hit->time,
	};
}

#endif /* UPROBECAP_REPEAT_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hits that belong together: a line that was read, and the end of what it began.
 */
#ifndef UPROBECAP_PAIRING_H
#define UPROBECAP_PAIRING_H

#include <stdint.h>

#include "recipe/recipe.h"
#include "recipe/wording.h"

struct pairing;

/* Prints a pair, to where the caller says; one without an end has no second probe. */
typedef void (*pairing_put)(void *to, const struct wording_hits *pair);

struct pairing *pairing_create(pairing_put put);
void pairing_take(struct pairing *pairing, enum recipe_role role, const struct wording_hit *hit,
		  void *to);
void pairing_end(struct pairing *pairing, void *to);
void pairing_free(struct pairing *pairing);

#endif /* UPROBECAP_PAIRING_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a recipe prints of a hit: a text with fields in it.
 *
 *   {FIELD}  {FIELD:DECODING}  {FIELD[LENGTH]}  [FIELD == NUMBER: TEXT]
 */
#ifndef UPROBECAP_WORDING_H
#define UPROBECAP_WORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "print/line.h"
#include "recipe/decoding.h"
#include "stream/probe.h"

#define WORDING_LATENCY "latency" /* of a call; no field is called so */

enum wording_kind {
	WORDING_END,   /* of the wording, or of what stands under a condition */
	WORDING_FIELD, /* a value */
	WORDING_IF,    /* what stands up to another piece is under a condition */
};

/**
 * struct wording_piece - a text, and what follows it
 * @text: before it
 * @kind: what follows
 * @field: whose value, or whose condition; NULL at an end
 * @length: field that says how much of @field is wanted; NULL: all
 * @decoding: of the value; NULL: as ever
 * @comparison: of a condition: "==" "!=" "<" ">" "&"
 * @number: on its right
 * @otherwise: index of the piece that is next where it does not hold
 */
struct wording_piece {
	char *text;
	enum wording_kind kind;
	char *field;
	char *length;
	const struct decoding *decoding;
	char comparison[3];
	int64_t number;
	size_t otherwise;
};

/**
 * struct wording - all of it
 * @nr: how many pieces there are
 * @piece: each
 */
struct wording {
	size_t nr;
	struct wording_piece *piece;
};

/**
 * struct wording_hit - a hit
 * @probe: of it; NULL when there is none
 * @hit: its record
 */
struct wording_hit {
	struct probe *probe;
	const struct uprobecap_hit *hit;
};

#define WORDING_HITS 2

/**
 * struct wording_hits - what fields are looked for in, in that order
 * @hit: the one that is printed, and one that was paired with it
 * @hex: bytes and strings are printed as hex
 */
struct wording_hits {
	struct wording_hit hit[WORDING_HITS];
	bool hex;
};

struct wording *wording_create(const char *text, const struct decoding *own, struct error *error);
void wording_put(struct line *line, const struct wording *wording, const struct wording_hits *hits);
bool wording_number(const struct wording_hits *hits, const char *field, int64_t *number);
void wording_free(struct wording *wording);

#endif /* UPROBECAP_WORDING_H */

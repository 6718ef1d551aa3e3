// SPDX-License-Identifier: GPL-2.0-only
/*
 * A wording, with the values of hits.
 */

#include <string.h>

#include "print/text_value.h"
#include "print/when.h"
#include "recipe/wording.h"
#include "stream/value.h"

/* Of what no hit has, nothing is known. */
#define NO_VALUE "-"

/* Return: false when no hit has such a field. */
static bool find_value(const struct wording_hits *hits, const char *name, struct value *value)
{
	const struct wording_hit *hit;
	uint32_t n;

	for (hit = hits->hit; hit < hits->hit + WORDING_HITS && hit->probe; hit++)
		for (n = 0; n < hit->probe->definition->nr_fields; n++)
			if (!strcmp(hit->probe->fields[n].name, name)) {
				*value = value_of(hit->hit, &hit->probe->fields[n], n);
				return true;
			}
	return false;
}

/**
 * wording_number() - a field that is a number
 * @hits: that may have it
 * @field: its name
 * @number: the result
 *
 * Return: false when there is no such number.
 */
bool wording_number(const struct wording_hits *hits, const char *field, int64_t *number)
{
	struct value value;

	if (!find_value(hits, field, &value) || value_error(&value) || value.text ||
	    value.field->count || value.field->kind > UPROBECAP_CHAR)
		return false;
	*number = value_number(&value, 0);
	return true;
}

static bool holds(const struct wording_piece *piece, const struct wording_hits *hits)
{
	int64_t number;

	if (!wording_number(hits, piece->field, &number))
		return false;
	switch (*piece->comparison) {
	case '=':
		return number == piece->number;
	case '!':
		return number != piece->number;
	case '<':
		return number < piece->number;
	case '>':
		return number > piece->number;
	default:
		return number & piece->number;
	}
}

static void put_latency(struct line *line, const struct wording_hits *hits)
{
	if (probe_is_call(hits->hit[0].probe))
		when_duration(line, ((const struct uprobecap_call *)hits->hit[0].hit)->latency);
	else
		line_text(line, NO_VALUE);
}

/* Only as much as it is told to be long. */
static void cut(const struct wording_piece *piece, const struct wording_hits *hits,
		struct value *value)
{
	int64_t length;

	if (!value->text || !piece->length || !wording_number(hits, piece->length, &length))
		return;
	if (length < 0)
		length = 0;
	if ((uint64_t)length > value->length)
		return;
	value->length = length;
	value->truncated = false;
}

static void put_hex(struct line *line, const struct value *value)
{
	static const char digits[] = "0123456789abcdef";
	size_t n;

	for (n = 0; n < value->length; n++) {
		line_char(line, digits[(unsigned char)value->text[n] >> 4]);
		line_char(line, digits[value->text[n] & 0xf]);
	}
	line_text(line, value->truncated ? "..." : "");
}

static void put_field(struct line *line, const struct wording_piece *piece,
		      const struct wording_hits *hits)
{
	struct value value;
	int64_t number;

	if (!find_value(hits, piece->field, &value)) {
		if (!strcmp(piece->field, WORDING_LATENCY))
			put_latency(line, hits);
		else
			line_text(line, NO_VALUE);
	} else if (piece->decoding && wording_number(hits, piece->field, &number)) {
		decoding_put(line, piece->decoding, number);
	} else {
		cut(piece, hits, &value);
		if (hits->hex && value.text)
			put_hex(line, &value);
		else
			text_put(line, &value);
	}
}

/**
 * wording_put() - put a hit as the recipe has it
 * @line: that was begun
 * @wording: how
 * @hits: which
 */
void wording_put(struct line *line, const struct wording *wording, const struct wording_hits *hits)
{
	size_t n = 0;

	while (n < wording->nr) {
		const struct wording_piece *piece = &wording->piece[n++];

		line_text(line, piece->text);
		if (piece->kind == WORDING_FIELD)
			put_field(line, piece, hits);
		else if (piece->kind == WORDING_IF && !holds(piece, hits))
			n = piece->otherwise;
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A hit of the module as tracefs prints its own. Taking a line of the trace apart
 * would be guesswork, since a string may contain anything; so lines are compared.
 */

#include "print/line.h"
#include "print/text_value.h"
#include "verify/comparison.h"
#include "verify/twin.h"

static void put_number(struct line *line, unsigned int kind, uint64_t number)
{
	if (kind == UPROBECAP_CHAR || kind == UPROBECAP_FLOAT)
		line_hex(line, number);
	else
		text_integer(line, kind, number);
}

static void put_string(struct line *line, const struct value *value)
{
	if (value_error(value)) {
		line_text(line, "(fault)");
		return;
	}
	line_char(line, '"');
	line_bytes(line, value->text, value->length);
	line_char(line, '"');
}

/* Which tracefs was told to take as numbers. */
static void put_bytes(struct line *line, const struct value *value)
{
	size_t n;

	for (n = 0; n < value->length; n++) {
		line_char(line, n ? ',' : '{');
		line_hex(line, (unsigned char)value->text[n]);
	}
	line_char(line, '}');
}

static void put_array(struct line *line, const struct value *value)
{
	unsigned int n;

	for (n = 0; n < value->field->count; n++) {
		line_char(line, n ? ',' : '{');
		if (value->field->kind == UPROBECAP_STRING) {
			struct value string = value_string(value, n);

			put_string(line, &string);
		} else {
			put_number(line, value->field->kind, value_number(value, n));
		}
	}
	line_char(line, '}');
}

static bool is_unreadable(const struct value *value)
{
	if (value->field->kind == UPROBECAP_STRING)
		return false;
	return value_error(value) || value->truncated;
}

static void put_value(struct line *line, const struct value *value)
{
	const struct uprobecap_field *field = value->field;

	if (is_unreadable(value))
		line_text(line, COMPARISON_UNREADABLE);
	else if (field->count)
		put_array(line, value);
	else if (field->kind == UPROBECAP_BYTES)
		put_bytes(line, value);
	else if (field->kind == UPROBECAP_STRING)
		put_string(line, value);
	else
		put_number(line, field->kind, value_number(value, 0));
}

/* Of a call: those of its entry, or of its return. */
static void put_fields(struct line *line, const struct probe *probe,
		       const struct uprobecap_hit *hit, bool at_return, uint64_t left_out)
{
	uint32_t n;

	for (n = 0; n < probe->definition->nr_fields; n++) {
		const struct uprobecap_field *field = &probe->fields[n];
		struct value value = value_of(hit, field, n);

		if (left_out >> n & 1 || field_is_at_return(field) != at_return)
			continue;
		line_char(line, ' ');
		line_text(line, field->name);
		line_char(line, '=');
		put_value(line, &value);
	}
}

/**
 * twin_put() - print it
 * @out: where to
 * @probe: of it
 * @hit: sound
 * @left_out: bit n is set when field n is not to be printed
 */
void twin_put(FILE *out, const struct probe *probe, const struct uprobecap_hit *hit,
	      uint64_t left_out)
{
	struct line line;

	line_begin(&line, out);
	line_char(&line, '(');
	line_hex(&line, hit->ip);
	line_char(&line, ')');
	put_fields(&line, probe, hit, false, left_out);
	if (probe_is_call(probe)) {
		line_text(&line, " ->");
		put_fields(&line, probe, hit, true, left_out);
	}
	line_end(&line);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The values of fields as text. They look as in uprobe_events, but that an array of
 * characters is a text.
 */

#include "print/escape.h"
#include "print/text_value.h"

/**
 * text_integer() - put a number that is not a float
 * @line: that was begun
 * @kind: of its field
 * @number: extended to 64 bits
 */
void text_integer(struct line *line, unsigned int kind, uint64_t number)
{
	char character = number;

	switch (kind) {
	case UPROBECAP_SIGNED:
		line_signed(line, number);
		break;
	case UPROBECAP_HEX:
		line_hex(line, number);
		break;
	case UPROBECAP_CHAR:
		line_char(line, '\'');
		line_escaped(line, &character, 1, '\'');
		line_char(line, '\'');
		break;
	default:
		line_unsigned(line, number);
	}
}

static void put_number(struct line *line, const struct value *value, unsigned int n)
{
	char text[VALUE_FLOAT_SIZE];

	if (value->field->kind == UPROBECAP_FLOAT) {
		value_float(value, n, text);
		line_text(line, text);
	} else {
		text_integer(line, value->field->kind, value_number(value, n));
	}
}

static void put_text(struct line *line, const char *text, size_t length, bool truncated)
{
	line_char(line, '"');
	line_escaped(line, text, length, '"');
	line_text(line, truncated ? "\"..." : "\"");
}

static void put_string(struct line *line, const struct value *value)
{
	const char *error = value_error(value);

	if (error) {
		line_char(line, '(');
		line_text(line, error);
		line_char(line, ')');
	} else {
		put_text(line, value->text, value->length, value->truncated);
	}
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
			put_number(line, value, n);
		}
	}
	line_char(line, '}');
}

/**
 * text_put() - put a value
 * @line: that was begun
 * @value: any
 */
void text_put(struct line *line, const struct value *value)
{
	if (value_error(value) || value->text)
		put_string(line, value);
	else if (value->field->count && value->field->kind == UPROBECAP_CHAR)
		put_text(line, value->slot, value_characters(value), false);
	else if (value->field->count)
		put_array(line, value);
	else
		put_number(line, value, 0);
}

/**
 * text_value() - put the value of any field
 * @line: that was begun
 * @hit: one of the field's probe
 * @field: for which value_is_sound()
 * @index: of the field
 */
void text_value(struct line *line, const struct uprobecap_hit *hit,
		const struct uprobecap_field *field, unsigned int index)
{
	struct value value = value_of(hit, field, index);

	text_put(line, &value);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Members of an object in JSON: keys, texts, and the values of fields.
 */

#include <math.h>
#include <string.h>

#include "print/escape.h"
#include "print/json_value.h"

/**
 * json_word() - put a text in which nothing is to be hidden
 * @line: that was begun
 * @word: of this program, or a name
 */
void json_word(struct line *line, const char *word)
{
	line_char(line, '"');
	line_text(line, word);
	line_char(line, '"');
}

/**
 * json_key() - put the key of a member that is not the first
 * @line: that was begun
 * @key: a word
 *
 * The first of an object is put with its brace.
 */
void json_key(struct line *line, const char *key)
{
	line_text(line, ",\"");
	line_text(line, key);
	line_text(line, "\":");
}

/**
 * json_number() - put such a member that is a number
 * @line: that was begun
 * @key: a word
 * @number: any
 */
void json_number(struct line *line, const char *key, uint64_t number)
{
	json_key(line, key);
	line_unsigned(line, number);
}

/**
 * json_hex() - put bytes as a text of hexadecimal digits
 * @line: that was begun
 * @bytes: any
 * @size: of them
 */
void json_hex(struct line *line, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	line_char(line, '"');
	for (; size; at++, size--)
		line_byte(line, *at);
	line_char(line, '"');
}

static void put_hidden(struct line *line, unsigned char character)
{
	static const char short_form[256] = {
		['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n',  ['\r'] = 'r',
		['\t'] = 't', ['"'] = '"',  ['\\'] = '\\',
	};

	if (short_form[character]) {
		line_char(line, '\\');
		line_char(line, short_form[character]);
	} else {
		line_text(line, "\\u00");
		line_byte(line, character);
	}
}

static void put_string(struct line *line, const char *text, size_t size)
{
	const char *end = text + size;
	const char *from = text;

	line_char(line, '"');
	for (; text < end; text++) {
		if ((unsigned char)*text >= 0x20 && *text != '"' && *text != '\\')
			continue;
		line_bytes(line, from, text - from);
		put_hidden(line, *text);
		from = text + 1;
	}
	line_bytes(line, from, end - from);
	line_char(line, '"');
}

/**
 * json_bytes() - put a text, or {"hex":"..."} when it is none
 * @line: that was begun
 * @bytes: any
 * @size: of them
 */
void json_bytes(struct line *line, const char *bytes, size_t size)
{
	if (is_utf8(bytes, size)) {
		put_string(line, bytes, size);
	} else {
		line_text(line, "{\"hex\":");
		json_hex(line, bytes, size);
		line_char(line, '}');
	}
}

/**
 * json_name() - put a text where only a text may stand
 * @line: that was begun
 * @bytes: any; what is not UTF-8 becomes ASCII
 * @size: of them
 */
void json_name(struct line *line, const char *bytes, size_t size)
{
	if (is_utf8(bytes, size)) {
		put_string(line, bytes, size);
		return;
	}
	line_char(line, '"');
	for (; size; bytes++, size--) {
		if (*bytes < 0x20 || *bytes == '"' || *bytes == '\\')
			line_char(line, '?');
		else
			line_char(line, *bytes);
	}
	line_char(line, '"');
}

static void put_float(struct line *line, const struct value *value, unsigned int n)
{
	char text[VALUE_FLOAT_SIZE];
	double number = value_float(value, n, text);

	if (isnan(number))
		json_word(line, "NaN");
	else if (isinf(number))
		json_word(line, number < 0 ? "-Infinity" : "Infinity");
	else
		line_text(line, text);
}

static void put_integer(struct line *line, unsigned int kind, uint64_t number)
{
	char character = number;

	switch (kind) {
	case UPROBECAP_SIGNED:
		line_signed(line, number);
		break;
	case UPROBECAP_CHAR:
		json_bytes(line, &character, 1);
		break;
	default:
		line_unsigned(line, number);
	}
}

/* What could not be read, or was cut. */
static void put_error(struct line *line, const struct value *value)
{
	line_text(line, "{\"error\":");
	json_word(line, value->truncated ? "truncated" : value_error(value));
	if (value->truncated) {
		line_text(line, ",\"value\":");
		json_bytes(line, value->text, value->length);
	}
	line_char(line, '}');
}

static void put_characters(struct line *line, const struct value *value)
{
	if (value->truncated || value_error(value))
		put_error(line, value);
	else
		json_bytes(line, value->text, value->length);
}

static void put_element(struct line *line, const struct value *value, unsigned int n)
{
	struct value string;

	if (value->field->kind == UPROBECAP_FLOAT) {
		put_float(line, value, n);
	} else if (value->field->kind == UPROBECAP_STRING) {
		string = value_string(value, n);
		put_characters(line, &string);
	} else {
		put_integer(line, value->field->kind, value_number(value, n));
	}
}

static void put_array(struct line *line, const struct value *value)
{
	unsigned int n;

	for (n = 0; n < value->field->count; n++) {
		line_char(line, n ? ',' : '[');
		put_element(line, value, n);
	}
	line_char(line, ']');
}

static void put_value(struct line *line, const struct value *value)
{
	if (value_error(value) || value->text)
		put_characters(line, value);
	else if (value->field->count)
		put_array(line, value);
	else
		put_element(line, value, 0);
}

/**
 * json_field() - put the value of a field
 * @line: that was begun
 * @hit: one of the field's probe
 * @field: for which value_is_sound()
 * @index: of the field
 */
void json_field(struct line *line, const struct uprobecap_hit *hit,
		const struct uprobecap_field *field, unsigned int index)
{
	const uint64_t *integer = value_integer(hit, field, index);
	struct value value;

	if (integer) {
		put_integer(line, field->kind, *integer);
	} else {
		value = value_of(hit, field, index);
		put_value(line, &value);
	}
}

/**
 * json_field_name() - put the name of a field's value
 * @line: that was begun
 * @key: in front of it
 * @probe: any
 * @hit: one of it
 * @index: of the field
 *
 * Return: false when it has none, and nothing was put.
 */
bool json_field_name(struct line *line, const char *key, const struct probe *probe,
		     const struct uprobecap_hit *hit, unsigned int index)
{
	const uint64_t *integer = value_integer(hit, &probe->fields[index], index);
	const struct note_enumeration *names = integer ? probe_enumeration(probe, index, *integer) :
							 NULL;

	if (!names)
		return false;
	line_text(line, key);
	line_char(line, '"');
	enumeration_put(line, names, *integer);
	line_char(line, '"');
	return true;
}

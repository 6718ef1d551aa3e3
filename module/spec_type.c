// SPDX-License-Identifier: GPL-2.0-only
/* The types of the probe language: how the bytes of a field are to be taken. */

#include "spec_type.h"

static const struct {
	const char *name;
	__u8 kind;
	__u8 size;
} types[] = {
	{ "u8", UPROBECAP_UNSIGNED, 1 },  { "u16", UPROBECAP_UNSIGNED, 2 },
	{ "u32", UPROBECAP_UNSIGNED, 4 }, { "u64", UPROBECAP_UNSIGNED, 8 },
	{ "s8", UPROBECAP_SIGNED, 1 },	  { "s16", UPROBECAP_SIGNED, 2 },
	{ "s32", UPROBECAP_SIGNED, 4 },	  { "s64", UPROBECAP_SIGNED, 8 },
	{ "x8", UPROBECAP_HEX, 1 },	  { "x16", UPROBECAP_HEX, 2 },
	{ "x32", UPROBECAP_HEX, 4 },	  { "x64", UPROBECAP_HEX, 8 },
	{ "f32", UPROBECAP_FLOAT, 4 },	  { "f64", UPROBECAP_FLOAT, 8 },
	{ "char", UPROBECAP_CHAR, 1 },	  { "string", UPROBECAP_STRING, 0 },
	{ "bytes", UPROBECAP_BYTES, 0 },
};

static int set_bit_field(struct scan *scan, struct spec_field *field, const char *start,
			 __u64 width, __u64 offset, __u64 container)
{
	if (!width)
		return scan_refuse(scan, start + 1, "a bit field has at least one bit");
	if (width > container || offset > container - width)
		return scan_refuse(scan, start, "the bit field does not lie within its container");
	field->kind = UPROBECAP_UNSIGNED;
	field->size = container / 8;
	field->bit_width = width;
	field->bit_offset = offset;
	return 0;
}

/* bWIDTH@OFFSET/CONTAINER */
static int parse_bit_field(struct scan *scan, struct spec_field *field)
{
	static const char form[] = "a bit field is bWIDTH@OFFSET/CONTAINER";
	const char *start = scan->at++;
	const char *last;
	__u64 width, offset, container;
	int err;

	err = scan_number(scan, 0, &width);
	if (err)
		return err;
	if (!scan_skip(scan, '@'))
		return scan_refuse(scan, scan->at, form);
	err = scan_number(scan, 0, &offset);
	if (err)
		return err;
	if (!scan_skip(scan, '/'))
		return scan_refuse(scan, scan->at, form);
	last = scan->at;
	err = scan_number(scan, 0, &container);
	if (err)
		return err;
	if (container != 8 && container != 16 && container != 32 && container != 64)
		return scan_refuse(scan, last,
				   "the container of a bit field has 8, 16, 32 or 64 bits");
	return set_bit_field(scan, field, start, width, offset, container);
}

static int parse_name(struct scan *scan, struct spec_field *field)
{
	size_t length = scan_word_length(scan->at);
	unsigned int i;

	if (scan->at[0] == 'b' && scan_is_digit(scan->at[1]))
		return parse_bit_field(scan, field);
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		if (scan_word_is(scan->at, length, types[i].name)) {
			scan->at += length;
			field->kind = types[i].kind;
			field->size = types[i].size;
			return 0;
		}
	}
	return scan_refuse(
		scan, scan->at,
		"unknown type; there are u8 to u64, s8 to s64, x8 to x64, f32, f64, char, string, bytes[LENGTH] and bWIDTH@OFFSET/CONTAINER");
}

static int check_string(struct scan *scan, const char *start, struct spec_field *field)
{
	if (field->source == SPEC_COMM || field->nr_derefs)
		return 0;
	if (field->source != SPEC_IMMEDIATE)
		return scan_refuse(
			scan, start,
			"a string is read from memory; write +0(VALUE) for what lies there");
	/* To the kernel the number is the address of the string itself. */
	field->nr_derefs = 1;
	return 0;
}

static int check_float(struct scan *scan, const char *start, const struct spec_field *field)
{
	if (field->source == SPEC_VECTOR || field->nr_derefs)
		return 0;
	return scan_refuse(
		scan, start,
		"a float is in %xmm0 to %xmm7, or in memory: +0(VALUE) is what lies there");
}

/* Refuses a kind that the source cannot have. */
static int check_kind(struct scan *scan, const char *start, struct spec_field *field)
{
	if (field->source == SPEC_COMM && field->kind != UPROBECAP_STRING)
		return scan_refuse(scan, start, "$comm is a string");
	if (field->source == SPEC_VECTOR && field->kind != UPROBECAP_FLOAT)
		return scan_refuse(scan, start, "what %xmmN has is of type f32 or f64");
	if (field->kind == UPROBECAP_FLOAT)
		return check_float(scan, start, field);
	if (field->kind == UPROBECAP_STRING && *scan->at != '[')
		return check_string(scan, start, field);
	if (field->kind == UPROBECAP_BYTES && *scan->at != '[')
		return scan_refuse(
			scan, scan->at,
			"bytes need a length: bytes[16], bytes[$arg2] or, at the return, bytes[$retval]");
	return 0;
}

static int check_memory(struct scan *scan, const char *start, const struct spec_field *field)
{
	if (field->source == SPEC_COMM)
		return scan_refuse(scan, start, "$comm is one string, not an array");
	if (field->nr_derefs)
		return 0;
	return scan_refuse(
		scan, start,
		field->kind == UPROBECAP_BYTES ?
			"bytes are read from memory; write +0(VALUE) for what lies there" :
			"an array is read from memory; write +0(VALUE) for what lies there");
}

/* COUNT of an array */
static int parse_count(struct scan *scan, struct spec_field *field)
{
	const char *start = scan->at;
	__u64 count;
	int err;

	err = scan_number(scan, 0, &count);
	if (err)
		return err;
	if (!count)
		return scan_refuse(scan, start, "an array has at least one element");
	if (count > UPROBECAP_ARRAY_MAX)
		return scan_refuse_limit(
			scan, start,
			"an array has at most " SCAN_WORDS(UPROBECAP_ARRAY_MAX) " elements");
	field->count = count;
	return 0;
}

/* LENGTH of bytes[]: a number as it is, or a source of one. */
static int parse_length(struct scan *scan, enum spec_place place, struct spec_field *field)
{
	struct spec_field number = { .source = SPEC_IMMEDIATE };
	const char *start = scan->at;
	int err;

	if (scan_is_digit(*start))
		err = scan_number(scan, 0, &number.param);
	else
		err = spec_parse_source(scan, place, &number);
	if (err)
		return err;
	if (number.source == SPEC_COMM || number.source == SPEC_VECTOR ||
	    number.source == SPEC_FILE)
		return scan_refuse(scan, start,
				   "a length is a number, $argN, $retval, $stackN or %REGISTER");
	if (number.source == SPEC_IMMEDIATE && !number.param)
		return scan_refuse(scan, start, "bytes[] has at least one byte");
	if (number.source == SPEC_IMMEDIATE && number.param > UPROBECAP_BYTES_MAX)
		return scan_refuse_limit(
			scan, start,
			"bytes[] has at most " SCAN_WORDS(UPROBECAP_BYTES_MAX) " bytes");
	field->length.source = number.source;
	field->length.param = number.param;
	return 0;
}

/* [COUNT] or [LENGTH] */
static int parse_brackets(struct scan *scan, enum spec_place place, struct spec_field *field)
{
	const char *start = scan->at++;
	int err;

	if (field->kind == UPROBECAP_BYTES)
		err = parse_length(scan, place, field);
	else
		err = parse_count(scan, field);
	if (err)
		return err;
	if (!scan_skip(scan, ']'))
		return scan_refuse(scan, scan->at, "']' is missing here");
	return check_memory(scan, start, field);
}

int spec_parse_type(struct scan *scan, enum spec_place place, struct spec_field *field)
{
	bool named = scan_skip(scan, ':');
	const char *start = scan->at;
	int err;

	field->kind = field->source == SPEC_COMM ? UPROBECAP_STRING : UPROBECAP_HEX;
	field->size = field->source == SPEC_COMM ? 0 : 8;
	if (named) {
		err = parse_name(scan, field);
		if (err)
			return err;
	}
	err = check_kind(scan, start, field);
	if (!err && named && *scan->at == '[')
		err = parse_brackets(scan, place, field);
	return err;
}

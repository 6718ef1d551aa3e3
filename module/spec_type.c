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
	{ "char", UPROBECAP_CHAR, 1 },	  { "string", UPROBECAP_STRING, 0 },
};

void spec_default_type(struct spec_field *field)
{
	field->kind = field->source == SPEC_COMM ? UPROBECAP_STRING : UPROBECAP_HEX;
	field->size = field->source == SPEC_COMM ? 0 : 8;
}

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
		"unknown type; there are u8 to u64, s8 to s64, x8 to x64, char, string and bWIDTH@OFFSET/CONTAINER");
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

/* [COUNT] */
static int parse_count(struct scan *scan, struct spec_field *field)
{
	const char *start = scan->at++;
	__u64 count;
	int err;

	err = scan_number(scan, 0, &count);
	if (err)
		return err;
	if (!scan_skip(scan, ']'))
		return scan_refuse(scan, scan->at, "']' is missing here");
	if (!count)
		return scan_refuse(scan, start + 1, "an array has at least one element");
	if (count > UPROBECAP_ARRAY_MAX)
		return scan_refuse_limit(
			scan, start + 1,
			"an array has at most " SCAN_WORDS(UPROBECAP_ARRAY_MAX) " elements");
	if (field->kind == UPROBECAP_STRING)
		return scan_refuse(
			scan, start,
			field->source == SPEC_COMM ?
				"$comm is one string, not an array" :
				"arrays of strings are not known; write a field for each string");
	if (!field->nr_derefs)
		return scan_refuse(
			scan, start,
			"an array is read from memory; write +0(VALUE) for what lies there");
	field->count = count;
	return 0;
}

int spec_parse_type(struct scan *scan, struct spec_field *field)
{
	const char *start = scan->at;
	int err;

	err = parse_name(scan, field);
	if (err)
		return err;
	if (field->source == SPEC_COMM && field->kind != UPROBECAP_STRING)
		return scan_refuse(scan, start, "$comm is a string");
	if (field->kind == UPROBECAP_STRING) {
		err = check_string(scan, start, field);
		if (err)
			return err;
	}
	if (*scan->at == '[')
		return parse_count(scan, field);
	return 0;
}

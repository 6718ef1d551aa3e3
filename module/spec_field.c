// SPDX-License-Identifier: GPL-2.0-only
/*
 * One field of the probe language: its name, what it follows, its type. Each
 * parse_*() takes what it knows and returns 0, or what scan_refuse() returned
 * after telling the column.
 */

#include "spec_field.h"
#include "spec_source.h"
#include "spec_type.h"

#define OF_THREAD "%fs:"

static const char * const reserved_names[] = {
	"common_type", "common_flags", "common_preempt_count", "common_pid",
	"common_tgid", "__probe_ip",   "__probe_ret_ip",       "__probe_func",
};

/* Every "+OFF(" and "-OFF(", the outermost first. */
static int parse_derefs(struct scan *scan, struct spec_field *field)
{
	while (*scan->at == '+' || *scan->at == '-') {
		int err;

		if (field->nr_derefs == UPROBECAP_DEREFS_MAX)
			return scan_refuse_limit(scan, scan->at, SPEC_TOO_DEEP);
		err = scan_signed(scan, 'u', &field->derefs[field->nr_derefs]);
		if (err)
			return err;
		if (!scan_skip(scan, '('))
			return scan_refuse(scan, scan->at, "'(' is missing here");
		field->nr_derefs++;
	}
	return 0;
}

static void reverse_derefs(struct spec_field *field)
{
	unsigned int i, j;

	for (i = 0, j = field->nr_derefs; i + 1 < j; i++) {
		__s64 swapped = field->derefs[--j];

		field->derefs[j] = field->derefs[i];
		field->derefs[i] = swapped;
	}
}

/* VALUE or +OFFSET(VALUE) */
static int parse_value(struct scan *scan, enum spec_place place, struct spec_field *field)
{
	unsigned int opened;
	const char *source;
	int err;

	err = parse_derefs(scan, field);
	if (err)
		return err;
	reverse_derefs(field);
	opened = field->nr_derefs;
	source = scan->at;
	err = spec_parse_source(scan, place, field);
	if (err)
		return err;
	if (field->source == SPEC_COMM && (opened || field->of_thread))
		return scan_refuse(scan, source, "$comm is no address; it stands alone");
	if (field->source == SPEC_VECTOR && (opened || field->of_thread))
		return scan_refuse(scan, source, "a float is no address");
	for (; opened; opened--) {
		if (!scan_skip(scan, ')'))
			return scan_refuse(scan, scan->at, "')' is missing here");
	}
	return 0;
}

/* Behind %fs: stands where a variable of the thread is, counted as the program's code does. */
static int parse_fetch(struct scan *scan, enum spec_place place, struct spec_field *field)
{
	const char *start = scan->at;
	int err;

	field->of_thread = !strncmp(start, OF_THREAD, strlen(OF_THREAD));
	if (!field->of_thread)
		return parse_value(scan, place, field);
	scan->at += strlen(OF_THREAD);
	err = parse_value(scan, place, field);
	if (err)
		return err;
	if (field->nr_derefs == UPROBECAP_DEREFS_MAX)
		return scan_refuse_limit(scan, start, SPEC_TOO_DEEP);
	field->derefs[field->nr_derefs++] = 0;
	return 0;
}

static bool has_name(const char *at)
{
	while (*at && !scan_is_space(*at) && *at != '=')
		at++;
	return *at == '=';
}

/* NAME= */
static int parse_name(struct scan *scan, struct spec_field *field)
{
	const char *start = scan->at;
	size_t length = scan_word_length(start);
	unsigned int i;

	if (*start == '=')
		return scan_refuse(scan, start, "a name is missing before '='");
	if (scan_is_digit(*start))
		return scan_refuse(scan, start, "a name does not begin with a digit");
	if (start[length] != '=')
		return scan_refuse(scan, start + length,
				   "a name is made of letters, digits and '_'");
	if (length > UPROBECAP_NAME_MAX)
		return scan_refuse_limit(
			scan, start + UPROBECAP_NAME_MAX,
			"a name has at most " SCAN_WORDS(UPROBECAP_NAME_MAX) " characters");
	for (i = 0; i < ARRAY_SIZE(reserved_names); i++) {
		if (scan_word_is(start, length, reserved_names[i]))
			return scan_refuse(scan, start, "the kernel keeps this name for itself");
	}
	memcpy(field->name, start, length);
	scan->at = start + length + 1;
	return 0;
}

static bool name_is_taken(const struct spec_fields *fields, const char *name)
{
	unsigned int i;

	for (i = 0; i < fields->nr; i++) {
		if (!strcmp(fields->field[i].name, name))
			return true;
	}
	return false;
}

static int name_field(struct scan *scan, const struct spec_fields *fields, struct spec_field *field)
{
	const char *start = scan->at;
	bool named = has_name(start);
	int err;

	if (named) {
		err = parse_name(scan, field);
		if (err)
			return err;
	} else {
		snprintf(field->name, sizeof(field->name), "arg%u", fields->nr + 1);
	}
	if (name_is_taken(fields, field->name))
		return scan_refuse(
			scan, start,
			named ? "an earlier field has this name" :
				"this field needs a name: an earlier one has the argN that it would get");
	return 0;
}

/* [NAME=]FETCH[:TYPE] */
static int parse_field(struct scan *scan, enum spec_place place, const struct spec_fields *fields,
		       struct spec_field *field)
{
	int err;

	memset(field, 0, sizeof(*field));
	err = name_field(scan, fields, field);
	if (err)
		return err;
	err = parse_fetch(scan, place, field);
	if (err)
		return err;
	err = spec_parse_type(scan, place, field);
	if (err)
		return err;
	if (*scan->at && !scan_is_space(*scan->at))
		return scan_refuse(
			scan, scan->at,
			"the field should end here; ':' begins a type, white space the next field");
	return 0;
}

int spec_parse_field(struct scan *scan, enum spec_place place, struct spec_fields *fields)
{
	int err;

	if (fields->nr == UPROBECAP_FIELDS_MAX)
		return scan_refuse_limit(
			scan, scan->at,
			"a probe has at most " SCAN_WORDS(UPROBECAP_FIELDS_MAX) " fields");
	err = parse_field(scan, place, fields, &fields->field[fields->nr]);
	if (!err)
		fields->nr++;
	return err;
}

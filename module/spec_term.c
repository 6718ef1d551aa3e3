// SPDX-License-Identifier: GPL-2.0-only
/* One comparison of a filter: what is on its left, how, and with what. */

#include "spec_term.h"

/* $retval and latency are known by their own rules, and a field's name comes first. */
static const struct {
	const char *name;
	__u8 operand;
} operands[] = {
	{ "pid", SPEC_PID },   { "tid", SPEC_TID },   { "uid", SPEC_UID },
	{ "cpu", SPEC_CPU },   { "CPU", SPEC_CPU },   { "common_pid", SPEC_TID },
	{ "comm", SPEC_TASK }, { "COMM", SPEC_TASK }, { "latency", SPEC_LATENCY },
};

/* The longer ones first. */
static const struct {
	const char *text;
	__u8 comparison;
} comparisons[] = {
	{ "==", SPEC_EQ }, { "!=", SPEC_NE }, { "<=", SPEC_LE }, { ">=", SPEC_GE },
	{ "<", SPEC_LT },  { ">", SPEC_GT },  { "&", SPEC_AND }, { "~", SPEC_MATCH },
};

static const struct {
	const char *name;
	__u64 ns;
} units[] = {
	{ "ns", 1 },
	{ "us", 1000 },
	{ "ms", 1000 * 1000 },
	{ "s", 1000 * 1000 * 1000 },
};

static int find_field(const struct spec_fields *fields, const char *name, size_t length)
{
	unsigned int n;

	for (n = 0; n < fields->nr; n++)
		if (scan_word_is(name, length, fields->field[n].name))
			return n;
	return -1;
}

/* A field that is $retval itself gives it a type. */
static int find_retval(const struct spec_fields *fields)
{
	unsigned int n;

	for (n = 0; n < fields->nr; n++) {
		const struct spec_field *field = &fields->field[n];

		if (field->source == SPEC_RETVAL && !field->nr_derefs && !field->bit_width)
			return n;
	}
	return -1;
}

static int use_field(struct scan *scan, const char *start, const struct spec_fields *fields,
		     unsigned int index, struct spec_term *term)
{
	const struct spec_field *field = &fields->field[index];

	if (field->count)
		return scan_refuse(
			scan, start,
			"an array cannot be compared; fetch the element that counts as a field of its own");
	if (field->kind == UPROBECAP_FLOAT)
		return scan_refuse(
			scan, start,
			"a float cannot be compared, the kernel does not calculate with them");
	if (field->kind == UPROBECAP_BYTES)
		return scan_refuse(
			scan, start,
			"bytes cannot be compared; fetch them as a string or a number too");
	term->operand = SPEC_FIELD;
	term->index = index;
	term->is_signed = field->kind == UPROBECAP_SIGNED;
	return 0;
}

/* $retval */
static int parse_retval(struct scan *scan, const struct spec *spec, struct spec_term *term)
{
	const char *start = scan->at++;
	size_t length = scan_word_length(scan->at);
	int field = find_retval(&spec->fields);

	if (!scan_word_is(scan->at, length, "retval"))
		return scan_refuse(
			scan, start,
			"of the variables a filter knows only $retval; give others a name as a field");
	if (spec->type == 'p')
		return scan_refuse(scan, start,
				   "$retval is for types r and c: at the entry there is none yet");
	scan->at += length;
	if (field >= 0)
		return use_field(scan, start, &spec->fields, field, term);
	term->operand = SPEC_RETURNED;
	return 0;
}

static int parse_operand(struct scan *scan, const struct spec *spec, struct spec_term *term)
{
	const char *start = scan->at;
	size_t length = scan_word_length(start);
	int field = find_field(&spec->fields, start, length);
	unsigned int n;

	if (*start == '$')
		return parse_retval(scan, spec, term);
	if (!length || scan_is_digit(*start))
		return scan_refuse(
			scan, start,
			"a comparison begins here, with a field, pid, tid, uid, comm, cpu, latency or $retval");
	scan->at += length;
	if (field >= 0)
		return use_field(scan, start, &spec->fields, field, term);
	for (n = 0; n < ARRAY_SIZE(operands); n++) {
		if (!scan_word_is(start, length, operands[n].name))
			continue;
		if (operands[n].operand == SPEC_LATENCY && spec->type != 'c')
			return scan_refuse(
				scan, start,
				"latency is for type c, which sees the entry and the return");
		term->operand = operands[n].operand;
		return 0;
	}
	return scan_refuse(
		scan, start,
		"no field has this name; there are also pid, tid, uid, comm, cpu, latency and $retval");
}

static bool is_text(const struct spec *spec, const struct spec_term *term)
{
	return term->operand == SPEC_TASK ||
	       (term->operand == SPEC_FIELD &&
		spec->fields.field[term->index].kind == UPROBECAP_STRING);
}

static int parse_comparison(struct scan *scan, bool text, struct spec_term *term)
{
	const char *start = scan->at;
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(comparisons); n++)
		if (!strncmp(start, comparisons[n].text, strlen(comparisons[n].text)))
			break;
	if (n == ARRAY_SIZE(comparisons) || !strncmp(start, "&&", 2))
		return scan_refuse(scan, start,
				   "a comparison is missing here: == != < <= > >= & or ~");
	scan->at += strlen(comparisons[n].text);
	term->comparison = comparisons[n].comparison;
	if (text && term->comparison != SPEC_EQ && term->comparison != SPEC_NE &&
	    term->comparison != SPEC_MATCH)
		return scan_refuse(scan, start, "a string is compared with ==, != or ~");
	if (!text && term->comparison == SPEC_MATCH)
		return scan_refuse(
			scan, start,
			"~ is for strings; a number is compared with == != < <= > >= or &");
	return 0;
}

/* "..." or '...', without escapes. */
static int parse_text(struct scan *scan, struct spec_term *term)
{
	const char *start = scan->at;
	size_t length = 0;

	if (*start != '"' && *start != '\'')
		return scan_refuse(scan, start, "a string stands in quotes here, \"...\" or '...'");
	while (start[1 + length] && start[1 + length] != *start)
		length++;
	if (!start[1 + length])
		return scan_refuse(scan, start, "this quote is not closed");
	if (length >= UPROBECAP_MATCH_MAX)
		return scan_refuse_limit(
			scan, start + UPROBECAP_MATCH_MAX,
			"a string of a filter has, with its NUL, at most " SCAN_WORDS(
				UPROBECAP_MATCH_MAX) " bytes");
	memcpy(term->text, start + 1, length);
	scan->at = start + length + 2;
	return 0;
}

/* The unit of a latency, if there is one. */
static int parse_unit(struct scan *scan, const char *number, struct spec_term *term)
{
	size_t length = scan_word_length(scan->at);
	unsigned int n;

	for (n = 0; length && n < ARRAY_SIZE(units); n++)
		if (scan_word_is(scan->at, length, units[n].name))
			break;
	if (n == ARRAY_SIZE(units))
		return scan_refuse(scan, scan->at, "unknown unit; there are ns, us, ms and s");
	if (__builtin_mul_overflow(term->number, units[n].ns, &term->number))
		return scan_refuse(scan, number,
				   "the time does not fit into 64 bits of nanoseconds");
	scan->at += length;
	return 0;
}

static int parse_negative(struct scan *scan, struct spec_term *term)
{
	const char *start = scan->at;
	__s64 value;
	int err;

	if (!term->is_signed)
		return scan_refuse(
			scan, start,
			"what has no sign is never negative; a field has one with a type such as s32");
	if (!scan_is_digit(start[1]))
		return scan_refuse(scan, start + 1, "a number is missing here");
	err = scan_signed(scan, '\0', &value);
	term->number = value;
	return err;
}

static int parse_number(struct scan *scan, struct spec_term *term)
{
	const char *start = scan->at;
	int err;

	if (*start == '"' || *start == '\'')
		return scan_refuse(scan, start, "the left side is a number, not a string");
	if (*start == '-')
		return parse_negative(scan, term);
	if (term->operand == SPEC_LATENCY) {
		err = scan_digits(scan, 0, &term->number);
		return err ? err : parse_unit(scan, start, term);
	}
	err = scan_number(scan, 0, &term->number);
	if (err)
		return err;
	if (term->is_signed && term->number > ~0ULL >> 1)
		return scan_refuse(scan, start, "the number does not fit into 64 bits with a sign");
	if (!term->is_signed && !term->number &&
	    (term->comparison == SPEC_LT || term->comparison == SPEC_GE))
		return scan_refuse(
			scan, start,
			"what has no sign is never below 0; a field has one with a type such as s32");
	return 0;
}

int spec_parse_term(struct scan *scan, const struct spec *spec, struct spec_term *term)
{
	bool text;
	int err;

	memset(term, 0, sizeof(*term));
	err = parse_operand(scan, spec, term);
	if (err)
		return err;
	text = is_text(spec, term);
	scan_skip_space(scan);
	err = parse_comparison(scan, text, term);
	if (err)
		return err;
	scan_skip_space(scan);
	return text ? parse_text(scan, term) : parse_number(scan, term);
}

bool spec_term_is_at_return(const struct spec *spec, const struct spec_term *term)
{
	return term->operand == SPEC_RETURNED || term->operand == SPEC_LATENCY ||
	       (term->operand == SPEC_FIELD && term->index >= spec->nr_entry);
}

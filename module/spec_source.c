// SPDX-License-Identifier: GPL-2.0-only
/* Where a field of the probe language takes its value from. */

#include "arch.h"
#include "spec_source.h"

#define STACK_N_MAX 0xffffffffULL /* the kernel keeps 32 bits of N */

/* Who is used to an assembler writes another name. */
#define REGISTER(name) { #name, "unknown register; uprobe_events calls it %" #name },
static const struct {
	const char *name;
	const char *hint;
} registers[] = { ARCH_REGISTERS(REGISTER) };

static int find_register(const char *name, size_t length)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(registers); i++) {
		if (scan_word_is(name, length, registers[i].name))
			return i;
	}
	return -1;
}

static const char *unknown_register(const char *name, size_t length)
{
	int number = -1;

	if (*name == 'r' || *name == 'e')
		number = find_register(name + 1, length - 1);
	return number < 0 ? "unknown register" : registers[number].hint;
}

static int parse_register(struct scan *scan, struct spec_field *field)
{
	const char *name = scan->at + 1;
	size_t length = scan_word_length(name);
	int number = find_register(name, length);

	if (number < 0)
		return scan_refuse(scan, scan->at, unknown_register(name, length));
	scan->at = name + length;
	field->source = SPEC_REGISTER;
	field->param = number;
	return 0;
}

/* %xmmN. */
static int parse_vector(struct scan *scan, struct spec_field *field)
{
	const char *start = scan->at;
	int err;

	scan->at += strlen("%xmm");
	err = scan_number(scan, 10, &field->param);
	if (err)
		return err;
	if (field->param >= ARCH_VECTORS)
		return scan_refuse(scan, start, "floats are passed in %xmm0 to %xmm7");
	field->source = SPEC_VECTOR;
	return 0;
}

/* The N of $argN; @start is the '$'. */
static int parse_argument(struct scan *scan, const char *start, enum spec_place place,
			  struct spec_field *field)
{
	__u64 number;
	int err;

	if (place == SPEC_AT_RETURN)
		return scan_refuse(
			scan, start,
			"$argN is for entry probes, and for type c: when a function returns, its registers have changed");
	err = scan_number(scan, 10, &number);
	if (err)
		return err;
	if (!number)
		return scan_refuse(scan, start, "$argN counts from 1");
	if (number > ARCH_ARGUMENTS_MAX)
		return scan_refuse(
			scan, start,
			"no register carries this argument; those beyond are on the stack, see $stackN");
	field->source = SPEC_ARGUMENT;
	field->param = number - 1;
	return 0;
}

/* The N of $stackN. */
static int parse_stack_number(struct scan *scan, struct spec_field *field)
{
	const char *number = scan->at;
	int err;

	field->source = SPEC_STACK_N;
	err = scan_number(scan, 10, &field->param);
	if (err)
		return err;
	if (field->param > STACK_N_MAX)
		return scan_refuse(scan, number, "the N of $stackN does not fit into 32 bits");
	return 0;
}

static int parse_retval(struct scan *scan, const char *start, enum spec_place place,
			struct spec_field *field)
{
	if (place == SPEC_AT_CALL_ENTRY)
		return scan_refuse(scan, start,
				   "$retval stands behind '->': at the entry there is none yet");
	if (place == SPEC_AT_ENTRY)
		return scan_refuse(scan, start,
				   "$retval is for return probes: at the entry there is none yet");
	field->source = SPEC_RETVAL;
	return 0;
}

static bool is_numbered(const char *word, const char *name)
{
	size_t length = strlen(name);

	return !strncmp(word, name, length) && scan_is_digit(word[length]);
}

static int parse_variable(struct scan *scan, enum spec_place place, struct spec_field *field)
{
	const char *start = scan->at;
	const char *name = start + 1;
	size_t length = scan_word_length(name);

	if (is_numbered(name, "arg")) {
		scan->at = name + strlen("arg");
		return parse_argument(scan, start, place, field);
	}
	if (is_numbered(name, "stack")) {
		scan->at = name + strlen("stack");
		return parse_stack_number(scan, field);
	}
	scan->at = name + length;
	if (scan_word_is(name, length, "retval"))
		return parse_retval(scan, start, place, field);
	if (scan_word_is(name, length, "stack"))
		field->source = SPEC_STACK;
	else if (scan_word_is(name, length, "comm") || scan_word_is(name, length, "COMM"))
		field->source = SPEC_COMM;
	else
		return scan_refuse(
			scan, start,
			"unknown variable; there are $argN, $retval, $stack, $stackN and $comm");
	return 0;
}

static int parse_immediate(struct scan *scan, struct spec_field *field)
{
	__s64 value;
	int err;

	field->source = SPEC_IMMEDIATE;
	scan->at++;
	if (*scan->at == '"')
		return scan_refuse(scan, scan->at,
				   "constant strings are not known; a constant is a number");
	if (*scan->at != '+' && *scan->at != '-')
		return scan_number(scan, 0, &field->param);
	err = scan_signed(scan, '\0', &value);
	if (err)
		return err;
	field->param = value;
	return 0;
}

/* @+OFFSET, which is a dereference of what it counts from. */
static int parse_file(struct scan *scan, enum spec_place place, struct spec_field *field)
{
	const char *start = scan->at++;
	unsigned int n;

	if (*scan->at != '+')
		return scan_refuse(
			scan, start,
			"@ADDRESS is not known; what lies at an address is +0(\\ADDRESS), and at an offset of the file @+OFFSET");
	if (place == SPEC_AT_RETURN)
		return scan_refuse(
			scan, start,
			"@+OFFSET is for entry probes, and for type c: when a function returns, it is not known where it was");
	if (field->nr_derefs == UPROBECAP_DEREFS_MAX)
		return scan_refuse_limit(scan, start, SPEC_TOO_DEEP);
	for (n = field->nr_derefs++; n; n--)
		field->derefs[n] = field->derefs[n - 1];
	field->source = SPEC_FILE;
	return scan_signed(scan, '\0', &field->derefs[0]);
}

int spec_parse_source(struct scan *scan, enum spec_place place, struct spec_field *field)
{
	switch (*scan->at) {
	case '%':
		if (is_numbered(scan->at, "%xmm"))
			return parse_vector(scan, field);
		return parse_register(scan, field);
	case '$':
		return parse_variable(scan, place, field);
	case '\\':
		return parse_immediate(scan, field);
	case '@':
		return parse_file(scan, place, field);
	default:
		return scan_refuse(
			scan, scan->at,
			"a value is missing here: %REGISTER, $VARIABLE, \\NUMBER, @+OFFSET or +OFFSET(VALUE)");
	}
}

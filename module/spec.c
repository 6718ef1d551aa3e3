// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parser of the probe language: plain C, for the module and for user space.
 *
 * A text is read once, from left to right, without recursion. Each parse_*()
 * takes what it knows and returns 0, or what scan_refuse() returned after telling
 * the column.
 */

#include "arch.h"
#include "spec_type.h"

#define STACK_N_MAX 0xffffffffULL /* the kernel keeps 32 bits of N */

/* Who is used to an assembler writes another name. */
#define REGISTER(name) { #name, "unknown register; uprobe_events calls it %" #name },
static const struct {
	const char *name;
	const char *hint;
} registers[] = { ARCH_REGISTERS(REGISTER) };

#define ARGUMENT(name) { #name },
static const struct {
	const char *register_name;
} arguments[] = { ARCH_ARGUMENTS(ARGUMENT) };

static const char * const reserved_names[] = {
	"common_type", "common_flags", "common_preempt_count", "common_pid",
	"common_tgid", "__probe_ip",   "__probe_ret_ip",       "__probe_func",
};

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

/* The N of $argN, which is a register; @start is the '$'. */
static int parse_argument(struct scan *scan, const char *start, bool is_return,
			  struct spec_field *field)
{
	const char *name;
	__u64 number;
	int err;

	if (is_return)
		return scan_refuse(
			scan, start,
			"$argN is for entry probes: when a function returns, its registers have changed");
	err = scan_number(scan, 10, &number);
	if (err)
		return err;
	if (!number)
		return scan_refuse(scan, start, "$argN counts from 1");
	if (number > ARRAY_SIZE(arguments))
		return scan_refuse(
			scan, start,
			"no register carries this argument; those beyond are on the stack, see $stackN");
	name = arguments[number - 1].register_name;
	field->source = SPEC_REGISTER;
	field->param = find_register(name, strlen(name));
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

static int parse_retval(struct scan *scan, const char *start, bool is_return,
			struct spec_field *field)
{
	if (!is_return)
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

static int parse_variable(struct scan *scan, bool is_return, struct spec_field *field)
{
	const char *start = scan->at;
	const char *name = start + 1;
	size_t length = scan_word_length(name);

	if (is_numbered(name, "arg")) {
		scan->at = name + strlen("arg");
		return parse_argument(scan, start, is_return, field);
	}
	if (is_numbered(name, "stack")) {
		scan->at = name + strlen("stack");
		return parse_stack_number(scan, field);
	}
	scan->at = name + length;
	if (scan_word_is(name, length, "retval"))
		return parse_retval(scan, start, is_return, field);
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

static int parse_source(struct scan *scan, bool is_return, struct spec_field *field)
{
	switch (*scan->at) {
	case '%':
		return parse_register(scan, field);
	case '$':
		return parse_variable(scan, is_return, field);
	case '\\':
		return parse_immediate(scan, field);
	case '@':
		return scan_refuse(scan, scan->at,
				   "@ is not known; what lies at an address is +0(\\ADDRESS)");
	default:
		return scan_refuse(
			scan, scan->at,
			"a value is missing here: %REGISTER, $VARIABLE, \\NUMBER or +OFFSET(VALUE)");
	}
}

/* Every "+OFF(" and "-OFF(", the outermost first. */
static int parse_derefs(struct scan *scan, struct spec_field *field)
{
	static const char too_deep[] =
		"a value has at most " SCAN_WORDS(UPROBECAP_DEREFS_MAX) " nested dereferences";

	while (*scan->at == '+' || *scan->at == '-') {
		int err;

		if (field->nr_derefs == UPROBECAP_DEREFS_MAX)
			return scan_refuse_limit(scan, scan->at, too_deep);
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

static int parse_fetch(struct scan *scan, bool is_return, struct spec_field *field)
{
	const char *source;
	unsigned int i;
	int err;

	err = parse_derefs(scan, field);
	if (err)
		return err;
	reverse_derefs(field);
	source = scan->at;
	err = parse_source(scan, is_return, field);
	if (err)
		return err;
	if (field->source == SPEC_COMM && field->nr_derefs)
		return scan_refuse(scan, source, "$comm is no address; it stands alone");
	for (i = 0; i < field->nr_derefs; i++) {
		if (!scan_skip(scan, ')'))
			return scan_refuse(scan, scan->at, "')' is missing here");
	}
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

static int parse_field(struct scan *scan, bool is_return, const struct spec_fields *fields,
		       struct spec_field *field)
{
	int err;

	memset(field, 0, sizeof(*field));
	err = name_field(scan, fields, field);
	if (err)
		return err;
	err = parse_fetch(scan, is_return, field);
	if (err)
		return err;
	spec_default_type(field);
	if (scan_skip(scan, ':')) {
		err = spec_parse_type(scan, field);
		if (err)
			return err;
	}
	if (*scan->at && !scan_is_space(*scan->at))
		return scan_refuse(
			scan, scan->at,
			"the field should end here; ':' begins a type, white space the next field");
	return 0;
}

static void skip_space(struct scan *scan)
{
	while (scan_is_space(*scan->at))
		scan->at++;
}

static int parse_fields(struct scan *scan, bool is_return, struct spec_fields *fields)
{
	if (strnlen(scan->text, UPROBECAP_SPEC_MAX + 1) > UPROBECAP_SPEC_MAX)
		return scan_refuse_limit(
			scan, scan->text + UPROBECAP_SPEC_MAX,
			"a probe's text has at most " SCAN_WORDS(UPROBECAP_SPEC_MAX) " bytes");
	for (skip_space(scan); *scan->at; skip_space(scan)) {
		int err;

		if (fields->nr == UPROBECAP_FIELDS_MAX)
			return scan_refuse_limit(
				scan, scan->at,
				"a probe has at most " SCAN_WORDS(UPROBECAP_FIELDS_MAX) " fields");
		err = parse_field(scan, is_return, fields, &fields->field[fields->nr]);
		if (err)
			return err;
		fields->nr++;
	}
	return 0;
}

int spec_parse_fields(const char *text, bool is_return, struct spec_fields *fields,
		      struct spec_error *error)
{
	struct scan scan = { .text = text, .at = text, .error = error };
	int err;

	fields->nr = 0;
	err = parse_fields(&scan, is_return, fields);
	if (err)
		fields->nr = 0;
	return err;
}

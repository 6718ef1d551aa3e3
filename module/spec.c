// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parser of the probe language: plain C, for the module and for user space.
 *
 * A text is read once, from left to right, without recursion. Each parse_*()
 * takes what it knows at p->at and leaves p->at behind it; it returns 0, or what
 * refuse() or refuse_limit() returned after telling the column.
 */
#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#else
#include <errno.h>
#include <stdio.h>
#include <string.h>
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif

#include "arch.h"
#include "spec.h"

/* A limit as the words of a message. */
#define WORDS_OF(macro)	WORDS_OF_EXPANDED(macro)
#define WORDS_OF_EXPANDED(value) #value

#define STACK_N_MAX	0xffffffffULL	/* the kernel keeps 32 bits of N */

struct parser {
	const char *text;
	const char *at;
	bool is_return;
	struct spec_error *error;
};

struct type {
	const char *name;
	__u8 kind;
	__u8 size;
};

static const struct type types[] = {
	{ "u8", UPROBECAP_UNSIGNED, 1 },
	{ "u16", UPROBECAP_UNSIGNED, 2 },
	{ "u32", UPROBECAP_UNSIGNED, 4 },
	{ "u64", UPROBECAP_UNSIGNED, 8 },
	{ "s8", UPROBECAP_SIGNED, 1 },
	{ "s16", UPROBECAP_SIGNED, 2 },
	{ "s32", UPROBECAP_SIGNED, 4 },
	{ "s64", UPROBECAP_SIGNED, 8 },
	{ "x8", UPROBECAP_HEX, 1 },
	{ "x16", UPROBECAP_HEX, 2 },
	{ "x32", UPROBECAP_HEX, 4 },
	{ "x64", UPROBECAP_HEX, 8 },
	{ "char", UPROBECAP_CHAR, 1 },
	{ "string", UPROBECAP_STRING, 0 },
};

/* What most people, used to assemblers, will write instead of the name. */
#define REGISTER(name) { #name, "unknown register; uprobe_events calls it %" #name },
static const struct {
	const char *name;
	const char *hint;
} registers[] = {
	ARCH_REGISTERS(REGISTER)
};

#define ARGUMENT(name) #name,
static const char *const arguments[] = {
	ARCH_ARGUMENTS(ARGUMENT)
};

static const char *const reserved_names[] = {
	"common_type", "common_flags", "common_preempt_count", "common_pid",
	"common_tgid", "__probe_ip", "__probe_ret_ip", "__probe_func",
};

static int refuse(struct parser *p, const char *at, const char *message)
{
	p->error->column = at - p->text + 1;
	p->error->message = message;
	return -EINVAL;
}

static int refuse_limit(struct parser *p, const char *at, const char *message)
{
	refuse(p, at, message);
	return -E2BIG;
}

/* Own classes of characters: those of a libc depend on the locale. */
static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t word_length(const char *at)
{
	size_t length = 0;

	while (is_word(at[length]))
		length++;
	return length;
}

static bool word_is(const char *word, size_t length, const char *name)
{
	return strlen(name) == length && !memcmp(word, name, length);
}

static bool skip(struct parser *p, char c)
{
	if (*p->at != c)
		return false;
	p->at++;
	return true;
}

/* The value of a digit in any base up to 16; 16 when @c is none. */
static unsigned int digit_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

/* @base 0 takes the base from the number, as kstrtoul() does. */
static int parse_number(struct parser *p, unsigned int base, __u64 *value)
{
	const char *start = p->at;

	if (!is_digit(*p->at))
		return refuse(p, start, "a number is missing here");
	if (!base && p->at[0] != '0') {
		base = 10;
	} else if (!base && (p->at[1] == 'x' || p->at[1] == 'X') && digit_value(p->at[2]) < 16) {
		base = 16;
		p->at += 2;
	} else if (!base) {
		base = 8;
	}
	for (*value = 0; digit_value(*p->at) < base; p->at++) {
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, digit_value(*p->at), value))
			return refuse(p, start, "the number does not fit into 64 bits");
	}
	if (is_word(*p->at))
		return refuse(p, p->at,
			      "not a digit of the number before it (0x begins a hexadecimal one, 0 an octal one)");
	return 0;
}

static int parse_magnitude(struct parser *p, bool negative, __s64 *value)
{
	const char *start = p->at;
	__u64 magnitude;
	int err = parse_number(p, 0, &magnitude);

	if (err)
		return err;
	if (magnitude > (~0ULL >> 1) + negative)
		return refuse(p, start, "the number does not fit into 64 bits with a sign");
	*value = negative ? 0 - magnitude : magnitude;
	return 0;
}

/*
 * A number with a sign before it. The kernel drops the '+' and reads the rest
 * with kstrtol(), which takes one sign more: so it is +-8 and ++8, but not --8.
 * @infix: a character that may stand behind the sign, or NUL
 */
static int parse_signed(struct parser *p, char infix, __s64 *value)
{
	bool negative = skip(p, '-');

	if (!negative)
		skip(p, '+');
	if (infix)
		skip(p, infix);
	if (!negative && !skip(p, '+'))
		negative = skip(p, '-');
	return parse_magnitude(p, negative, value);
}

static int find_register(const char *name, size_t length)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(registers); i++) {
		if (word_is(name, length, registers[i].name))
			return i;
	}
	return -1;
}

static int parse_register(struct parser *p, struct spec_field *field)
{
	const char *name = p->at + 1;
	size_t length = word_length(name);
	int number = find_register(name, length);

	if (number < 0 && (*name == 'r' || *name == 'e'))
		number = find_register(name + 1, length - 1);
	else if (number >= 0)
		p->at = name + length;
	if (number < 0)
		return refuse(p, p->at, "unknown register");
	if (p->at == name - 1)
		return refuse(p, p->at, registers[number].hint);
	field->source = SPEC_REGISTER;
	field->param = number;
	return 0;
}

/* p->at is behind "$arg", @start at its '$'. */
static int parse_argument(struct parser *p, const char *start, struct spec_field *field)
{
	__u64 number;
	int err;

	if (p->is_return)
		return refuse(p, start,
			      "$argN is for entry probes: when a function returns, its registers have changed");
	err = parse_number(p, 10, &number);
	if (err)
		return err;
	if (!number)
		return refuse(p, start, "$argN counts from 1");
	if (number > ARRAY_SIZE(arguments))
		return refuse(p, start,
			      "no register carries this argument; those beyond are on the stack, see $stackN");
	field->source = SPEC_REGISTER;
	field->param = find_register(arguments[number - 1], strlen(arguments[number - 1]));
	return 0;
}

/* p->at is behind "$stack". */
static int parse_stack(struct parser *p, struct spec_field *field)
{
	const char *number = p->at;
	int err;

	field->source = SPEC_STACK;
	if (!is_digit(*number))
		return 0;
	field->source = SPEC_STACK_N;
	err = parse_number(p, 10, &field->param);
	if (err)
		return err;
	if (field->param > STACK_N_MAX)
		return refuse(p, number, "the N of $stackN does not fit into 32 bits");
	return 0;
}

static int parse_variable(struct parser *p, struct spec_field *field)
{
	const char *start = p->at;
	const char *name = start + 1;
	size_t length = word_length(name);

	p->at = name + length;
	if (word_is(name, length, "comm") || word_is(name, length, "COMM")) {
		field->source = SPEC_COMM;
		return 0;
	}
	if (word_is(name, length, "retval")) {
		field->source = SPEC_RETVAL;
		if (!p->is_return)
			return refuse(p, start, "$retval is for return probes: at the entry there is none yet");
		return 0;
	}
	if (word_is(name, length, "stack") || (!strncmp(name, "stack", 5) && is_digit(name[5]))) {
		p->at = name + 5;
		return parse_stack(p, field);
	}
	if (!strncmp(name, "arg", 3) && is_digit(name[3])) {
		p->at = name + 3;
		return parse_argument(p, start, field);
	}
	return refuse(p, start,
		      "unknown variable; there are $argN, $retval, $stack, $stackN and $comm");
}

static int parse_immediate(struct parser *p, struct spec_field *field)
{
	__s64 value;
	int err;

	field->source = SPEC_IMMEDIATE;
	p->at++;
	if (*p->at == '"')
		return refuse(p, p->at, "a constant string is not known here; a constant is a number");
	if (is_digit(*p->at))
		return parse_number(p, 0, &field->param);
	err = parse_signed(p, '\0', &value);
	if (err)
		return err;
	field->param = value;
	return 0;
}

static int parse_source(struct parser *p, struct spec_field *field)
{
	switch (*p->at) {
	case '%':
		return parse_register(p, field);
	case '$':
		return parse_variable(p, field);
	case '\\':
		return parse_immediate(p, field);
	case '@':
		return refuse(p, p->at, "@ is not known here; memory at an address is +0(\\ADDRESS)");
	default:
		return refuse(p, p->at,
			      "a value is missing here: %REGISTER, $VARIABLE, \\NUMBER or +OFFSET(VALUE)");
	}
}

/* Every "+OFF(" and "-OFF(", the outermost first. */
static int parse_derefs(struct parser *p, struct spec_field *field)
{
	while (*p->at == '+' || *p->at == '-') {
		int err;

		if (field->nr_derefs == UPROBECAP_DEREFS_MAX)
			return refuse_limit(p, p->at, "more than " WORDS_OF(UPROBECAP_DEREFS_MAX)
					    " nested dereferences");
		err = parse_signed(p, 'u', &field->derefs[field->nr_derefs]);
		if (err)
			return err;
		if (!skip(p, '('))
			return refuse(p, p->at, "'(' is missing after the offset");
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

static int parse_fetch(struct parser *p, struct spec_field *field)
{
	const char *source;
	unsigned int i;
	int err = parse_derefs(p, field);

	if (err)
		return err;
	reverse_derefs(field);
	source = p->at;
	err = parse_source(p, field);
	if (err)
		return err;
	if (field->source == SPEC_COMM && field->nr_derefs)
		return refuse(p, source, "$comm is no address; it stands alone");
	for (i = 0; i < field->nr_derefs; i++) {
		if (!skip(p, ')'))
			return refuse(p, p->at, "')' is missing here");
	}
	return 0;
}

/* bWIDTH@OFFSET/CONTAINER */
static int parse_bit_field(struct parser *p, struct spec_field *field)
{
	static const char form[] = "a bit field is bWIDTH@OFFSET/CONTAINER";
	const char *start = p->at++;
	const char *container;
	__u64 width, offset, bits;
	int err = parse_number(p, 0, &width);

	if (err)
		return err;
	if (!skip(p, '@'))
		return refuse(p, p->at, form);
	err = parse_number(p, 0, &offset);
	if (err)
		return err;
	if (!skip(p, '/'))
		return refuse(p, p->at, form);
	skip(p, '+');	/* kstrtoul() takes it */
	container = p->at;
	err = parse_number(p, 0, &bits);
	if (err)
		return err;
	if (bits != 8 && bits != 16 && bits != 32 && bits != 64)
		return refuse(p, container, "the container of a bit field has 8, 16, 32 or 64 bits");
	if (!width)
		return refuse(p, start + 1, "a bit field has at least one bit");
	if (width > bits || offset > bits - width)
		return refuse(p, start, "the bit field does not lie within its container");
	field->kind = UPROBECAP_UNSIGNED;
	field->size = bits / 8;
	field->bit_width = width;
	field->bit_offset = offset;
	return 0;
}

static int parse_type_name(struct parser *p, struct spec_field *field)
{
	size_t length = word_length(p->at);
	unsigned int i;

	if (*p->at == 'b' && is_digit(p->at[1]))
		return parse_bit_field(p, field);
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		if (word_is(p->at, length, types[i].name)) {
			p->at += length;
			field->kind = types[i].kind;
			field->size = types[i].size;
			return 0;
		}
	}
	return refuse(p, p->at,
		      "unknown type; there are u8 s8 x8 and so on to u64 s64 x64, char, string and bWIDTH@OFFSET/CONTAINER");
}

/* [COUNT] */
static int parse_array(struct parser *p, struct spec_field *field)
{
	const char *start = p->at++;
	const char *number;
	__u64 count;
	int err;

	skip(p, '+');	/* kstrtouint() takes it */
	number = p->at;
	err = parse_number(p, 0, &count);
	if (err)
		return err;
	if (!skip(p, ']'))
		return refuse(p, p->at, "']' is missing here");
	if (!count)
		return refuse(p, number, "an array has at least one element");
	if (count > UPROBECAP_ARRAY_MAX)
		return refuse_limit(p, number, "an array has at most " WORDS_OF(UPROBECAP_ARRAY_MAX)
				    " elements");
	if (field->kind == UPROBECAP_STRING)
		return refuse(p, start, "arrays of strings are not known; write a field for each string");
	if (!field->nr_derefs)
		return refuse(p, start, "an array is read from memory; write +0(VALUE) for what lies there");
	field->count = count;
	return 0;
}

static int parse_type(struct parser *p, struct spec_field *field)
{
	const char *start = p->at;
	int err = parse_type_name(p, field);

	if (err)
		return err;
	if (field->source == SPEC_COMM && field->kind != UPROBECAP_STRING)
		return refuse(p, start, "$comm is a string");
	if (field->kind == UPROBECAP_STRING && field->source == SPEC_IMMEDIATE && !field->nr_derefs) {
		/* To the kernel the number is the address of the string itself. */
		field->nr_derefs = 1;
	}
	if (field->kind == UPROBECAP_STRING && field->source != SPEC_COMM && !field->nr_derefs)
		return refuse(p, start, "a string is read from memory; write +0(VALUE) for what lies there");
	if (*p->at == '[')
		return parse_array(p, field);
	return 0;
}

static bool has_name(const char *at)
{
	while (*at && !is_space(*at) && *at != '=')
		at++;
	return *at == '=';
}

/* NAME= */
static int parse_name(struct parser *p, struct spec_field *field)
{
	const char *start = p->at;
	size_t length = word_length(start);
	unsigned int i;

	if (start[0] == '=')
		return refuse(p, start, "a name is missing before '='");
	if (is_digit(start[0]) || start[length] != '=')
		return refuse(p, is_digit(start[0]) ? start : start + length,
			      "a name is letters, digits and '_', and does not begin with a digit");
	if (length > UPROBECAP_NAME_MAX)
		return refuse_limit(p, start + UPROBECAP_NAME_MAX, "a name has at most "
				    WORDS_OF(UPROBECAP_NAME_MAX) " characters");
	memcpy(field->name, start, length);
	for (i = 0; i < ARRAY_SIZE(reserved_names); i++) {
		if (!strcmp(field->name, reserved_names[i]))
			return refuse(p, start, "the kernel keeps this name for itself");
	}
	p->at = start + length + 1;
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

static int parse_field(struct parser *p, const struct spec_fields *fields,
		       struct spec_field *field)
{
	const char *start = p->at;
	bool named = has_name(start);
	int err;

	memset(field, 0, sizeof(*field));
	if (!named) {
		snprintf(field->name, sizeof(field->name), "arg%u", fields->nr + 1);
	} else {
		err = parse_name(p, field);
		if (err)
			return err;
	}
	if (name_is_taken(fields, field->name))
		return refuse(p, start, named ? "an earlier field has this name" :
			      "this field needs a name: an earlier one has the argN that it would get");
	err = parse_fetch(p, field);
	if (err)
		return err;
	field->kind = field->source == SPEC_COMM ? UPROBECAP_STRING : UPROBECAP_HEX;
	field->size = field->source == SPEC_COMM ? 0 : 8;
	if (skip(p, ':')) {
		err = parse_type(p, field);
		if (err)
			return err;
	}
	if (*p->at && !is_space(*p->at))
		return refuse(p, p->at, "the field should end here; white space goes between fields");
	return 0;
}

static void skip_space(struct parser *p)
{
	while (is_space(*p->at))
		p->at++;
}

static int parse_fields(struct parser *p, struct spec_fields *fields)
{
	if (strnlen(p->text, UPROBECAP_SPEC_MAX + 1) > UPROBECAP_SPEC_MAX)
		return refuse_limit(p, p->text + UPROBECAP_SPEC_MAX, "more than "
				    WORDS_OF(UPROBECAP_SPEC_MAX) " characters");
	for (skip_space(p); *p->at; skip_space(p)) {
		int err;

		if (fields->nr == UPROBECAP_FIELDS_MAX)
			return refuse_limit(p, p->at, "more than " WORDS_OF(UPROBECAP_FIELDS_MAX)
					    " fields");
		err = parse_field(p, fields, &fields->field[fields->nr]);
		if (err)
			return err;
		fields->nr++;
	}
	return 0;
}

int spec_parse_fields(const char *text, bool is_return, struct spec_fields *fields,
		      struct spec_error *error)
{
	struct parser p = { .text = text, .at = text, .is_return = is_return, .error = error };
	int err;

	fields->nr = 0;
	err = parse_fields(&p, fields);
	if (err)
		fields->nr = 0;
	return err;
}

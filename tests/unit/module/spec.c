// SPDX-License-Identifier: GPL-2.0-only
/* A probe's whole text: its type and name, what is read when, and where it is wrong. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "spec.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define NAME_32 "abcdefghijklmnopqrstuvwxyz_01234"

static const struct {
	const char *text;
	char type;
	const char *name;
	unsigned int nr_entry;
	unsigned int nr;
	unsigned int terms;
} accepted[] = {
	{ "p", 'p', "", 0, 0, 0 },
	{ "r", 'r', "", 0, 0, 0 },
	{ "c", 'c', "", 0, 0, 0 },
	{ " \t\nc ", 'c', "", 0, 0, 0 },
	{ "p:open", 'p', "open", 0, 0, 0 },
	{ "r:g/_e1 $retval", 'r', "g/_e1", 0, 1, 0 },
	{ "c:" NAME_32 "/" NAME_32, 'c', NAME_32 "/" NAME_32, 0, 0, 0 },
	{ "p %di\t$arg1", 'p', "", 2, 2, 0 },
	{ "c %di $arg1", 'c', "", 2, 2, 0 },
	{ "c %di ->", 'c', "", 1, 1, 0 },
	{ "c -> $retval $arg6", 'c', "", 0, 2, 0 },
	{ "c:tls ssl=$arg1 -> n=$retval:s32 data=+0($arg2):bytes[$retval]", 'c', "tls", 1, 3, 0 },
	{ "c %di ->%ax +0(%ax):bytes[$arg2]", 'c', "", 1, 3, 0 },
	{ "c -8(%sp) -> -8(%sp)", 'c', "", 1, 2, 0 },
	{ "p if pid == 1", 'p', "", 0, 0, 1 },
	{ "p if(pid == 1)", 'p', "", 0, 0, 1 },
	{ "p if!(pid == 1)", 'p', "", 0, 0, 1 },
	{ "r a=%di b=%si if a == 1 && b == 2", 'r', "", 0, 2, 2 },
	{ "c a=%di -> b=%si if a == 1 && b == 2", 'c', "", 1, 2, 2 },
	/* A field may have the name of what else stands there. */
	{ "p if=%di if if == 1", 'p', "", 1, 1, 1 },
	{ "p iff=%di if_=%si", 'p', "", 2, 2, 0 },
};

static const struct {
	const char *text;
	int err;
	unsigned int column;
	const char *word; /* that the message must have */
} refused[] = {
	{ "", -EINVAL, 1, "type" },
	{ "  ", -EINVAL, 3, "type" },
	{ "x", -EINVAL, 1, "type" },
	{ "P", -EINVAL, 1, "type" },
	{ "%di", -EINVAL, 1, "type" },
	{ "pr", -EINVAL, 2, "one letter" },
	{ "p10", -EINVAL, 2, "one letter" },
	{ "p->", -EINVAL, 2, "one letter" },
	{ "p:", -EINVAL, 3, "missing" },
	{ "p: %di", -EINVAL, 3, "missing" },
	{ "p:/x", -EINVAL, 3, "missing" },
	{ "p:x/", -EINVAL, 5, "missing" },
	{ "p:1x", -EINVAL, 3, "digit" },
	{ "p:x/1y", -EINVAL, 5, "digit" },
	{ "p:x/y/z", -EINVAL, 6, "end here" },
	{ "p:x-y", -EINVAL, 4, "end here" },
	{ "p:" NAME_32 "x", -E2BIG, 35, "32" },
	{ "p:g/" NAME_32 "x", -E2BIG, 37, "32" },

	{ "p %rdi", -EINVAL, 3, "%di" },
	{ "p $retval", -EINVAL, 3, "return probe" },
	{ "r $arg1", -EINVAL, 3, "changed" },
	{ "c $retval", -EINVAL, 3, "'->'" },
	{ "c +0(%di):bytes[$retval] -> $retval", -EINVAL, 17, "'->'" },
	{ "p -> %di", -EINVAL, 3, "type c" },
	{ "r %di -> %di", -EINVAL, 7, "type c" },
	{ "c -> %di -> %di", -EINVAL, 10, "already" },
	{ "c %di->%ax", -EINVAL, 6, "white space" },
	{ "c a=%di -> a=%di", -EINVAL, 12, "this name" },
	{ "c arg2=%di -> $retval", -EINVAL, 15, "needs a name" },
	{ "c:x %di if", -EINVAL, 11, "comparison" },
	{ "c if pid == 1 -> %di", -EINVAL, 15, "'&&' or '||'" },
	{ "p if pid == 1 if uid == 2", -EINVAL, 15, "'&&' or '||'" },
};

static struct spec spec;
static struct spec_error error;

static int parse(const char *text)
{
	memset(&spec, 0xff, sizeof(spec));
	memset(&error, 0, sizeof(error));
	return spec_parse(text, &spec, &error);
}

static void assert_accepted(const char *text)
{
	int err = parse(text);

	if (err)
		fail_msg("\"%s\": %d at column %u: %s", text, err, error.column, error.message);
}

static void assert_refused(const char *text, int err, unsigned int column, const char *word)
{
	static const struct spec nothing;
	int result = parse(text);

	if (result != err || error.column != column || !strstr(error.message, word))
		fail_msg("\"%s\": %d at column %u: %s; not %d at column %u: ...%s...", text, result,
			 error.column, error.message, err, column, word);
	assert_memory_equal(&spec, &nothing, sizeof(spec));
	assert_int_not_equal(error.message[strlen(error.message) - 1], '.');
}

static void test_accepted(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(accepted); i++) {
		assert_accepted(accepted[i].text);
		assert_int_equal(spec.type, accepted[i].type);
		assert_string_equal(spec.name, accepted[i].name);
		assert_int_equal(spec.nr_entry, accepted[i].nr_entry);
		assert_int_equal(spec.fields.nr, accepted[i].nr);
		assert_int_equal(spec.filter.nr, accepted[i].terms);
	}
}

static void test_refused(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(refused); i++)
		assert_refused(refused[i].text, refused[i].err, refused[i].column, refused[i].word);
}

static void test_fields_of_a_call(void **state)
{
	const struct spec_field *field = spec.fields.field;

	(void)state;
	assert_accepted("c:tls $arg1 -> n=$retval:s32 data=+0($arg2):bytes[$retval]");
	assert_string_equal(field[0].name, "arg1");
	assert_int_equal(field[0].source, SPEC_ARGUMENT);
	assert_string_equal(field[1].name, "n");
	assert_int_equal(field[1].source, SPEC_RETVAL);
	assert_int_equal(field[1].kind, UPROBECAP_SIGNED);
	assert_string_equal(field[2].name, "data");
	assert_int_equal(field[2].source, SPEC_ARGUMENT);
	assert_int_equal(field[2].param, 1);
	assert_int_equal(field[2].nr_derefs, 1);
	assert_int_equal(field[2].length.source, SPEC_RETVAL);
}

/* @count times @piece behind @begin; until the next call. */
static const char *repeat(const char *begin, size_t count, const char *piece)
{
	static char text[2 * UPROBECAP_SPEC_MAX];

	for (strcpy(text, begin); count; count--)
		strcat(text, piece);
	return text;
}

static void test_limits(void **state)
{
	(void)state;
	assert_accepted(repeat("p", UPROBECAP_SPEC_MAX - 1, " "));
	assert_refused(repeat("p", UPROBECAP_SPEC_MAX, " "), -E2BIG, UPROBECAP_SPEC_MAX + 1,
		       "4096");
	assert_accepted(repeat("c -> ", UPROBECAP_FIELDS_MAX, "%ax "));
	assert_int_equal(spec.fields.nr, UPROBECAP_FIELDS_MAX);
	assert_refused(repeat("c %ax -> ", UPROBECAP_FIELDS_MAX, "%ax "), -E2BIG,
		       10 + 4 * (UPROBECAP_FIELDS_MAX - 1), "64 fields");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_fields_of_a_call),
		cmocka_unit_test(test_limits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("module/spec", tests, NULL, NULL);
}

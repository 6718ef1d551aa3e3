// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns of names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "binary/pattern.h"

static void assert_matches(const char *text, const char *name, bool expected)
{
	struct patterns patterns;
	bool matched;

	patterns_parse(&patterns, text);
	matched = patterns_match(&patterns, (char *[]){ (char *)name }, 1);
	patterns_free(&patterns);
	if (matched != expected)
		fail_msg("%s %s %s", text, expected ? "does not match" : "matches", name);
}

static void one(void **state)
{
	(void)state;
	assert_matches("*", "open", true);
	assert_matches("op?n", "open", true);
	assert_matches("[no]pen", "open", true);
	assert_matches("op", "open", false);
	assert_matches("open", "open", true);
	assert_matches("", "open", false);
	assert_matches("operator\\*", "operator*", true);
	assert_matches("operator\\*", "operator->", false);
}

static void several(void **state)
{
	(void)state;
	assert_matches("read,open", "open", true);
	assert_matches("read,open", "write", false);
	assert_matches("f(int,char),g", "f(int,char)", true);
	assert_matches("f(int,char),g", "char)", false);
	assert_matches("f(int,char),g", "g", true);
	assert_matches("open,", "open", true);
}

static void unwanted(void **state)
{
	(void)state;
	assert_matches("open*,!*64", "open", true);
	assert_matches("open*,!*64", "open64", false);
	assert_matches("!*64,open*", "open64", false);
	assert_matches("!*64,open*", "read", false);
	assert_matches("!open*", "read", true);
	assert_matches("!open*", "open", false);
	assert_matches("!open*,!read", "read", false);
}

static void kinds(void **state)
{
	(void)state;
	assert_false(pattern_is_one("open"));
	assert_false(pattern_is_one("f(int,char)"));
	assert_false(pattern_is_one("f(char*)"));
	assert_true(pattern_is_one("f*(char*)"));
	assert_true(pattern_is_one("open*"));
	assert_true(pattern_is_one("!open"));
	assert_true(pattern_is_one("read,open"));
	assert_true(pattern_is_one("f(int,char),g"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one),
		cmocka_unit_test(several),
		cmocka_unit_test(unwanted),
		cmocka_unit_test(kinds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/binary/pattern", tests, NULL, NULL);
}

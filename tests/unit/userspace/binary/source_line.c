// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines of the source: those of this file, in this test's own program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "binary/place.h"
#include "binary/source_line.h"
#include "target/request.h"
#include "target/target.h"

#define SELF "/proc/self/exe:tests/unit/userspace/binary/source_line.c:"

int half(int value);

static volatile int sink;
static const int line_of_half = __LINE__ + 4;

__attribute__((noipa, used)) int half(int value)
{
	sink = value;

	/* Nothing is done here. */

	return sink / 2;
}

static struct error error;

static int open_line(int line, struct target *target)
{
	struct target_wish wish = { 0 };
	char text[128];

	snprintf(text, sizeof(text), SELF "%d", line);
	return target_open(target, text, &wish, &error);
}

static void lines(void **state)
{
	struct target target;
	struct function function;
	char expected[32];

	(void)state;
	if (open_line(line_of_half, &target))
		fail_msg("%s: %s", error.what, error.why);
	assert_int_equal(target.nr, 1);
	assert_true(symbols_at(&target.file, target.offset[0], &function));
	assert_string_equal(function.name, "half");
	target_close(&target);
	assert_int_equal(open_line(line_of_half + 4, &target), 0);
	assert_true(symbols_at(&target.file, target.offset[0], &function));
	assert_string_equal(function.name, "half");
	target_close(&target);
	assert_int_equal(open_line(line_of_half + 2, &target), -1);
	assert_int_equal(error.exit, EXIT_NO_TARGET);
	snprintf(expected, sizeof(expected), "is %d", line_of_half + 4);
	assert_non_null(strstr(error.why, expected));
	assert_int_equal(open_line(100000, &target), -1);
}

static void names(void **state)
{
	struct target_wish wish = { 0 };
	struct target target;

	(void)state;
	assert_true(source_line_is("main.c:1"));
	assert_true(source_line_is("a/b.cc:12"));
	assert_false(source_line_is("main.c:"));
	assert_false(source_line_is("main:1"));
	assert_false(source_line_is("main.c:1x"));
	assert_false(source_line_is("main.c"));
	assert_false(source_line_is("a::b"));
	assert_false(source_line_is("123"));
	assert_int_equal(target_open(&target, "/proc/self/exe:no_such.c:1", &wish, &error), -1);
	assert_non_null(strstr(error.why, "no such file"));
	assert_int_equal(target_open(&target, "/no/such.c:1", &wish, &error), -1);
	assert_non_null(strstr(error.what, "/no/such.c"));
}

/* It has no return, and no arguments. */
static void alone(void **state)
{
	struct request request;

	(void)state;
	assert_int_equal(request_parse(&request, "a:main.c:12", &error), 0);
	assert_string_equal(request.target_text, "a:main.c:12");
	assert_int_equal(*request.text, 'p');
	assert_false(request.at_return);
	request_free(&request);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),
		cmocka_unit_test(names),
		cmocka_unit_test(alone),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/binary/source_line", tests, NULL, NULL);
}

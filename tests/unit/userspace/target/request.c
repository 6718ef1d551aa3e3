// SPDX-License-Identifier: GPL-2.0-only
/*
 * Probes as they are typed: taken apart, and their errors shown where they are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "target/request.h"

static struct error error;

static void assert_parts(const char *typed, const char *target, const char *text, bool at_return)
{
	struct request request;

	if (request_parse(&request, typed, &error))
		fail_msg("%s: %s: %s", typed, error.what, error.why);
	assert_string_equal(request.target_text, target);
	assert_string_equal(request.text, text);
	assert_int_equal(request.at_return, at_return);
	request_free(&request);
}

static void parts(void **state)
{
	(void)state;
	assert_parts("p /bin/a:b", "/bin/a:b", "p", false);
	assert_parts("r /bin/a:b x=$retval", "/bin/a:b", "r x=$retval", true);
	assert_parts("c:g/e  a:b\t x=$arg1 -> $retval if pid > 1 ", "a:b",
		     "c:g/e  x=$arg1 -> $retval if pid > 1 ", true);
	assert_parts(" p:e a:b ", "a:b", "p:e", false);
	assert_parts("c a:f(int, char const*) x=$arg1 -> $retval", "a:f(int, char const*)",
		     "c x=$arg1 -> $retval", true);
	assert_parts("p a:b<int, c (*)(d)> x=$arg1", "a:b<int, c (*)(d)>", "p x=$arg1", false);
	assert_parts("p a:operator< x=+0($arg1)", "a:operator<", "p x=+0($arg1)", false);
	assert_parts("p a:operator-> x=+0($arg1)", "a:operator->", "p x=+0($arg1)", false);
}

/* A target alone stands for its calls, or for a USDT probe. */
static void bare(void **state)
{
	(void)state;
	assert_parts("a:b", "a:b", "c ", true);
	assert_parts("./a:b x=$arg1 -> $retval", "./a:b", "c x=$arg1 -> $retval", true);
	assert_parts("pa:b", "pa:b", "c ", true);
	assert_parts(" a:f(int, char)  if pid > 1", "a:f(int, char)", "c if pid > 1", true);
	assert_parts("a:sdt:b:c", "a:sdt:b:c", "p ", false);
}

static void assert_refused(const char *typed, const char *what, const char *why)
{
	struct request request;

	if (!request_parse(&request, typed, &error))
		fail_msg("%s was taken", typed);
	assert_int_equal(error.exit, EXIT_USAGE);
	assert_true(*error.remedy);
	assert_string_equal(error.what, what);
	if (!strstr(error.why, why))
		fail_msg("'%s' is not in '%s'", why, error.why);
	request_free(&request);
}

static void no_probes(void **state)
{
	(void)state;
	assert_refused("", "'' is no probe", "it begins with its type");
	assert_refused("x a:b", "'x a:b' is no probe", "it begins with its type");
	assert_refused("pa b:c", "'pa b:c' is no probe", "it begins with its type");
	assert_refused("p", "'p' is no probe", "behind its type stands a target");
	assert_refused("p ", "'p ' is no probe", "behind its type stands a target");
}

static void columns(void **state)
{
	char longer[512];

	(void)state;
	assert_refused("p a:b x=$arg9", "the probe is wrong at column 9",
		       "\n  p a:b x=$arg9\n          ^");
	assert_refused("a:b x=$arg9", "the probe is wrong at column 7",
		       "\n  a:b x=$arg9\n        ^");
	assert_refused("p:1 a:b x=$arg1", "the probe is wrong at column 3",
		       "\n  p:1 a:b x=$arg1\n    ^");
	assert_refused("  p   a:b   x=$arg9", "the probe is wrong at column 13",
		       "\n  p   a:b   x=$arg9\n              ^");
	assert_refused("p \xc3\xa9:b\tx=$arg9", "the probe is wrong at column 9",
		       "\n  p \xc3\xa9:b x=$arg9\n          ^");
	memset(longer, ' ', sizeof(longer));
	memcpy(longer, "p a:b", 5);
	memcpy(longer + 200, "x=$arg9", 7);
	memcpy(longer + 300, "@far", 5);
	assert_refused(longer, "the probe is wrong at column 203", "x=$arg9");
	assert_non_null(strstr(error.why, "^"));
	assert_null(strstr(error.why, "a:b"));
	assert_null(strstr(error.why, "@far"));
	memset(longer, 0xbf, 400);
	memcpy(longer, "p a:b ", 6);
	memcpy(longer + 400, "\xff", 2);
	assert_refused(longer, "the probe is wrong at column 7", "^");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts),
		cmocka_unit_test(bare),
		cmocka_unit_test(no_probes),
		cmocka_unit_test(columns),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/target/request", tests, NULL, NULL);
}

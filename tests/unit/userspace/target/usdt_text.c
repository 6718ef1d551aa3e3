// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arguments of USDT probes, and the texts of probes with them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "target/usdt_argument.h"
#include "target/usdt_text.h"

static struct error error;

static void assert_argument(const char *text, const char *fetch, const char *type)
{
	struct usdt_argument arguments[USDT_ARGUMENTS_MAX];

	assert_int_equal(usdt_arguments(text, arguments), 1);
	assert_string_equal(arguments[0].fetch, fetch);
	if (*fetch)
		assert_string_equal(arguments[0].type, type);
}

static void arguments(void **state)
{
	struct usdt_argument several[USDT_ARGUMENTS_MAX];

	(void)state;
	assert_argument("-4@%edi", "%di", "s32");
	assert_argument("8@%rax", "%ax", "u64");
	assert_argument("1@%sil", "%si", "u8");
	assert_argument("-2@%r15w", "%r15", "s16");
	assert_argument("8f@%xmm3", "%xmm3", "f64");
	assert_argument("-8@-16(%rbp)", "-16(%bp)", "s64");
	assert_argument("4@(%rdx)", "+0(%dx)", "u32");
	assert_argument("4@0x10(%r8)", "+16(%r8)", "u32");
	assert_argument("-4@$-5", "\\-5", "s32");
	assert_argument("8@$7", "\\7", "u64");
	/* What the language cannot say. */
	assert_argument("8@(%rax,%rbx,8)", "", "");
	assert_argument("4@counter(%rip)", "", "");
	assert_argument("4@-4(%rip)", "", "");
	assert_argument("1@%ch", "", "");
	assert_argument("3@%eax", "", "");
	assert_argument("%eax", "", "");
	assert_argument("4@", "", "");
	assert_argument("4@%", "", "");
	assert_argument("4@$", "", "");
	assert_argument("4@(", "", "");
	assert_argument("8@8(%rax", "", "");
	assert_int_equal(usdt_arguments("", several), 0);
	assert_int_equal(usdt_arguments("  4@%eax   8@%rbx ", several), 2);
	assert_string_equal(several[1].fetch, "%bx");
	assert_int_equal(
		usdt_arguments("4@$1 4@$1 4@$1 4@$1 4@$1 4@$1 4@$1 4@$1 4@$1 4@$1 4@$1 4@$1 "
			       "4@$1",
			       several),
		USDT_ARGUMENTS_MAX);
}

static const struct usdt probe = {
	.name = "sdt:tests:mark",
	.arguments = "-4@%edi 8@-8(%rbp) 8@(%rax,%rbx,8)",
};

static void assert_text(const char *typed, const char *expected)
{
	char *text = usdt_text(typed, &probe, &error);

	if (!text)
		fail_msg("%s: %s: %s", typed, error.what, error.why);
	assert_string_equal(text, expected);
	free(text);
}

static void texts(void **state)
{
	(void)state;
	assert_text("p", "p arg1=%di:s32 arg2=-8(%bp):u64");
	assert_text("p:g/e", "p:g/e arg1=%di:s32 arg2=-8(%bp):u64");
	assert_text("p if arg1 > 5", "p arg1=%di:s32 arg2=-8(%bp):u64 if arg1 > 5");
	assert_text("p $arg1", "p %di:s32");
	assert_text("p n=$arg1 $arg2", "p n=%di:s32 -8(%bp):u64");
	assert_text("p n=$arg1:x8 t=+0($arg2):string", "p n=%di:x8 t=+0(-8(%bp)):string");
	assert_text("p n=$arg1 if n == 3 && n != 4", "p n=%di:s32 if n == 3 && n != 4");
	assert_text("p $stack", "p $stack");
}

static void assert_refused(const char *typed, const char *what, const char *why)
{
	assert_null(usdt_text(typed, &probe, &error));
	if (!strstr(error.what, what) || !strstr(error.why, why))
		fail_msg("%s: %s: %s", typed, error.what, error.why);
	assert_true(*error.remedy);
}

static void refused(void **state)
{
	(void)state;
	assert_refused("p $arg3", "$arg3", "(%rax,%rbx,8)");
	assert_refused("p $arg4", "$arg4", "it has 3 arguments");
	assert_refused("p $arg0", "$arg0", "it has 3 arguments");
	assert_refused("r $retval", "has no return", "a place");
	assert_refused("c", "has no return", "a place");
	assert_refused("p n=$arg1:s33", "is wrong at sdt:tests:mark", "%di:s33");
	assert_refused("p n=$arg1 if m == 3", "is wrong at", "m == 3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments),
		cmocka_unit_test(texts),
		cmocka_unit_test(refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/target/usdt_text", tests, NULL, NULL);
}

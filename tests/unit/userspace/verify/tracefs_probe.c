// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a probe, as tracefs wants it.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verify/tracefs_probe.h"

static struct tracefs_probe probe;
static struct error error;

static void translate(const char *text)
{
	assert_int_equal(tracefs_probe_translate(&probe, text, false, &error), 0);
}

static void entry_is(const char *text, const char *fields)
{
	translate(text);
	assert_string_equal(probe.entry, fields);
	assert_null(probe.returned);
	assert_null(probe.filter);
	tracefs_probe_free(&probe);
}

static void sources(void **state)
{
	(void)state;
	entry_is("p", "");
	entry_is("p:group/event a=$arg1 b=$arg6:s8 c=%r15 d=%ss:u16",
		 " a=%di:x64 b=%r9:s8 c=%r15:x64 d=%ss:u16");
	entry_is("p $stack $stack3 $comm \\42 \\-5:s32",
		 " arg1=$stack:x64 arg2=$stack3:x64 arg3=$comm:string arg4=\\0x2a:x64 "
		 "arg5=\\0xfffffffffffffffb:s32");
	entry_is("p +8(-16(%sp)):u32 +0(+0($arg1)):string",
		 " arg1=+8(-16(%sp)):u32 arg2=+0(+0(%di)):string");
	entry_is("p @+0x10:u8 +8(@+-16):s32", " arg1=@+16:u8 arg2=+8(@+-16):s32");
}

static void types(void **state)
{
	(void)state;
	entry_is("p $arg1:b4@8/32 +0($arg1):s8[2] +0($arg1):string[3]",
		 " arg1=%di:b4@8/32 arg2=+0(%di):s8[2] arg3=+0(%di):string[3]");
	entry_is(
		"p $arg1:char +0($arg1):char[4] +0($arg1):bytes[16] +0($arg1):f32 +0($arg1):f64[2]",
		" arg1=%di:x8 arg2=+0(%di):x8[4] arg3=+0(%di):x8[16] arg4=+0(%di):x32 "
		"arg5=+0(%di):x64[2]");
}

static void returns(void **state)
{
	(void)state;
	translate("r n=$retval:s32 if n > 3");
	assert_null(probe.entry);
	assert_string_equal(probe.returned, " n=$retval:s32");
	assert_string_equal(probe.filter, " n > 3");
	tracefs_probe_free(&probe);
}

static void calls(void **state)
{
	(void)state;
	translate("c a=$arg1 -> r=$retval b=+0($arg1):u8 c=%ax if a > 3");
	assert_string_equal(probe.entry, " uprobecap_sp=%sp a=%di:x64");
	assert_string_equal(probe.returned, " uprobecap_sp=%sp r=$retval:x64 c=%ax:x64");
	assert_string_equal(probe.filter, " a > 3");
	assert_int_equal(probe.left_out, 1 << 2);
	assert_string_equal(probe.why[2], "it has no arguments at a return");
	tracefs_probe_free(&probe);
}

static void what_it_lacks(void **state)
{
	(void)state;
	translate("p a=%xmm0:f64 b=+0($arg1):bytes[$arg2] c=+0($arg1):bytes[65] d=$arg2 e=%fs:\\0");
	assert_string_equal(probe.entry, " d=%si:x64");
	assert_int_equal(probe.left_out, 0x17);
	tracefs_probe_free(&probe);
	assert_int_equal(tracefs_probe_translate(&probe, "p a=$arg1 b=%cx", true, &error), 0);
	assert_string_equal(probe.entry, " b=%cx:x64");
	assert_int_equal(probe.left_out, 1);
	tracefs_probe_free(&probe);
}

static void filter_is(const char *text, const char *filter)
{
	translate(text);
	assert_string_equal(probe.filter, filter);
	tracefs_probe_free(&probe);
}

static void filters(void **state)
{
	(void)state;
	filter_is("p a=$arg1 if a > 5 && !(a == 7 || tid != 3)",
		  " a > 5 && !(a == 7 || common_pid != 3)");
	filter_is("p s=+0($arg1):string if s ~ \"tid*\" && comm == \"tid\" && cpu < 2",
		  " s ~ \"tid*\" && comm == \"tid\" && cpu < 2");
	filter_is("p s=+0($arg1):string if s == '\"tid' && tid == 1",
		  " s == '\"tid' && common_pid == 1");
	filter_is("r n=$retval:s32 if $retval < -2 && n < 0", " n < -2 && n < 0");
	filter_is("p tid=$arg1 if tid & 1", " tid & 1");
	filter_is("p a=$arg1 if!(a == 1) && comm != ' if $retval'",
		  "!(a == 1) && comm != ' if $retval'");
	filter_is("p tida=$arg1 if tida == 1 && tid == 2", " tida == 1 && common_pid == 2");
}

static void is_refused(const char *text)
{
	assert_int_equal(tracefs_probe_translate(&probe, text, false, &error), -1);
	assert_int_equal(error.exit, EXIT_USAGE);
	assert_string_equal(error.what, "tracefs cannot filter as this probe does");
	tracefs_probe_free(&probe);
}

static void filters_that_it_lacks(void **state)
{
	(void)state;
	is_refused("p if pid == 3");
	is_refused("p if uid == 3");
	is_refused("r if $retval == 3");
	is_refused("c if latency > 3");
	is_refused("c -> r=$retval if r > 3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources),
		cmocka_unit_test(types),
		cmocka_unit_test(returns),
		cmocka_unit_test(calls),
		cmocka_unit_test(what_it_lacks),
		cmocka_unit_test(filters),
		cmocka_unit_test(filters_that_it_lacks),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/verify/tracefs_probe", tests, NULL, NULL);
}

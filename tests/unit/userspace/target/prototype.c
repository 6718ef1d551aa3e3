// SPDX-License-Identifier: GPL-2.0-only
/*
 * What functions take and return: those of this test's own program, as its debug
 * information has it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "binary/symbols.h"
#include "target/debug_prototype.h"
#include "target/probe_text.h"
#include "target/prototype.h"

#define SEEN __attribute__((noipa, used))

enum colour { RED, GREEN };

struct pair {
	long one;
	long other;
};

struct large {
	long three[3];
};

int integers(signed char a, unsigned short b, int32_t c, unsigned long d, bool e, char f);
char *texts(const char *a, char *b, const char * const c, unsigned char *d, void *e, char **f);
double floats(float a, int b, double c, long double d, int e);
enum colour enums(enum colour a, int (*b)(int), const volatile int c);
void many(int a, int b, int c, int d, int e, int f, int g, double h);
struct large large_result(int a, struct large b, int c);
struct pair small_result(int a, struct pair b, int c);
void nothing(void);
int variadic(const char *format, ...);

SEEN int integers(signed char a, unsigned short b, int32_t c, unsigned long d, bool e, char f)
{
	return a + b + c + (int)d + e + f;
}

SEEN char *texts(const char *a, char *b, const char * const c, unsigned char *d, void *e, char **f)
{
	return a && c && d && e && f ? b : NULL;
}

SEEN double floats(float a, int b, double c, long double d, int e)
{
	return a + b + c + (double)d + e;
}

SEEN enum colour enums(enum colour a, int (*b)(int), const volatile int c)
{
	return b && c ? a : GREEN;
}

SEEN void many(int a, int b, int c, int d, int e, int f, int g, double h)
{
	if (a + b + c + d + e + f + g + h > 1e9)
		abort();
}

SEEN struct large large_result(int a, struct large b, int c)
{
	b.three[0] = a + c;
	return b;
}

SEEN struct pair small_result(int a, struct pair b, int c)
{
	b.one = a + c;
	return b;
}

SEEN void nothing(void)
{
}

SEEN int variadic(const char *format, ...)
{
	return !!format;
}

static struct error error;
static struct elf_file file;

static void assert_fields(const char *name, const char *expected)
{
	struct enumerations *enumerations = NULL;
	struct function function;
	char *fields;

	if (symbols_find(&file, name, &function, &error))
		fail_msg("%s: %s", name, error.what);
	fields = debug_prototype(&file, &function, &enumerations);
	assert_non_null(fields);
	assert_string_equal(fields, expected);
	free(fields);
	fields = prototype_text("c", &file, name, &function, &enumerations);
	if (probe_text_check(fields, name, &error))
		fail_msg("%s: %s", name, error.why);
	free(fields);
	enumerations_free(enumerations);
}

static void types(void **state)
{
	(void)state;
	assert_fields(
		"integers",
		"a=$arg1:s8 b=$arg2:u16 c=$arg3:s32 d=$arg4:u64 e=$arg5:u8 f=$arg6:s8 -> retval=$retval:s32");
	assert_fields(
		"texts",
		"a=+0($arg1):string b=+0($arg2):string c=+0($arg3):string d=+0($arg4):string e=$arg5:x64 f=$arg6:x64 -> retval=+0($retval):string");
	assert_fields("enums", "a=$arg1:u32 b=$arg2:x64 c=$arg3:s32 -> retval=$retval:u32");
	assert_fields("nothing", " -> ");
	assert_fields("variadic", "format=+0($arg1):string -> retval=$retval:s32");
}

/* Where the ABI passes them. */
static void places(void **state)
{
	(void)state;
	assert_fields("floats",
		      "a=%xmm0:f32 b=$arg1:s32 c=%xmm1:f64 e=$arg2:s32 -> retval=%xmm0:f64");
	assert_fields(
		"many",
		"a=$arg1:s32 b=$arg2:s32 c=$arg3:s32 d=$arg4:s32 e=$arg5:s32 f=$arg6:s32 h=%xmm0:f64 -> ");
	assert_fields("large_result", "a=$arg2:s32 c=$arg3:s32 -> retval=$retval:x64");
	assert_fields("small_result", "a=$arg1:s32 -> ");
}

static void texts_of_probes(void **state)
{
	struct enumerations *enumerations = NULL;
	struct function function;
	char *text;

	(void)state;
	assert_int_equal(symbols_find(&file, "enums", &function, &error), 0);
	text = prototype_text("c if c > 5", &file, "enums", &function, &enumerations);
	assert_string_equal(text,
			    "c a=$arg1:u32 b=$arg2:x64 c=$arg3:s32 -> retval=$retval:u32 if c > 5");
	free(text);
	text = prototype_text("c ", &file, "enums", NULL, &enumerations);
	assert_string_equal(
		text,
		"c arg1=$arg1 arg2=$arg2 arg3=$arg3 arg4=$arg4 arg5=$arg5 arg6=$arg6 -> retval=$retval:s64");
	free(text);
	/* The compiler has changed its parameters. */
	function.name = "enums.constprop.0";
	assert_null(debug_prototype(&file, &function, &enumerations));
	enumerations_free(enumerations);
	assert_true(probe_text_has_fields("c a=$arg1"));
	assert_true(probe_text_has_fields("p:e if=$arg1"));
	assert_false(probe_text_has_fields("c if pid > 1"));
	assert_false(probe_text_has_fields("c if(pid > 1)"));
	assert_false(probe_text_has_fields("c if!pid"));
	assert_false(probe_text_has_fields("p:e "));
}

static int open_self(void **state)
{
	(void)state;
	return elf_open(&file, "/proc/self/exe", &error);
}

static int close_self(void **state)
{
	(void)state;
	elf_close(&file);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types),
		cmocka_unit_test(places),
		cmocka_unit_test(texts_of_probes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/target/prototype", tests, open_self,
					   close_self);
}

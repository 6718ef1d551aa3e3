// SPDX-License-Identifier: GPL-2.0-only
/* Numbers as those show them who know what they mean. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "print/errno_name.h"
#include "recipe/decoding.h"

static void assert_puts(const struct decoding *decoding, int64_t number, const char *expected)
{
	struct line line;

	line_begin(&line, NULL);
	decoding_put(&line, decoding, number);
	line_char(&line, '\0');
	assert_string_equal(line.bytes, expected);
}

static const struct decoding *find(const char *name)
{
	return decoding_find(NULL, name, strlen(name));
}

static struct decoding *create(enum decoding_kind kind, const char *text)
{
	struct error error;
	struct decoding *decoding = decoding_create(kind, text, &error);

	assert_non_null(decoding);
	return decoding;
}

static void built_in(void **state)
{
	(void)state;
	assert_puts(find("hex"), 255, "0xff");
	assert_puts(find("hex"), -1, "0xffffffffffffffff");
	assert_puts(find("octal"), 0, "0");
	assert_puts(find("octal"), 7, "07");
	assert_puts(find("octal"), 0644, "0644");
	assert_puts(find("octal"), -1, "01777777777777777777777");
	assert_puts(find("errno"), ENOENT, "ENOENT");
	assert_puts(find("errno"), -ENOENT, "ENOENT");
	assert_puts(find("errno"), EHWPOISON, "EHWPOISON");
	assert_puts(find("errno"), 0, "0");
	assert_puts(find("errno"), 134, "134");
	assert_puts(find("errno"), INT64_MIN, "-9223372036854775808");
	assert_null(find("he"));
	assert_null(find("hexa"));
}

static void flags(void **state)
{
	struct decoding *open =
		create(DECODING_FLAGS,
		       "open RDONLY=0/3 WRONLY=1/3 RDWR=2/3 SYNC=04010000 DSYNC=010000 CREAT=0100");

	(void)state;
	assert_puts(open, 0, "RDONLY");
	assert_puts(open, 1, "WRONLY");
	assert_puts(open, 2, "RDWR");
	assert_puts(open, 3, "0x3");
	assert_puts(open, 0101, "WRONLY|CREAT");
	assert_puts(open, 04010000, "RDONLY|SYNC");
	assert_puts(open, 010000, "RDONLY|DSYNC");
	assert_puts(open, 04000000, "RDONLY|0x100000");
	assert_puts(open, -1, "SYNC|CREAT|0xffffffffffefefbf");
	decoding_free(open);
	open = create(DECODING_FLAGS, "some A=1 B=2");
	assert_puts(open, 0, "0");
	decoding_free(open);
}

static void names(void **state)
{
	struct decoding *at = create(DECODING_NAMES, "at\tCWD=-100  ROOT=0x10");

	(void)state;
	assert_puts(at, -100, "CWD");
	assert_puts(at, 16, "ROOT");
	assert_puts(at, 100, "100");
	assert_puts(at, -1, "-1");
	assert_ptr_equal(decoding_find(at, "atall", 2), at);
	assert_null(decoding_find(at, "a", 1));
	decoding_free(at);
}

static void wrong(void **state)
{
	static const char * const texts[] = { "",	    "open",	   "open A",	"open =1",
					      "open A=",    "open A=x",	   "open A=1x", "open A=1/",
					      "open A=1/x", "open A=1/3/", "open A=1 B" };
	struct error error;
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(texts) / sizeof(*texts); n++)
		assert_null(decoding_create(DECODING_FLAGS, texts[n], &error));
}

static void numbers_of_errors(void **state)
{
	(void)state;
	assert_int_equal(errno_number("ENOENT"), ENOENT);
	assert_int_equal(errno_number("EHWPOISON"), EHWPOISON);
	assert_int_equal(errno_number("ENOEN"), 0);
	assert_int_equal(errno_number(""), 0);
	assert_null(errno_name(0));
	assert_null(errno_name(UINT64_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(built_in),
		cmocka_unit_test(flags),
		cmocka_unit_test(names),
		cmocka_unit_test(wrong),
		cmocka_unit_test(numbers_of_errors),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/recipe/decoding", tests, NULL, NULL);
}

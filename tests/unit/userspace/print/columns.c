// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists of columns.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "print/columns.h"

static void understood(void **state)
{
	static const enum column expected[] = {
		COLUMN_TIME, COLUMN_COMM, COLUMN_PID,	COLUMN_TID,
		COLUMN_UID,  COLUMN_CPU,  COLUMN_EVENT, COLUMN_TIME,
	};
	struct columns columns = { 0 };

	(void)state;
	assert_true(columns_parse("time,comm,pid,tid,uid,cpu,event,time", &columns));
	assert_int_equal(columns.nr, 8);
	assert_memory_equal(columns.column, expected, sizeof(expected));
	assert_true(columns_parse("cpu", &columns));
	assert_int_equal(columns.nr, 1);
	assert_true(columns_parse_clock("wall", &columns));
	assert_int_equal(columns.clock, CLOCK_OF_WALL);
	assert_true(columns_parse_clock("mono", &columns));
	assert_int_equal(columns.clock, CLOCK_OF_KERNEL);
	assert_true(columns_parse_clock("delta", &columns));
	assert_int_equal(columns.clock, CLOCK_OF_HITS);
	assert_int_equal(columns.nr, 1);
}

static void refused(void **state)
{
	static const char * const texts[] = {
		"",
		",",
		"time,",
		",time",
		"times",
		"tim",
		"TIME",
		"time, comm",
		"cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu",
	};
	struct columns columns;
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(texts) / sizeof(*texts); n++)
		if (columns_parse(texts[n], &columns))
			fail_msg("%s was taken", texts[n]);
	assert_false(columns_parse_clock("", &columns));
	assert_false(columns_parse_clock("walls", &columns));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(understood),
		cmocka_unit_test(refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/print/columns", tests, NULL, NULL);
}

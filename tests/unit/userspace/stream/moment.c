// SPDX-License-Identifier: GPL-2.0-only
/*
 * Points in time, as they are typed.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stream/moment.h"

#define SECOND 1000000000ull

/* 2023-11-14 22:13:20 UTC */
#define BEGINNING (1700000000 * SECOND)

static void assert_realtime(const char *text, uint64_t expected)
{
	struct moment moment;

	if (!moment_parse(text, &moment))
		fail_msg("%s was refused", text);
	assert_true(moment_realtime(&moment, BEGINNING + 5) == expected);
}

static void understood(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	assert_realtime("10s", BEGINNING + 5 + 10 * SECOND);
	assert_realtime("10", BEGINNING + 5 + 10 * SECOND);
	assert_realtime("250ms", BEGINNING + 5 + SECOND / 4);
	assert_realtime("22:13:21", BEGINNING + SECOND);
	assert_realtime("22:13", BEGINNING - 20 * SECOND);
	assert_realtime("22:13:20.5", BEGINNING + SECOND / 2);
	assert_realtime("22:13:20.000001", BEGINNING + 1000);
	assert_realtime("22:13:20.123456789", BEGINNING + 123456789);
	assert_realtime("2023-11-15 22:13:20", BEGINNING + 86400 * SECOND);
	assert_realtime("2023-11-14 22:13", BEGINNING - 20 * SECOND);
	assert_realtime("2023-11-14 22:13:20.25", BEGINNING + SECOND / 4);
}

static void refused(void **state)
{
	static const char * const texts[] = {
		"",	     "x",	 "10x",		"22:",	"25:00",	  "22:13:20.",
		"22:13:20x", "22:13:99", "22:13:20.5x", "-10s", "2023-11-14 10s", "0s",
	};
	struct moment moment;
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(texts) / sizeof(*texts); n++)
		if (moment_parse(texts[n], &moment))
			fail_msg("%s was taken", texts[n]);
}

/* Beyond a change of the clocks, the local time is that of its own day. */
static void summer_and_winter(void **state)
{
	struct moment moment;

	(void)state;
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	assert_true(moment_parse("2023-07-01 12:00:00", &moment));
	assert_true(moment_realtime(&moment, BEGINNING) == 1688205600 * SECOND);
	assert_true(moment_parse("23:13:20", &moment));
	assert_true(moment_realtime(&moment, BEGINNING) == BEGINNING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(understood),
		cmocka_unit_test(refused),
		cmocka_unit_test(summer_and_winter),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/stream/moment", tests, NULL, NULL);
}

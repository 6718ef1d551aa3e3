// SPDX-License-Identifier: GPL-2.0-only
/*
 * What two sides have seen, compared: whatever may differ must be found, and
 * nothing else.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "verify/comparison.h"

#define USEC	 1000ull
#define ENDED_AT (1000 * USEC)

static struct sightings ours, theirs;
static struct comparison result;
static uint64_t ended_at;

static int begin(void **state)
{
	(void)state;
	sightings_begin(&ours);
	sightings_begin(&theirs);
	ended_at = ENDED_AT;
	return 0;
}

static int end(void **state)
{
	(void)state;
	sightings_free(&ours);
	sightings_free(&theirs);
	return 0;
}

static void saw(struct sightings *side, uint32_t tid, uint64_t usec, const char *text)
{
	sightings_open(side, tid, 1, usec * USEC);
	fputs(text, side->out);
	sightings_close(side);
}

/* Three hits of two threads. */
static void saw_three(struct sightings *side)
{
	saw(side, 11, 10, "(0x1) n=-1");
	saw(side, 12, 20, "(0x1) n=2");
	saw(side, 11, 30, "(0x1) n=3");
}

static void compare(void)
{
	sightings_end(&ours);
	sightings_end(&theirs);
	compare_sightings(&ours, &theirs, ended_at, &result);
}

static void is_equal(size_t same, size_t threads)
{
	compare();
	assert_int_equal(result.different, 0);
	assert_int_equal(result.same, same);
	assert_int_equal(result.threads, threads);
}

static void differs(uint32_t tid, size_t at, const char *our_text, const char *their_text)
{
	compare();
	assert_int_equal(result.different, 1);
	assert_int_equal(result.first.tid, tid);
	assert_int_equal(result.first.at, at);
	if (our_text)
		assert_string_equal(result.first.our_text, our_text);
	else
		assert_null(result.first.our_text);
	if (their_text)
		assert_string_equal(result.first.their_text, their_text);
	else
		assert_null(result.first.their_text);
}

static void the_same(void **state)
{
	(void)state;
	saw_three(&ours);
	saw_three(&theirs);
	is_equal(3, 2);
	assert_int_equal(result.swaps, 0);
}

static void nothing_at_all(void **state)
{
	(void)state;
	is_equal(0, 0);
}

static void another_value(void **state)
{
	(void)state;
	saw_three(&ours);
	saw(&theirs, 11, 10, "(0x1) n=-1");
	saw(&theirs, 12, 20, "(0x1) n=2");
	saw(&theirs, 11, 30, "(0x1) n=4");
	differs(11, 2, "(0x1) n=3", "(0x1) n=4");
	assert_int_equal(result.first.ours, 2);
	assert_int_equal(result.first.theirs, 2);
}

static void a_text_that_goes_on(void **state)
{
	(void)state;
	saw(&ours, 11, 10, "(0x1) s=\"a\"");
	saw(&theirs, 11, 10, "(0x1) s=\"a\"\n");
	differs(11, 1, "(0x1) s=\"a\"", "(0x1) s=\"a\"\n");
}

static void another_probe(void **state)
{
	(void)state;
	saw(&ours, 11, 10, "(0x1)");
	saw(&theirs, 11, 10, "(0x1)");
	theirs.seen[0].probe = 2;
	differs(11, 1, "(0x1)", "(0x1)");
}

static void another_thread(void **state)
{
	(void)state;
	saw(&ours, 12, 10, "(0x1)");
	saw(&theirs, 13, 10, "(0x1)");
	compare();
	assert_int_equal(result.different, 2);
}

static void a_hit_that_they_lack(void **state)
{
	(void)state;
	saw_three(&ours);
	saw(&theirs, 11, 10, "(0x1) n=-1");
	saw(&theirs, 11, 30, "(0x1) n=3");
	differs(12, 1, "(0x1) n=2", NULL);
}

static void a_hit_that_we_lack(void **state)
{
	(void)state;
	saw_three(&ours);
	saw_three(&theirs);
	saw(&theirs, 12, 40, "(0x1) n=4");
	differs(12, 2, NULL, "(0x1) n=4");
}

static void another_order_in_a_thread(void **state)
{
	(void)state;
	saw(&ours, 11, 10, "(0x1) n=1");
	saw(&ours, 11, 20, "(0x1) n=2");
	saw(&theirs, 11, 10, "(0x1) n=2");
	saw(&theirs, 11, 20, "(0x1) n=1");
	differs(11, 1, "(0x1) n=1", "(0x1) n=2");
}

static void another_order_between_threads(void **state)
{
	(void)state;
	saw_three(&ours);
	saw(&theirs, 12, 9, "(0x1) n=2");
	saw(&theirs, 11, 11, "(0x1) n=-1");
	saw(&theirs, 11, 30, "(0x1) n=3");
	is_equal(3, 2);
	assert_int_equal(result.swaps, 1);
}

static void behind_the_end(void **state)
{
	(void)state;
	saw_three(&ours);
	saw_three(&theirs);
	saw(&theirs, 12, 1000, "(0x1) n=4");
	saw(&theirs, 14, 1001, "(0x1) n=5");
	is_equal(3, 3);
	assert_int_equal(result.outside, 2);
}

static void under_way_at_the_end(void **state)
{
	(void)state;
	saw_three(&ours);
	saw_three(&theirs);
	saw(&theirs, 12, 998, "(0x1) n=4");
	saw(&theirs, 12, 1001, "(0x1) n=5");
	is_equal(3, 2);
	assert_int_equal(result.outside, 2);
}

static void just_before_the_end(void **state)
{
	(void)state;
	saw_three(&ours);
	saw_three(&theirs);
	saw(&theirs, 12, 997, "(0x1) n=4");
	saw(&theirs, 12, 998, "(0x1) n=5");
	saw(&theirs, 12, 1001, "(0x1) n=6");
	differs(12, 2, NULL, "(0x1) n=4");
}

static void long_before_the_end(void **state)
{
	(void)state;
	ended_at = 2000000 * USEC;
	saw_three(&ours);
	saw_three(&theirs);
	saw(&theirs, 12, 998, "(0x1) n=4");
	saw(&theirs, 12, 2000001, "(0x1) n=5");
	differs(12, 2, NULL, "(0x1) n=4");
}

static void the_last_one(void **state)
{
	(void)state;
	saw_three(&ours);
	saw_three(&theirs);
	saw(&theirs, 12, 998, "(0x1) n=4");
	differs(12, 2, NULL, "(0x1) n=4");
}

static void what_we_could_not_read(void **state)
{
	(void)state;
	saw(&ours, 11, 10, "(0x1) a=" COMPARISON_UNREADABLE " b=" COMPARISON_UNREADABLE " c=\"x\"");
	saw(&theirs, 11, 10, "(0x1) a=0xffff b={1,-2} c=\"x\"");
	is_equal(1, 1);
}

static void and_what_stands_behind(void **state)
{
	(void)state;
	saw(&ours, 11, 10, "(0x1) a=" COMPARISON_UNREADABLE " b=7");
	saw(&theirs, 11, 10, "(0x1) a=0xffff b=8");
	compare();
	assert_int_equal(result.different, 1);
}

static void and_what_stands_before(void **state)
{
	(void)state;
	saw(&ours, 11, 10, "(0x1) b=7 a=" COMPARISON_UNREADABLE);
	saw(&theirs, 11, 10, "(0x1) b=8 a=0xffff");
	compare();
	assert_int_equal(result.different, 1);
}

/* A side drops what is larger than a page, or cuts it. */
static void too_big(void **state)
{
	static char text[COMPARISON_TOO_BIG + 100];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	saw_three(&ours);
	saw(&ours, 11, 40, text);
	saw(&ours, 11, 50, text);
	saw(&ours, 11, 60, "(0x1)");
	saw_three(&theirs);
	text[sizeof(text) - 2] = '\0';
	saw(&theirs, 11, 50, text);
	saw(&theirs, 11, 60, "(0x1)");
	is_equal(4, 2);
	assert_int_equal(result.too_big, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_same, begin, end),
		cmocka_unit_test_setup_teardown(nothing_at_all, begin, end),
		cmocka_unit_test_setup_teardown(another_value, begin, end),
		cmocka_unit_test_setup_teardown(a_text_that_goes_on, begin, end),
		cmocka_unit_test_setup_teardown(another_probe, begin, end),
		cmocka_unit_test_setup_teardown(another_thread, begin, end),
		cmocka_unit_test_setup_teardown(a_hit_that_they_lack, begin, end),
		cmocka_unit_test_setup_teardown(a_hit_that_we_lack, begin, end),
		cmocka_unit_test_setup_teardown(another_order_in_a_thread, begin, end),
		cmocka_unit_test_setup_teardown(another_order_between_threads, begin, end),
		cmocka_unit_test_setup_teardown(behind_the_end, begin, end),
		cmocka_unit_test_setup_teardown(under_way_at_the_end, begin, end),
		cmocka_unit_test_setup_teardown(just_before_the_end, begin, end),
		cmocka_unit_test_setup_teardown(long_before_the_end, begin, end),
		cmocka_unit_test_setup_teardown(the_last_one, begin, end),
		cmocka_unit_test_setup_teardown(what_we_could_not_read, begin, end),
		cmocka_unit_test_setup_teardown(and_what_stands_behind, begin, end),
		cmocka_unit_test_setup_teardown(and_what_stands_before, begin, end),
		cmocka_unit_test_setup_teardown(too_big, begin, end),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/verify/comparison", tests, NULL, NULL);
}

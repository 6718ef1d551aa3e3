// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trace that tracefs prints, written by hand.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "verify/tracefs_hits.h"

#define OWNER 99
#define HEAD  "# tracer: nop\n#\n#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n"

static struct sightings seen;
static struct tracefs_hits hits;

static void read_trace(const char *text, bool is_call)
{
	FILE *trace = fmemopen((char *)text, strlen(text), "r");

	sightings_begin(&seen);
	hits = (struct tracefs_hits){
		.owner = OWNER,
		.command = 11,
		.address_size = 8,
		.is_call = is_call,
		.sightings = &seen,
	};
	tracefs_hits_read(&hits, trace);
	fclose(trace);
	sightings_end(&seen);
}

static void hit_is(size_t n, uint32_t tid, uint32_t probe, const char *text)
{
	assert_true(n < seen.nr);
	assert_int_equal(seen.seen[n].tid, tid);
	assert_int_equal(seen.seen[n].probe, probe);
	assert_string_equal(seen.text + seen.seen[n].text, text);
}

static void entries(void **state)
{
	(void)state;
	read_trace(HEAD
		   "             add-11      [000] DNZff     6.761856: p1_99: (0x5555) a=1 b=2\n"
		   "           <...>-11      [001] .....  5000.000007: p12_99: (0x5555)\n",
		   false);
	assert_int_equal(seen.nr, 2);
	hit_is(0, 11, 1, "(0x5555) a=1 b=2");
	hit_is(1, 11, 12, "(0x5555)");
	assert_true(seen.seen[0].time == 6761856000ull);
	assert_true(seen.seen[1].time == 5000000007000ull);
	assert_int_equal(hits.lines, 2);
	sightings_free(&seen);
}

static void returns(void **state)
{
	(void)state;
	read_trace("  add-11 [000] D.... 6.761856: r1_99: (0x50da <- 0x5210) s=\"<- 0x5210)\"\n",
		   false);
	hit_is(0, 11, 1, "(0x50da) s=\"<- 0x5210)\"");
	sightings_free(&seen);
}

static void strings_with_line_ends(void **state)
{
	(void)state;
	read_trace("  add-11 [000] D.... 6.000001: p1_99: (0x1) s=\"one\n"
		   "\n"
		   "# two-3 [000]\" n=1\n"
		   "CPU:1 [LOST 20 EVENTS]\n"
		   "  add-11 [000] D.... 6.000002: p1_99: (0x1) s=\"\"\n",
		   false);
	assert_int_equal(seen.nr, 2);
	hit_is(0, 11, 1, "(0x1) s=\"one\n\n# two-3 [000]\" n=1");
	hit_is(1, 11, 1, "(0x1) s=\"\"");
	sightings_free(&seen);
}

static void names_of_threads(void **state)
{
	(void)state;
	read_trace("   a x-1 [0] y-11      [000] D.... 6.000001: p1_99: (0x1)\n", false);
	hit_is(0, 11, 1, "(0x1)");
	sightings_free(&seen);
}

static void others(void **state)
{
	(void)state;
	read_trace("  add-12 [000] D.... 6.000001: p1_99: (0x1)\n"
		   "  add-11 [000] D.... 6.000002: p1_98: (0x1)\n",
		   false);
	assert_int_equal(seen.nr, 0);
	assert_int_equal(hits.lines, 1);
	sightings_free(&seen);
}

#define FORK(time, parent, child)                                                           \
	"  sh-" #parent " [000] ..... 6." time ": sched_process_fork: comm=sh pid=" #parent \
	" child_comm=x child_pid=7 child_pid=" #child "\n"
#define ENTRY(time, tid) "  sh-" #tid " [000] D.... 6." time ": p1_99: (0x1)\n"

static void children(void **state)
{
	(void)state;
	read_trace(ENTRY("000001", 12) FORK("000002", 11, 12) ENTRY("000003", 12)
			   FORK("000004", 12, 13) ENTRY("000005", 13) FORK("000006", 50, 13)
				   ENTRY("000007", 13) FORK("000008", 50, 51) ENTRY("000009", 51),
		   false);
	assert_int_equal(seen.nr, 2);
	assert_int_equal(seen.seen[0].tid, 12);
	assert_int_equal(seen.seen[1].tid, 13);
	assert_int_equal(hits.lines, 5);
	sightings_free(&seen);
}

#define BEGINS(probe, stack, n) \
	"  sh-11 [000] D.... 6.000001: p" #probe "_99: (0x1) uprobecap_sp=" stack " n=" #n "\n"
#define ENDS(probe, stack, n)                                                                     \
	"  sh-11 [000] D.... 6.000002: r" #probe "_99: (0x7 <- 0x1) uprobecap_sp=" stack " r=" #n \
	"\n"

static void calls(void **state)
{
	(void)state;
	read_trace(BEGINS(1, "0x1000", 1) BEGINS(2, "0xf00", 2) BEGINS(1, "0xe00", 3)
			   ENDS(1, "0xe08", 4) ENDS(2, "0xf08", 5) ENDS(1, "0x1008", 6),
		   true);
	assert_int_equal(seen.nr, 3);
	hit_is(0, 11, 1, "(0x1) n=3 -> r=4");
	hit_is(1, 11, 2, "(0x1) n=2 -> r=5");
	hit_is(2, 11, 1, "(0x1) n=1 -> r=6");
	assert_int_equal(hits.lines, 6);
	sightings_free(&seen);
}

static void calls_that_do_not_end(void **state)
{
	(void)state;
	read_trace(BEGINS(1, "0x1000", 1) BEGINS(1, "0xf00", 2) BEGINS(1, "0xe00", 3)
			   ENDS(1, "0x1008", 4) BEGINS(1, "0xe00", 5) ENDS(1, "0xe08", 6)
				   ENDS(1, "0xf08", 7),
		   true);
	assert_int_equal(seen.nr, 2);
	hit_is(0, 11, 1, "(0x1) n=1 -> r=4");
	hit_is(1, 11, 1, "(0x1) n=5 -> r=6");
	sightings_free(&seen);
}

/* One jumps to the other: they return at once, the last one first. */
static void calls_by_jumps(void **state)
{
	(void)state;
	read_trace(BEGINS(1, "0x1000", 1) BEGINS(2, "0x1000", 2) ENDS(2, "0x1008", 3)
			   ENDS(1, "0x1008", 3),
		   true);
	assert_int_equal(seen.nr, 2);
	hit_is(0, 11, 2, "(0x1) n=2 -> r=3");
	hit_is(1, 11, 1, "(0x1) n=1 -> r=3");
	sightings_free(&seen);
}

/* The kernel calls those of one site in one order, at entries and at returns. */
static void calls_of_two_probes(void **state)
{
	(void)state;
	read_trace(BEGINS(1, "0x1000", 1) BEGINS(2, "0x1000", 2) ENDS(1, "0x1008", 3)
			   ENDS(2, "0x1008", 4),
		   true);
	assert_int_equal(seen.nr, 2);
	hit_is(0, 11, 1, "(0x1) n=1 -> r=3");
	hit_is(1, 11, 2, "(0x1) n=2 -> r=4");
	sightings_free(&seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries),
		cmocka_unit_test(returns),
		cmocka_unit_test(strings_with_line_ends),
		cmocka_unit_test(names_of_threads),
		cmocka_unit_test(others),
		cmocka_unit_test(children),
		cmocka_unit_test(calls),
		cmocka_unit_test(calls_that_do_not_end),
		cmocka_unit_test(calls_by_jumps),
		cmocka_unit_test(calls_of_two_probes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/verify/tracefs_hits", tests, NULL, NULL);
}

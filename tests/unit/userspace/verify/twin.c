// SPDX-License-Identifier: GPL-2.0-only
/*
 * A hit of the module as tracefs prints its own.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../sample.h"
#include "verify/comparison.h"
#include "verify/twin.h"

static uint64_t left_out;

static void print_hit(FILE *out, const struct stream *stream, struct probe *probe,
		      const struct uprobecap_hit *hit)
{
	(void)stream;
	twin_put(out, probe, hit, left_out);
}

static void ignore_ledger(FILE *out, const struct stream *stream, const struct probe *probe)
{
	(void)out;
	(void)stream;
	(void)probe;
}

static const struct printer twin_printer = { .hit = print_hit, .ledger = ignore_ledger };
static struct sample sample;

static struct uprobecap_probe *begin(char type, const struct sample_field *fields, uint32_t nr)
{
	sample = (struct sample){ 0 };
	left_out = 0;
	sample_header(&sample);
	return sample_probe_of(&sample, 1, type, fields, nr, "any");
}

static void prints(const char *wanted)
{
	char *text = sample_print(&sample, &twin_printer);

	assert_string_equal(text, wanted);
	free(text);
}

static void numbers(void **state)
{
	static const struct sample_field fields[] = {
		{ "u", UPROBECAP_UNSIGNED, 8, 0 }, { "s", UPROBECAP_SIGNED, 4, 0 },
		{ "x", UPROBECAP_HEX, 8, 0 },	   { "c", UPROBECAP_CHAR, 1, 0 },
		{ "f", UPROBECAP_FLOAT, 4, 0 },	   { "a", UPROBECAP_SIGNED, 1, 2 },
	};
	struct uprobecap_hit *hit;
	uint64_t *slot;

	(void)state;
	begin('p', fields, COUNT(fields));
	hit = sample_hit(&sample, 1, 'p', fields, COUNT(fields), 0);
	slot = (uint64_t *)(hit + 1);
	slot[0] = UINT64_MAX;
	slot[1] = -7;
	slot[2] = 0;
	slot[3] = 'A';
	slot[4] = 0x3f800000;
	memcpy(&slot[5], "\xff\x02", 2);
	prints("(0x401234) u=18446744073709551615 s=-7 x=0x0 c=0x41 f=0x3f800000 a={-1,2}");
	left_out = 1 << 1 | 1 << 5;
	prints("(0x401234) u=18446744073709551615 x=0x0 c=0x41 f=0x3f800000");
	hit->irregular = 1 << 2;
	slot[2] = UPROBECAP_FAULTED;
	prints("(0x401234) u=18446744073709551615 x=" COMPARISON_UNREADABLE " c=0x41 f=0x3f800000");
}

static void texts(void **state)
{
	static const struct sample_field fields[] = {
		{ "s", UPROBECAP_STRING, 8, 0 },
		{ "b", UPROBECAP_BYTES, 8, 0 },
		{ "c", UPROBECAP_CHAR, 1, 3 },
	};
	uint32_t slots = sizeof(struct uprobecap_hit);
	struct uprobecap_hit *hit;

	(void)state;
	begin('p', fields, COUNT(fields));
	hit = sample_hit(&sample, 1, 'p', fields, COUNT(fields), 16);
	sample_string(hit, slots, "a\"\n\xff", 5, slots + 24);
	sample_string(hit, slots + 8, "\0\x80", 2, slots + 32);
	memcpy((char *)hit + slots + 16, "ab", 3);
	prints("(0x401234) s=\"a\"\n\xff\" b={0x0,0x80} c={0x61,0x62,0x0}");
	*(uint64_t *)((char *)hit + slots) = UPROBECAP_BAD;
	hit->irregular = 1 | 2;
	prints("(0x401234) s=(fault) b=" COMPARISON_UNREADABLE " c={0x61,0x62,0x0}");
}

static void calls(void **state)
{
	static const struct sample_field fields[] = {
		{ "a", UPROBECAP_UNSIGNED, 8, 0 },
		{ "r", UPROBECAP_SIGNED, 8, 0 },
	};
	uint64_t *slot;

	(void)state;
	sample_at_return(begin('c', fields, COUNT(fields)), 1);
	slot = (uint64_t *)((struct uprobecap_call *)sample_hit(&sample, 1, 'c', fields,
								COUNT(fields), 0) +
			    1);
	slot[0] = 1;
	slot[1] = -1;
	prints("(0x401234) a=1 -> r=-1");
	left_out = 2;
	prints("(0x401234) a=1 ->");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(texts),
		cmocka_unit_test(calls),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/verify/twin", tests, NULL, NULL);
}

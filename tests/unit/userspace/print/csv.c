// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows of comma-separated values.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../sample.h"

#define USUAL "time,monotonic_ns,type,function,comm,pid,tid,uid,cpu,latency_ns"
#define ROW   "2023-11-14 22:13:21.120394,6120394000,"

static const struct sample_field texts[] = {
	{ "a", UPROBECAP_STRING, 8, 0 },
	{ "b", UPROBECAP_UNSIGNED, 1, 2 },
};

static const struct sample_field number[] = { { "a", UPROBECAP_SIGNED, 8, 0 } };
static const struct sample_field other[] = { { "c", UPROBECAP_HEX, 8, 0 } };

static struct sample sample;

static void assert_printed(const char *expected)
{
	char *text;

	setenv("TZ", "UTC", 1);
	text = sample_print(&sample, &csv_printer);
	assert_string_equal(text, expected);
	free(text);
}

static void rows(void **state)
{
	struct uprobecap_hit *hit;

	(void)state;
	sample = (struct sample){ 0 };
	sample_header(&sample);
	sample_probe(&sample, 1, 'p', texts, 2);
	sample_probe(&sample, 2, 'c', number, 1);
	hit = sample_hit(&sample, 1, 'p', texts, 2, 16);
	sample_string(hit, sizeof(*hit), "a \"b\",\n", 8, sizeof(*hit) + 16);
	strcpy(hit->comm, "a,b");
	hit = sample_hit(&sample, 1, 'p', texts, 2, 0);
	((struct uprobecap_string *)(hit + 1))->offset = UPROBECAP_BAD;
	hit->irregular = 1;
	hit = sample_hit(&sample, 2, 'c', number, 1, 0);
	*(int64_t *)((struct uprobecap_call *)hit + 1) = -5;
	assert_printed(
		USUAL
		",a,b\r\n" ROW
		"entry,\"function\",\"a,b\",4242,4243,1000,1,,\"a \"\"b\"\",\\n\",\"{0,0}\"\r\n" ROW
		"entry,\"function\",\"bash\",4242,4243,1000,1,,(bad address),\"{0,0}\"\r\n" ROW
		"call,\"function\",\"bash\",4242,4243,1000,1,1203456789,-5,\r\n");
}

static void names_change(void **state)
{
	(void)state;
	sample = (struct sample){ 0 };
	sample_header(&sample);
	sample_probe(&sample, 1, 'p', number, 1);
	sample_hit(&sample, 1, 'p', number, 1, 0);
	sample_probe(&sample, 2, 'p', number, 1);
	sample_hit(&sample, 2, 'p', number, 1, 0);
	sample_probe(&sample, 3, 'r', other, 1);
	sample_hit(&sample, 3, 'r', other, 1, 0);
	assert_printed(USUAL ",a\r\n" ROW "entry,\"function\",\"bash\",4242,4243,1000,1,,0\r\n" ROW
			     "entry,\"function\",\"bash\",4242,4243,1000,1,,0\r\n" USUAL
			     ",a,c\r\n" ROW
			     "return,\"function\",\"bash\",4242,4243,1000,1,,,0x0\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		cmocka_unit_test(names_change),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/print/csv", tests, sample_hush, NULL);
}

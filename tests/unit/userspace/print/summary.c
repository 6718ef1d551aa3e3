// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the hits of a probe have in common.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../sample.h"

static const struct sample_field result[] = { { "n", UPROBECAP_SIGNED, 8, 0 } };

static struct sample sample;

static void add_call(int64_t returned, uint64_t latency)
{
	struct uprobecap_hit *hit = sample_hit(&sample, 1, 'c', result, 1, 0);
	struct uprobecap_call *call = (void *)hit;

	call->latency = latency;
	*(int64_t *)(call + 1) = returned;
}

static void begin(char type, const struct sample_field *fields, const char *text)
{
	struct uprobecap_probe *probe;

	sample = (struct sample){ 0 };
	sample_header(&sample);
	probe = sample_probe_of(&sample, 1, type, fields, 1, text);
	if (type == 'c')
		sample_at_return(probe, 0);
}

static void calls(void **state)
{
	char *text;
	size_t n;

	(void)state;
	begin('c', result, "c " SAMPLE_PATH ":0x1234 -> n=$retval:s64");
	for (n = 0; n < 80; n++)
		add_call(n % 4 ? 5 : -1, 1500);
	for (n = 0; n < 19; n++)
		add_call(0, 3000);
	add_call(0, 1000000);
	text = sample_print(&sample, &summary_printer);
	assert_string_equal(
		text,
		"probe 1  function() ->  no ledger: the stream ends before one was written\n"
		"  calls 100  errors 20  p50 1.503us  p90 3.007us  p99 3.007us  max 1.000ms\n"
		"     1.024us to    2.047us          80  ########################################\n"
		"     2.048us to    4.095us          19  ##########\n"
		"     4.096us to    8.191us           0\n"
		"     8.192us to   16.383us           0\n"
		"    16.384us to   32.767us           0\n"
		"    32.768us to   65.535us           0\n"
		"    65.536us to  131.071us           0\n"
		"   131.072us to  262.143us           0\n"
		"   262.144us to  524.287us           0\n"
		"   524.288us to    1.048ms           1  #\n");
	free(text);
}

/* Return: how many of two results are errors; -1 when nothing is known of errors. */
static int errors_of(uint16_t kind, uint16_t size, const char *type, uint64_t a, uint64_t b)
{
	struct sample_field field = { "n", kind, size, 0 };
	char spec[64], *text, *errors;
	int count;

	snprintf(spec, sizeof(spec), "r " SAMPLE_PATH ":1 n=$retval:%s", type);
	begin('r', &field, spec);
	*(uint64_t *)(sample_hit(&sample, 1, 'r', &field, 1, 0) + 1) = a;
	*(uint64_t *)(sample_hit(&sample, 1, 'r', &field, 1, 0) + 1) = b;
	text = sample_print(&sample, &summary_printer);
	assert_non_null(strstr(text, "\n  hits 2"));
	errors = strstr(text, "errors ");
	count = errors ? atoi(errors + strlen("errors ")) : -1;
	free(text);
	return count;
}

static void what_is_an_error(void **state)
{
	(void)state;
	assert_int_equal(errors_of(UPROBECAP_SIGNED, 4, "s32", -1, 0), 1);
	assert_int_equal(errors_of(UPROBECAP_SIGNED, 8, "s64", -100000, 1), 1);
	assert_int_equal(errors_of(UPROBECAP_HEX, 8, "x64", -1, -4095), 2);
	assert_int_equal(errors_of(UPROBECAP_HEX, 8, "x64", -4096, 0), 0);
	assert_int_equal(errors_of(UPROBECAP_UNSIGNED, 4, "u32", UINT32_MAX, UINT32_MAX - 4094), 2);
	assert_int_equal(errors_of(UPROBECAP_UNSIGNED, 4, "u32", UINT32_MAX - 4095, 0), 0);
	assert_int_equal(errors_of(UPROBECAP_UNSIGNED, 1, "u8", 255, 0), 0);
	assert_int_equal(errors_of(UPROBECAP_CHAR, 1, "char", 255, 0), 0);
}

static void no_result_no_errors(void **state)
{
	char *text;

	(void)state;
	begin('c', result, "c " SAMPLE_PATH ":0x1234 -> n=%dx:s64");
	add_call(-1, 10);
	text = sample_print(&sample, &summary_printer);
	assert_non_null(strstr(text, "\n  calls 1  p50 10ns  p90 10ns  p99 10ns  max 10ns\n"));
	assert_null(strstr(text, "errors"));
	free(text);
}

/* A result that could not be read is no error. */
static void a_missing_result(void **state)
{
	struct sample_field field = { "n", UPROBECAP_SIGNED, 8, 0 };
	struct uprobecap_hit *hit;
	char *text;

	(void)state;
	begin('r', &field, "r " SAMPLE_PATH ":1 n=$retval:s64");
	hit = sample_hit(&sample, 1, 'r', &field, 1, 0);
	*(uint64_t *)(hit + 1) = UPROBECAP_FAULTED;
	hit->irregular = 1;
	text = sample_print(&sample, &summary_printer);
	assert_non_null(strstr(text, "\n  hits 1  errors 0\n"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls),
		cmocka_unit_test(what_is_an_error),
		cmocka_unit_test(no_result_no_errors),
		cmocka_unit_test(a_missing_result),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/print/summary", tests, NULL, NULL);
}

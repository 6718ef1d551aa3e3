// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which hits are shown: what a filter means afterwards is what it would have meant.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../sample.h"
#include "stream/selection.h"

static const struct sample_field fields[] = {
	{ "u", UPROBECAP_UNSIGNED, 8, 0 },
	{ "s", UPROBECAP_SIGNED, 4, 0 },
	{ "name", UPROBECAP_STRING, 8, 0 },
	{ "n", UPROBECAP_SIGNED, 8, 0 },
};

#define SPEC                                                                                     \
	"c:g/name " SAMPLE_PATH ":0x1234(0x10)  u=$arg1:u64 s=$arg2:s32\tname=+0($arg3):string " \
	"-> n=$retval:s64 if u > 100"

#define SLOTS sizeof(struct uprobecap_call)

static struct sample sample;
static struct stream stream;
static struct probe *probe;
static struct uprobecap_hit *hit;
static struct error error;

static void begin(const char *spec)
{
	struct stream_record next;
	struct uprobecap_probe *definition;

	stream_restart(&stream);
	stream = (struct stream){ .name = "sample" };
	sample = (struct sample){ 0 };
	sample_header(&sample);
	definition = sample_probe_of(&sample, 1, 'c', fields, COUNT(fields), spec);
	sample_at_return(definition, 3);
	assert_int_equal(stream_next(&stream, sample.bytes, sample.size, &next, &error),
			 STREAM_RECORD);
	assert_int_equal(stream_next(&stream, definition, definition->record.size, &next, &error),
			 STREAM_RECORD);
	probe = next.probe;
	hit = sample_hit(&sample, 1, 'c', fields, COUNT(fields), 8);
	((uint64_t *)((char *)hit + SLOTS))[0] = 7;
	((uint64_t *)((char *)hit + SLOTS))[1] = -3;
	sample_string(hit, SLOTS + 16, "/etc/x", 7, SLOTS + 32);
	((uint64_t *)((char *)hit + SLOTS))[3] = -1;
	assert_int_equal(stream_next(&stream, hit, hit->record.size, &next, &error), STREAM_RECORD);
}

static bool holds(const char *filter)
{
	struct selection selection = { .filter = filter };
	bool result;

	begin(SPEC);
	selection_begin(&selection, &stream);
	result = selection_has(&selection, &stream, probe, hit);
	if (selection_check(&selection, &error))
		fail_msg("%s: %s: %s", filter, error.what, error.why);
	return result;
}

static void true_filters(void **state)
{
	static const char * const filters[] = {
		"u == 7",
		"u != 8",
		"u < 8",
		"u <= 7",
		"u > 6",
		"u >= 7",
		"u & 3",
		"s == -3",
		"s < 0",
		"s > -4",
		"name == '/etc/x'",
		"name != '/etc'",
		"name ~ '/etc/*'",
		"name ~ '/e?c/[x-z]'",
		"comm == 'bash'",
		"comm ~ 'b*'",
		"pid == 4242",
		"tid == 4243",
		"uid == 1000",
		"cpu == 1",
		"n == -1",
		"$retval < 0",
		"latency > 1s",
		"latency == 1203456789",
		"u == 1 || s == -3",
		"!(u == 1) && (s == 1 || n < 0)",
	};
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(filters); n++)
		if (!holds(filters[n]))
			fail_msg("%s is false", filters[n]);
}

static void false_filters(void **state)
{
	static const char * const filters[] = {
		"u == 8",
		"u != 7",
		"u < 7",
		"u <= 6",
		"u > 7",
		"u >= 8",
		"u & 8",
		"s == 3",
		"s > 0",
		"name == '/etc'",
		"name != '/etc/x'",
		"name ~ '/etc'",
		"comm == 'b'",
		"pid == 1",
		"tid == 1",
		"uid == 1",
		"cpu == 0",
		"$retval == 0",
		"latency < 1s",
		"u == 7 && s == 3",
		"!(u == 7)",
	};
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(filters); n++)
		if (holds(filters[n]))
			fail_msg("%s is true", filters[n]);
}

/* What could not be read is neither this nor another. */
static void missing_values(void **state)
{
	struct selection selection = { .filter = "name == '/etc/x' || name != '/etc/x'" };
	struct uprobecap_string *place;

	(void)state;
	begin(SPEC);
	selection_begin(&selection, &stream);
	place = (void *)((char *)hit + SLOTS + 16);
	*place = (struct uprobecap_string){ .offset = UPROBECAP_FAULTED };
	hit->irregular = 1 << 2;
	assert_false(selection_has(&selection, &stream, probe, hit));
}

static void refused(void **state)
{
	static const struct {
		const char *filter;
		const char *what;
		const char *why;
	} cases[] = {
		{ "u ==", "column 5", "number" },
		{ "nobody == 1", "column 1", "no field" },
		{ "u == 1 and s == 2", "column 8", "missing" },
	};
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(cases); n++) {
		struct selection selection = { .filter = cases[n].filter };

		begin(SPEC);
		selection_begin(&selection, &stream);
		assert_false(selection_has(&selection, &stream, probe, hit));
		assert_int_equal(selection_check(&selection, &error), -1);
		assert_int_equal(error.exit, EXIT_USAGE);
		assert_non_null(strstr(error.what, cases[n].what));
		assert_non_null(strstr(error.why, cases[n].why));
	}
}

/* A text that does not belong to its fields is not trusted to say what they are. */
static void wrong_texts(void **state)
{
	static const char * const specs[] = {
		"",
		"c",
		"c /elsewhere:0x1234 u=$arg1",
		"c " SAMPLE_PATH ":0x1234 u=$arg1:u64",
		"p " SAMPLE_PATH
		":0x1234 u=$arg1:u64 s=$arg2:s32 name=+0($arg3):string n=$arg4:s64",
		"c " SAMPLE_PATH
		":0x1234 u=+0($arg1):u64[4] s=$arg2:s32 name=+0($arg3):string -> n=$retval:s64",
		"c " SAMPLE_PATH
		":0x1234 u=$arg1:s64 s=$arg2:s32 name=+0($arg3):string -> n=$retval:s64",
		"c " SAMPLE_PATH
		":0x1234 v=$arg1:u64 s=$arg2:s32 name=+0($arg3):string -> n=$retval:s64",
	};
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(specs); n++) {
		struct selection selection = { .filter = "u == 7" };

		begin(specs[n]);
		selection_begin(&selection, &stream);
		assert_false(selection_has(&selection, &stream, probe, hit));
		assert_int_equal(selection_check(&selection, &error), -1);
		assert_non_null(strstr(error.why, "not understood"));
	}
}

static void a_result_that_was_not_recorded(void **state)
{
	struct selection selection = { .filter = "$retval == 7" };

	(void)state;
	begin("c " SAMPLE_PATH
	      ":0x1234 u=$arg1:u64 s=$arg2:s32 name=+0($arg3):string -> n=%dx:s64");
	selection_begin(&selection, &stream);
	assert_false(selection_has(&selection, &stream, probe, hit));
	assert_int_equal(selection_check(&selection, &error), -1);
	assert_non_null(strstr(error.why, "was not recorded"));
}

static bool is_in(const char *from, const char *to)
{
	struct selection selection = { 0 };

	assert_true(!from || moment_parse(from, &selection.from));
	assert_true(!to || moment_parse(to, &selection.to));
	selection_begin(&selection, &stream);
	return selection_has(&selection, &stream, probe, hit);
}

/* The hit is 1.120394 s behind the beginning, 22:13:20. */
static void windows(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	begin(SPEC);
	assert_true(is_in("1s", "2s"));
	assert_true(is_in("1s", NULL));
	assert_true(is_in(NULL, "2s"));
	assert_false(is_in("2s", NULL));
	assert_false(is_in(NULL, "1s"));
	assert_true(is_in("22:13:21", "22:13:22"));
	assert_true(is_in("22:13:21.120394", "22:13:21.120394"));
	assert_false(is_in("22:13:21.120395", NULL));
	assert_false(is_in(NULL, "22:13:21.120393"));
	stream_restart(&stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(true_filters),	  cmocka_unit_test(false_filters),
		cmocka_unit_test(missing_values), cmocka_unit_test(refused),
		cmocka_unit_test(wrong_texts),	  cmocka_unit_test(a_result_that_was_not_recorded),
		cmocka_unit_test(windows),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/stream/selection", tests, NULL, NULL);
}

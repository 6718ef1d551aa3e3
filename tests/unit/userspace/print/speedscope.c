// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files for speedscope: what its description of the format asks for.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "../parsed.h"
#include "../sample.h"

#define SCHEMA	"https://www.speedscope.app/file-format-schema.json"
#define THREADS 3

static struct sample sample;

static const char *text_of(struct json_object *object, const char *key)
{
	return json_object_get_string(get(object, key, json_type_string));
}

static int64_t number_of(struct json_object *object, const char *key)
{
	return json_object_get_int64(get(object, key, json_type_int));
}

/*
 * Events are in order of time and within the profile's, each closes the frame that
 * was opened last, and in the end none is open.
 */
static void check_profile(struct json_object *profile, size_t frames)
{
	struct json_object *events = get(profile, "events", json_type_array);
	int64_t at = number_of(profile, "startValue"), next, frame, open[64];
	size_t n, depth = 0;

	assert_string_equal(text_of(profile, "type"), "evented");
	assert_string_equal(text_of(profile, "unit"), "nanoseconds");
	text_of(profile, "name");
	for (n = 0; n < json_object_array_length(events); n++) {
		struct json_object *event = json_object_array_get_idx(events, n);

		next = number_of(event, "at");
		frame = number_of(event, "frame");
		assert_true(next >= at && next <= number_of(profile, "endValue"));
		assert_in_range(frame, 0, frames - 1);
		at = next;
		if (!strcmp(text_of(event, "type"), "O")) {
			assert_true(depth < COUNT(open));
			open[depth++] = frame;
		} else {
			assert_string_equal(text_of(event, "type"), "C");
			assert_true(depth > 0);
			assert_int_equal(open[--depth], frame);
		}
	}
	assert_int_equal(depth, 0);
}

static struct json_object *print(size_t nr_profiles, size_t nr_frames)
{
	enum json_tokener_error wrong;
	char *text = sample_print(&sample, &speedscope_printer);
	struct json_object *file = json_tokener_parse_verbose(text, &wrong);
	struct json_object *frames, *profiles;
	size_t n;

	if (!file)
		fail_msg("%s: %s", json_tokener_error_desc(wrong), text);
	free(text);
	assert_string_equal(text_of(file, "$schema"), SCHEMA);
	frames = get(get(file, "shared", json_type_object), "frames", json_type_array);
	assert_int_equal(json_object_array_length(frames), nr_frames);
	for (n = 0; n < nr_frames; n++)
		text_of(json_object_array_get_idx(frames, n), "name");
	profiles = get(file, "profiles", json_type_array);
	assert_int_equal(json_object_array_length(profiles), nr_profiles);
	for (n = 0; n < nr_profiles; n++)
		check_profile(json_object_array_get_idx(profiles, n), nr_frames);
	return file;
}

static void begin(void)
{
	sample = (struct sample){ 0 };
	sample_header(&sample);
	sample_probe(&sample, 1, 'c', NULL, 0);
}

static void add_call(uint32_t tid, uint64_t from, uint64_t to)
{
	struct uprobecap_hit *hit = sample_hit(&sample, 1, 'c', NULL, 0, 0);

	hit->tid = tid;
	hit->time = SAMPLE_MONOTONIC + to;
	((struct uprobecap_call *)hit)->latency = to - from;
}

static void nothing(void **state)
{
	(void)state;
	begin();
	json_object_put(print(0, 0));
}

/* Of the first thread: "O100" opens at 100, where the first call of all began. */
static void assert_events(struct json_object *file, const char * const *expected, size_t nr)
{
	struct json_object *profile =
		json_object_array_get_idx(get(file, "profiles", json_type_array), 0);
	struct json_object *events = get(profile, "events", json_type_array);
	char text[32];
	size_t n;

	assert_int_equal(json_object_array_length(events), nr);
	for (n = 0; n < nr; n++) {
		struct json_object *event = json_object_array_get_idx(events, n);

		snprintf(text, sizeof(text), "%s%d", text_of(event, "type"),
			 (int)number_of(event, "at") + 100);
		assert_string_equal(text, expected[n]);
	}
	json_object_put(file);
}

static void nested(void **state)
{
	static const char * const expected[] = { "O110", "O120", "C130", "O130", "C140", "C200" };

	(void)state;
	begin();
	add_call(1, 120, 130);
	add_call(1, 130, 140);
	add_call(1, 110, 200);
	add_call(2, 100, 300);
	assert_events(print(2, 1), expected, COUNT(expected));
}

static void begun_at_once(void **state)
{
	static const char * const expected[] = { "O100", "O100", "C110", "C200" };

	(void)state;
	begin();
	add_call(1, 100, 110);
	add_call(1, 100, 200);
	assert_events(print(1, 1), expected, COUNT(expected));
}

/* Whatever a file claims comes out as a file that can be loaded. */
static void anything(void **state)
{
	uint64_t random = 1, from, length;
	size_t round, n;

	(void)state;
	for (round = 0; round < 300; round++) {
		begin();
		for (n = 0; n < 30; n++) {
			random = random * 6364136223846793005 + 1442695040888963407;
			from = random >> 60;
			length = random >> 52 & 0xf;
			add_call(n < THREADS ? n : (random >> 40) % THREADS, from, from + length);
		}
		if (round % 10 == 0)
			((struct uprobecap_call *)((char *)sample.bytes + sample.size -
						   sizeof(struct uprobecap_call)))
				->latency = UINT64_MAX;
		json_object_put(print(THREADS, 1));
	}
}

static void what_is_no_call(void **state)
{
	(void)state;
	begin();
	sample_probe(&sample, 2, 'p', NULL, 0);
	sample_hit(&sample, 2, 'p', NULL, 0, 0);
	add_call(1, 1, 2);
	json_object_put(print(1, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing),	   cmocka_unit_test(nested),
		cmocka_unit_test(begun_at_once),   cmocka_unit_test(anything),
		cmocka_unit_test(what_is_no_call),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/print/speedscope", tests, sample_hush, NULL);
}

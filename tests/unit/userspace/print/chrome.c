// SPDX-License-Identifier: GPL-2.0-only
/*
 * Trace events, as the description of the format asks for them.
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

static const struct sample_field number[] = { { "a", UPROBECAP_SIGNED, 8, 0 } };

static struct sample sample;

static double number_of(struct json_object *event, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(event, key, &value))
		fail_msg("no %s in %s", key, json_object_to_json_string(event));
	assert_true(json_object_is_type(value, json_type_int) ||
		    json_object_is_type(value, json_type_double));
	return json_object_get_double(value);
}

static const char *text_of(struct json_object *event, const char *key)
{
	return json_object_get_string(get(event, key, json_type_string));
}

/* Every event has a phase, a process and a thread; which other keys, the phase says. */
static void check_event(struct json_object *event)
{
	const char *phase = text_of(event, "ph");

	get(event, "pid", json_type_int);
	get(event, "tid", json_type_int);
	assert_true(strlen(text_of(event, "name")) > 0);
	get(event, "args", json_type_object);
	if (!strcmp(phase, "X")) {
		assert_true(number_of(event, "ts") >= 0);
		assert_true(number_of(event, "dur") >= 0);
	} else if (!strcmp(phase, "i")) {
		assert_true(number_of(event, "ts") >= 0);
		assert_string_equal(text_of(event, "s"), "t");
	} else {
		assert_string_equal(phase, "M");
		text_of(get(event, "args", json_type_object), "name");
	}
}

static struct json_object *print(void)
{
	enum json_tokener_error wrong;
	char *text = sample_print(&sample, &chrome_printer);
	struct json_object *file = json_tokener_parse_verbose(text, &wrong);
	struct json_object *events;
	size_t n;

	if (!file)
		fail_msg("%s: %s", json_tokener_error_desc(wrong), text);
	free(text);
	events = get(file, "traceEvents", json_type_array);
	for (n = 0; n < json_object_array_length(events); n++)
		check_event(json_object_array_get_idx(events, n));
	return file;
}

static void nothing(void **state)
{
	struct json_object *file;

	(void)state;
	sample = (struct sample){ 0 };
	file = print();
	assert_int_equal(json_object_array_length(get(file, "traceEvents", json_type_array)), 0);
	json_object_put(file);
}

static void events(void **state)
{
	struct json_object *file, *list, *event;
	struct uprobecap_hit *hit;

	(void)state;
	sample = (struct sample){ 0 };
	sample_header(&sample);
	sample_probe(&sample, 1, 'c', number, 1);
	sample_probe(&sample, 2, 'p', number, 1);
	hit = sample_hit(&sample, 1, 'c', number, 1, 0);
	*(int64_t *)((struct uprobecap_call *)hit + 1) = -7;
	((struct uprobecap_call *)hit)->latency = 1203456007;
	sample_hit(&sample, 2, 'p', number, 1, 0);
	hit = sample_hit(&sample, 2, 'p', number, 1, 0);
	hit->tid = hit->pid;
	strcpy(hit->comm, "\xff\"\n");
	file = print();
	list = get(file, "traceEvents", json_type_array);
	assert_int_equal(json_object_array_length(list), 6);
	event = json_object_array_get_idx(list, 0);
	assert_string_equal(text_of(event, "name"), "thread_name");
	assert_string_equal(text_of(get(event, "args", json_type_object), "name"), "bash");
	event = json_object_array_get_idx(list, 1);
	assert_string_equal(text_of(event, "ph"), "X");
	assert_string_equal(text_of(event, "name"), "function");
	assert_float_equal(number_of(event, "ts"), 4916937.993, 0.0001);
	assert_float_equal(number_of(event, "dur"), 1203456.007, 0.0001);
	assert_int_equal(number_of(get(event, "args", json_type_object), "a"), -7);
	assert_string_equal(text_of(json_object_array_get_idx(list, 2), "ph"), "i");
	event = json_object_array_get_idx(list, 4);
	assert_string_equal(text_of(event, "name"), "process_name");
	assert_string_equal(text_of(get(event, "args", json_type_object), "name"), "???");
	json_object_put(file);
}

/* As a file may claim. */
static void longer_than_there_was_time(void **state)
{
	struct json_object *file, *event;
	struct uprobecap_hit *hit;

	(void)state;
	sample = (struct sample){ 0 };
	sample_header(&sample);
	sample_probe(&sample, 1, 'c', number, 1);
	hit = sample_hit(&sample, 1, 'c', number, 1, 0);
	((struct uprobecap_call *)hit)->latency = UINT64_MAX;
	file = print();
	event = json_object_array_get_idx(get(file, "traceEvents", json_type_array), 1);
	assert_float_equal(number_of(event, "ts"), 0, 0.0001);
	assert_float_equal(number_of(event, "dur"), 6120394, 0.0001);
	json_object_put(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing),
		cmocka_unit_test(events),
		cmocka_unit_test(longer_than_there_was_time),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/print/chrome", tests, sample_hush, NULL);
}

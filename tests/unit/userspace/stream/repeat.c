// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hits in few bytes are the same hits again.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "../sample.h"
#include "stream/repeat.h"

static const struct sample_field number = { "a", UPROBECAP_UNSIGNED, 8, 0 };

/* What is told of a repeat, and room for its fields. */
struct told {
	struct note_repeat note;
	uint64_t fields[UPROBECAP_RECORD_MAX / 8];
};

static struct uprobecap_hit *make_hit(struct sample *sample, uint64_t value)
{
	struct uprobecap_hit *hit = sample_hit(sample, 1, 'p', &number, 1, 0);

	*(uint64_t *)(hit + 1) = value;
	return hit;
}

static const struct uprobecap_hit *tell(struct repeats *reader, const struct uprobecap_hit *hit)
{
	static struct told told;

	told.note = repeats_pack(hit);
	memcpy(told.fields, hit + 1, hit->record.size - sizeof(*hit));
	return repeats_unpack(reader, &told.note);
}

static void comes_back(void **state)
{
	struct repeats writer = { 0 }, reader = { 0 };
	struct sample sample = { 0 };
	struct uprobecap_hit *first = make_hit(&sample, 1), *second = make_hit(&sample, 2);

	(void)state;
	second->time += 1234567890123;
	assert_false(repeats_know(&writer, first));
	repeats_keep(&writer, first);
	repeats_keep(&reader, first);
	assert_true(repeats_know(&writer, second));
	assert_memory_equal(tell(&reader, second), second, second->record.size);
	repeats_forget(&writer);
	assert_false(repeats_know(&writer, second));
	repeats_forget(&reader);
}

/* All but size and time, which are told. */
static void another_is_no_repeat(void **state)
{
	struct repeats writer = { 0 };
	struct sample sample = { 0 };
	struct uprobecap_hit *hit = make_hit(&sample, 1);
	unsigned char *bytes = (void *)hit;
	size_t at;

	(void)state;
	repeats_keep(&writer, hit);
	for (at = 0; at < sizeof(*hit); at++) {
		bool is_told = (at >= offsetof(struct uprobecap_hit, record.size) &&
				at < offsetof(struct uprobecap_hit, probe));

		bytes[at] ^= 0x40;
		assert_int_equal(repeats_know(&writer, hit), is_told);
		bytes[at] ^= 0x40;
	}
	repeats_forget(&writer);
}

static void probes_and_cpus_do_not_disturb_each_other(void **state)
{
	struct repeats writer = { 0 };
	struct sample sample = { 0 };
	struct uprobecap_hit *hit = make_hit(&sample, 1);
	uint32_t n;

	(void)state;
	for (n = 0; n < 16; n++) {
		hit->probe = 1 + n % 4;
		hit->cpu = n / 4;
		assert_int_equal(repeats_know(&writer, hit), false);
		repeats_keep(&writer, hit);
	}
	for (n = 0; n < 16; n++) {
		hit->probe = 1 + n % 4;
		hit->cpu = n / 4;
		assert_true(repeats_know(&writer, hit));
	}
	repeats_forget(&writer);
}

static void nonsense_is_refused(void **state)
{
	struct repeats reader = { 0 };
	struct sample sample = { 0 };
	struct uprobecap_hit *hit = make_hit(&sample, 1);
	static struct told told;

	(void)state;
	assert_null(tell(&reader, hit));
	repeats_keep(&reader, hit);
	assert_non_null(tell(&reader, hit));
	told.note = repeats_pack(hit);
	told.note.model = UINT16_MAX;
	assert_null(repeats_unpack(&reader, &told.note));
	told.note = repeats_pack(hit);
	told.note.size = sizeof(told.note) - 8;
	assert_null(repeats_unpack(&reader, &told.note));
	told.note.size = UPROBECAP_RECORD_MAX - sizeof(*hit) + sizeof(told.note);
	assert_non_null(repeats_unpack(&reader, &told.note));
	told.note.size += 8;
	assert_null(repeats_unpack(&reader, &told.note));
	repeats_forget(&reader);
}

static void a_stream_may_not_begin_with_one(void **state)
{
	struct stream stream = { .name = "sample" };
	struct sample sample = { 0 };
	struct stream_record next;
	struct note_repeat *note;
	struct error error;
	size_t at = 0;

	(void)state;
	sample_header(&sample);
	sample_probe(&sample, 1, 'p', &number, 1);
	note = sample_put(&sample, NOTE_REPEAT, sizeof(*note) + 8);
	note->model = 1;
	while (stream_next(&stream, (char *)sample.bytes + at, sample.size - at, &next, &error) ==
	       STREAM_RECORD)
		at += next.size;
	assert_int_equal(at, sample.size - note->size);
	assert_non_null(strstr(error.why, "repeats one that there was not"));
	stream_restart(&stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(another_is_no_repeat),
		cmocka_unit_test(probes_and_cpus_do_not_disturb_each_other),
		cmocka_unit_test(nonsense_is_refused),
		cmocka_unit_test(a_stream_may_not_begin_with_one),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/stream/repeat", tests, NULL, NULL);
}

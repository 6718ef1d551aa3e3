// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recordings: what is written comes back, as far as it is whole, wherever the file
 * ends and whatever was done to it.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "../sample.h"
#include "stream/input.h"
#include "stream/note.h"
#include "stream/recording.h"

#define HITS 20

static const struct sample_field number = { "a", UPROBECAP_UNSIGNED, 8, 0 };

static char path[64], older[sizeof(path) + 2];
static struct error error;

/* What is in a file, and what comes out of it. */
static char file[1 << 20], content[1 << 20];
static size_t file_size, content_size;

static int make_path(void **state)
{
	int fd;

	(void)state;
	strcpy(path, "/tmp/uprobecap-recording-XXXXXX");
	fd = mkstemp(path);
	close(fd);
	sprintf(older, "%s.1", path);
	return fd < 0 ? -1 : 0;
}

static int remove_path(void **state)
{
	(void)state;
	unlink(older);
	return unlink(path);
}

static void load_file(const char *from)
{
	FILE *in = fopen(from, "r");

	assert_non_null(in);
	file_size = fread(file, 1, sizeof(file), in);
	fclose(in);
}

static void store_file(const char *bytes, size_t size)
{
	FILE *out = fopen(path, "w");

	assert_int_equal(fwrite(bytes, 1, size, out), size);
	fclose(out);
}

/* Return: as input_read()'s last one. */
static ssize_t read_back(const char *from)
{
	struct input input;
	ssize_t got;

	content_size = 0;
	if (input_open(&input, from, &error))
		return -1;
	/* In pieces that fit neither frames nor records. */
	while ((got = input_read(&input, content + content_size, 1000, &error)) > 0)
		content_size += got;
	input_close(&input);
	return got;
}

static struct uprobecap_hit *add_hit(struct sample *sample, uint32_t id, uint64_t value)
{
	struct uprobecap_hit *hit = sample_hit(sample, id, 'p', &number, 1, 0);

	/* Nobody has this number. */
	hit->pid = UINT32_MAX;
	*(uint64_t *)(hit + 1) = value;
	return hit;
}

static uint64_t count_hits(const char *from, uint64_t *last)
{
	struct stream stream = { .name = "sample" };
	enum stream_result result;
	struct stream_record next;
	uint64_t hits;
	size_t at = 0;

	assert_int_equal(read_back(from), 0);
	while ((result = stream_next(&stream, content + at, content_size - at, &next, &error)) ==
		       STREAM_RECORD ||
	       result == STREAM_AGAIN) {
		if (result == STREAM_AGAIN) {
			stream_restart(&stream);
			continue;
		}
		if (next.record->type == UPROBECAP_ENTRY)
			*last = *(const uint64_t *)((const struct uprobecap_hit *)next.record + 1);
		at += next.size;
	}
	assert_int_equal(at, content_size);
	hits = stream.hits;
	stream_restart(&stream);
	return hits;
}

static void make_sample(struct sample *sample)
{
	uint64_t n;

	*sample = (struct sample){ 0 };
	sample_header(sample);
	sample_probe(sample, 1, 'p', &number, 1);
	for (n = 0; n < HITS; n++)
		add_hit(sample, 1, n);
	sample_ledger(sample, 1);
}

/* A frame for each of the records. */
static void write_record_by_record(const struct sample *sample)
{
	struct recording recording;
	size_t at;

	assert_int_equal(recording_open_archive(&recording, path, 0, &error), 0);
	for (at = 0; at < sample->size;) {
		const struct uprobecap_record *record =
			(const void *)((const char *)sample->bytes + at);

		assert_int_equal(recording_write(&recording, record, record->size, &error), 0);
		assert_int_equal(recording_flush(&recording, &error), 0);
		at += record->size;
	}
	assert_int_equal(recording_close(&recording, &error), 0);
	load_file(path);
	assert_int_equal(recording.bytes, file_size);
}

/* The stream of the module, without notes. */
static size_t drop_notes(void)
{
	size_t from, to = 0, size;

	for (from = 0; from < content_size; from += size) {
		const struct uprobecap_record *record = (const void *)(content + from);

		size = record->size;
		if (record->type >= UPROBECAP_NOTES)
			continue;
		memmove(content + to, record, size);
		to += size;
	}
	return to;
}

static void comes_back(void **state)
{
	struct sample sample;

	(void)state;
	make_sample(&sample);
	write_record_by_record(&sample);
	assert_int_equal(read_back(path), 0);
	assert_int_equal(drop_notes(), sample.size);
	assert_memory_equal(content, sample.bytes, sample.size);
}

static void is_plain_when_it_was_plain(void **state)
{
	struct recording recording;
	struct sample sample;

	(void)state;
	make_sample(&sample);
	assert_int_equal(recording_open(&recording, path, &error), 0);
	assert_int_equal(recording_write(&recording, sample.bytes, sample.size, &error), 0);
	assert_int_equal(recording_close(&recording, &error), 0);
	load_file(path);
	assert_int_equal(file_size, sample.size);
	assert_memory_equal(file, sample.bytes, sample.size);
	assert_int_equal(read_back(path), 0);
	assert_int_equal(content_size, sample.size);
}

/* Hits of one probe, so many ns apart. */
static void write_hits(uint64_t hits, uint64_t apart)
{
	struct recording recording;
	struct sample sample = { 0 };
	uint64_t n;

	assert_int_equal(recording_open_archive(&recording, path, 0, &error), 0);
	sample_header(&sample);
	sample_probe(&sample, 1, 'p', &number, 1);
	for (n = 0; n < hits; n++) {
		struct uprobecap_hit *hit = add_hit(&sample, 1, n);

		hit->time += n * apart;
		assert_int_equal(recording_write(&recording, sample.bytes, sample.size, &error), 0);
		sample.size = 0;
	}
	assert_int_equal(recording_close(&recording, &error), 0);
	load_file(path);
}

static void is_packed(void **state)
{
	uint64_t last;

	(void)state;
	write_hits(10000, 100000);
	assert_int_equal(count_hits(path, &last), 10000);
	assert_int_equal(last, 9999);
	assert_true(file_size < 10000 * 8);
}

/* Whoever reads the second one has forgotten the hits of the first. */
static void streams_stand_for_themselves(void **state)
{
	struct recording recording;
	struct sample sample;
	uint64_t last;
	int n;

	(void)state;
	make_sample(&sample);
	assert_int_equal(recording_open_archive(&recording, path, 0, &error), 0);
	for (n = 0; n < 2; n++)
		assert_int_equal(recording_write(&recording, sample.bytes, sample.size, &error), 0);
	assert_int_equal(recording_close(&recording, &error), 0);
	assert_int_equal(count_hits(path, &last), 2 * HITS);
}

static void is_stored_in_haste(void **state)
{
	uint64_t last;

	(void)state;
	write_hits(10000, 100);
	assert_int_equal(count_hits(path, &last), 10000);
	assert_int_equal(last, 9999);
	assert_in_range(file_size, 10000 * (sizeof(struct note_repeat) + 8),
			10000 * sizeof(struct uprobecap_hit));
}

/*
 * As after a crash: what is handed out is a beginning of the whole, and more of it
 * the later the file ends.
 */
static void is_whole_up_to_where_it_ends(void **state)
{
	static char whole[sizeof(content)];
	size_t whole_size, end, before = 0;
	struct sample sample;
	ssize_t result;

	(void)state;
	make_sample(&sample);
	write_record_by_record(&sample);
	assert_int_equal(read_back(path), 0);
	whole_size = content_size;
	memcpy(whole, content, whole_size);
	for (end = 0; end < file_size; end++) {
		store_file(file, end);
		result = read_back(path);
		if (end < 4)
			continue;
		assert_true(content_size >= before && content_size <= whole_size);
		assert_memory_equal(content, whole, content_size);
		if (result)
			assert_non_null(strstr(error.what, "is cut off in the frame at byte"));
		else
			assert_true(content_size > before);
		before = content_size;
	}
	assert_true(before > whole_size - sizeof(struct uprobecap_ledger) - 1);
}

static void a_wrong_byte_is_seen(void **state)
{
	static char whole[sizeof(content)];
	struct sample sample;
	size_t at;

	(void)state;
	make_sample(&sample);
	write_record_by_record(&sample);
	assert_int_equal(read_back(path), 0);
	memcpy(whole, content, content_size);
	for (at = 4; at < file_size; at++) {
		file[at] ^= 0x41;
		store_file(file, file_size);
		assert_int_equal(read_back(path), -1);
		assert_memory_equal(content, whole, content_size);
		file[at] ^= 0x41;
	}
}

static void frames_of_others_are_refused(void **state)
{
	/* zstd(1) of stdin: a frame without its size. */
	static const unsigned char packed[] = {
		0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x21, 0x00, 0x00,
		'a',  'b',  'c',  'd',	0x3c, 0x8f, 0x0e, 0x9d,
	};

	(void)state;
	store_file((const char *)packed, sizeof(packed));
	assert_int_equal(read_back(path), -1);
	assert_non_null(strstr(error.what, "none of uprobecap's"));
	assert_non_null(strstr(error.remedy, "zstd -dc"));
}

static void the_function_is_noted(void **state)
{
	struct stream stream = { .name = "sample" };
	struct stream_record next;
	struct sample sample;
	size_t at = 0;

	(void)state;
	make_sample(&sample);
	write_record_by_record(&sample);
	assert_int_equal(read_back(path), 0);
	while (stream_next(&stream, content + at, content_size - at, &next, &error) ==
	       STREAM_RECORD)
		at += next.size;
	assert_int_equal(at, content_size);
	assert_string_equal(stream.probes.probe[0]->function, "prog+0x1234");
	assert_int_equal(stream.hits, HITS);
	stream_restart(&stream);
}

static void put_name(struct sample *sample, const char *name)
{
	struct note_function *note = sample_put(sample, NOTE_FUNCTION, sizeof(*note) + 8);

	strcpy(note->name, name);
}

/* A name is that of the definition behind it, and of no other. */
static void a_name_is_used_once(void **state)
{
	struct stream stream = { .name = "sample" };
	struct sample sample = { 0 };
	struct stream_record next;
	size_t at = 0;

	(void)state;
	sample_header(&sample);
	put_name(&sample, "first");
	sample_probe(&sample, 1, 'p', &number, 1);
	put_name(&sample, "again");
	sample_probe(&sample, 1, 'p', &number, 1);
	sample_probe(&sample, 2, 'p', &number, 1);
	while (stream_next(&stream, (char *)sample.bytes + at, sample.size - at, &next, &error) ==
	       STREAM_RECORD)
		at += next.size;
	assert_int_equal(at, sample.size);
	assert_string_equal(stream.probes.probe[0]->function, "first");
	assert_null(stream.probes.probe[1]->function);
	stream_restart(&stream);
}

static void broken_notes(void **state)
{
	struct note_mapping *mapping;
	struct note_function *name;
	struct stream_record next;
	size_t n, at;

	(void)state;
	for (n = 0; n < 4; n++) {
		struct stream stream = { .name = "sample" };
		struct sample sample = { 0 };

		sample_header(&sample);
		at = sample.size;
		if (n == 0) {
			sample_put(&sample, NOTE_FUNCTION, sizeof(*name));
		} else if (n == 1) {
			name = sample_put(&sample, NOTE_FUNCTION, sizeof(*name) + 8);
			memset(name->name, 'x', 8);
		} else if (n == 2) {
			sample_put(&sample, NOTE_MAPPING, sizeof(*mapping));
		} else {
			mapping = sample_put(&sample, NOTE_MAPPING, sizeof(*mapping) + 8);
			mapping->build_id_size = UPROBECAP_BUILD_ID_MAX + 1;
		}
		assert_int_equal(stream_next(&stream, sample.bytes, sample.size, &next, &error),
				 STREAM_RECORD);
		assert_int_equal(stream_next(&stream, (char *)sample.bytes + at, sample.size - at,
					     &next, &error),
				 STREAM_ERROR);
		stream_restart(&stream);
	}
}

/* This process, at a function of its own. */
static void the_mapping_is_noted(void **state)
{
	const struct note_mapping *note = NULL;
	struct uprobecap_hit *hit;
	struct sample sample = { 0 };
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	size_t at, notes = 0;

	(void)state;
	assert_true(length > 0);
	self[length] = '\0';
	sample_header(&sample);
	sample_probe(&sample, 1, 'p', &number, 1);
	/* In between, others that have its place, and that are not there. */
	for (at = 0; at < 3 * 15; at++) {
		hit = sample_hit(&sample, 1, 'p', &number, 1, 0);
		hit->pid = getpid() + at % 15 * 0x10000000;
		hit->ip = (uintptr_t)the_mapping_is_noted;
	}
	write_record_by_record(&sample);
	assert_int_equal(read_back(path), 0);
	for (at = 0; at < content_size; at += ((struct uprobecap_record *)(content + at))->size) {
		const struct note_mapping *record = (const void *)(content + at);

		if (record->record.type != NOTE_MAPPING)
			continue;
		note = record;
		notes++;
	}
	assert_int_equal(notes, 1);
	assert_int_equal(note->pid, getpid());
	assert_true(note->start <= hit->ip && hit->ip < note->end);
	assert_string_equal(note->path, self);
}

/* Hits of ever new values, so that they cannot be packed well. */
static void write_much(uint64_t max_size, uint64_t hits)
{
	struct sample sample = { 0 };
	struct recording recording;
	uint64_t n;

	assert_int_equal(recording_open_archive(&recording, path, max_size, &error), 0);
	sample_header(&sample);
	sample_probe(&sample, 1, 'p', &number, 1);
	for (n = 0; n < hits; n++) {
		add_hit(&sample, 1, n * 0x9e3779b97f4a7c15);
		assert_int_equal(recording_write(&recording, sample.bytes, sample.size, &error), 0);
		sample.size = 0;
		if (n % 100 == 99)
			assert_int_equal(recording_flush(&recording, &error), 0);
	}
	assert_int_equal(recording_close(&recording, &error), 0);
}

static void the_latest_are_kept(void **state)
{
	uint64_t last, hits = 20000;

	(void)state;
	write_much(100000, hits);
	load_file(path);
	assert_in_range(file_size, 1, 50000);
	load_file(older);
	assert_in_range(file_size, 40000, 50000);
	assert_in_range(count_hits(older, &last), 100, hits / 2);
	assert_in_range(count_hits(path, &last), 1, hits / 2);
	assert_true(last == (hits - 1) * 0x9e3779b97f4a7c15);
	/* An old FILE.1 is none of the next recording. */
	write_much(100000, 10);
	assert_int_equal(access(older, F_OK), -1);
}

static void a_pipe_has_no_size(void **state)
{
	struct recording recording;

	(void)state;
	assert_int_equal(recording_open_archive(&recording, "/dev/null", 1000, &error), -1);
	assert_int_equal(error.exit, EXIT_USAGE);
	assert_int_equal(recording_open_archive(&recording, "/dev/null", 0, &error), 0);
	assert_int_equal(recording_close(&recording, &error), 0);
}

static void a_full_disk_is_an_error(void **state)
{
	struct recording recording;
	struct sample sample;

	(void)state;
	make_sample(&sample);
	assert_int_equal(recording_open_archive(&recording, "/dev/full", 0, &error), 0);
	assert_int_equal(recording_write(&recording, sample.bytes, sample.size, &error), 0);
	assert_int_equal(recording_close(&recording, &error), -1);
	assert_non_null(strstr(error.why, "No space left"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(is_plain_when_it_was_plain),
		cmocka_unit_test(is_packed),
		cmocka_unit_test(is_stored_in_haste),
		cmocka_unit_test(streams_stand_for_themselves),
		cmocka_unit_test(is_whole_up_to_where_it_ends),
		cmocka_unit_test(a_wrong_byte_is_seen),
		cmocka_unit_test(frames_of_others_are_refused),
		cmocka_unit_test(the_function_is_noted),
		cmocka_unit_test(a_name_is_used_once),
		cmocka_unit_test(broken_notes),
		cmocka_unit_test(the_mapping_is_noted),
		cmocka_unit_test(the_latest_are_kept),
		cmocka_unit_test(a_pipe_has_no_size),
		cmocka_unit_test(a_full_disk_is_an_error),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/stream/recording", tests, make_path,
					   remove_path);
}

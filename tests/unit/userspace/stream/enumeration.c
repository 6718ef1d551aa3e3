// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of values: those of this test's own program, in what is printed, and in what
 * is recorded.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "../sample.h"
#include "binary/symbols.h"
#include "stream/input.h"
#include "stream/recording.h"
#include "target/debug_prototype.h"

#define SEEN __attribute__((noipa, used))
#define ROW  "2023-11-14 22:13:21.120394,6120394000,"

enum colour { RED, GREEN, BLUE, CRIMSON = RED };
enum level { LOW = -1, HIGH = 1 };
enum access { READ = 1, WRITE = 2, RUN = 8 };
enum mode { PLAIN, SHARED = 1, LOCKED = 4, WHOLE = 5 };
enum set { NOTHING, FIRST = 1, LAST = 0x80000000u };
enum __attribute__((packed)) small { TINY, LARGE = 200 };

enum colour paint(enum colour colour, enum level level, enum access access, enum mode mode,
		  enum set set, enum small small);

SEEN enum colour paint(enum colour colour, enum level level, enum access access, enum mode mode,
		       enum set set, enum small small)
{
	return level + (int)access + (int)mode + (int)set + (int)small ? colour : GREEN;
}

static const struct sample_field fields[] = {
	{ "colour", UPROBECAP_UNSIGNED, 4, 0 }, { "level", UPROBECAP_SIGNED, 4, 0 },
	{ "access", UPROBECAP_UNSIGNED, 4, 0 }, { "mode", UPROBECAP_UNSIGNED, 4, 0 },
	{ "set", UPROBECAP_UNSIGNED, 4, 0 },	{ "small", UPROBECAP_UNSIGNED, 1, 0 },
	{ "retval", UPROBECAP_UNSIGNED, 4, 0 },
};

static struct enumerations *enumerations;
static struct sample sample;
static struct error error;

static void assert_name(unsigned int field, uint64_t value, const char *expected)
{
	const struct note_enumeration *names = enumerations->of_field[field];
	struct line line;

	assert_non_null(names);
	assert_true(note_enumeration_is_sound(names));
	assert_int_equal(enumeration_has(names, value), !!expected);
	if (!expected)
		return;
	line_begin(&line, NULL);
	enumeration_put(&line, names, value);
	line_char(&line, '\0');
	assert_string_equal(line.bytes, expected);
}

static void numbers(void **state)
{
	(void)state;
	assert_name(0, RED, "RED");
	assert_name(0, BLUE, "BLUE");
	assert_name(0, 3, NULL);
	assert_name(1, -1, "LOW");
	assert_name(1, UINT32_MAX, NULL);
	assert_name(5, 200, "LARGE");
	assert_name(6, GREEN, "GREEN");
}

/* Only where each value is one. */
static void bits(void **state)
{
	(void)state;
	assert_name(2, READ | WRITE, "READ|WRITE");
	assert_name(2, READ | WRITE | RUN, "READ|WRITE|RUN");
	assert_name(2, READ | 4, NULL);
	assert_name(2, 0, NULL);
	assert_name(3, WHOLE, "WHOLE");
	assert_name(3, 4, "LOCKED");
	assert_name(3, SHARED | 2, NULL);
	assert_name(4, NOTHING, "NOTHING");
	assert_name(4, 0x80000001u, "FIRST|LAST");
}

static void put_notes(void)
{
	unsigned int n;

	for (n = 0; n < UPROBECAP_FIELDS_MAX; n++) {
		const struct note_enumeration *note = enumerations->of_field[n];

		if (note)
			memcpy(sample_put(&sample, NOTE_ENUMERATION, note->record.size), note,
			       note->record.size);
	}
}

/* Values that have names, but for the colour. */
static void put_hit(void)
{
	static const uint64_t values[] = { 7, -1, READ | WRITE, WHOLE, 0, LARGE, BLUE };

	memcpy(sample_hit(&sample, 1, 'p', fields, COUNT(fields), 0) + 1, values, sizeof(values));
}

static void assert_printed(const struct printer *printer, const char *expected)
{
	char *text = sample_print(&sample, printer);

	if (!strstr(text, expected))
		fail_msg("%s is not in %s", expected, text);
	free(text);
}

static void printed(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	sample.size = 0;
	sample_header(&sample);
	put_notes();
	sample_probe(&sample, 1, 'p', fields, COUNT(fields));
	put_hit();
	assert_printed(
		&text_printer,
		"  function(colour=7, level=LOW, access=READ|WRITE, mode=WHOLE, set=NOTHING, small=LARGE, retval=BLUE)\n");
	assert_printed(
		&json_printer,
		"\"fields\":{\"colour\":7,\"level\":-1,\"access\":3,\"mode\":5,\"set\":0,\"small\":200,\"retval\":2},"
		"\"names\":{\"level\":\"LOW\",\"access\":\"READ|WRITE\",\"mode\":\"WHOLE\",\"set\":\"NOTHING\",\"small\":\"LARGE\",\"retval\":\"BLUE\"}}\n");
	assert_printed(&csv_printer, ROW "entry,\"function\",\"bash\",4242,4243,1000,1,,"
					 "7,LOW,READ|WRITE,WHOLE,NOTHING,LARGE,BLUE\r\n");
	assert_printed(&chrome_printer, "\"args\":{\"colour\":7,\"level\":\"LOW\",");
}

/* They are of the next probe, and of no other. */
static void of_one_probe(void **state)
{
	(void)state;
	sample.size = 0;
	sample_header(&sample);
	put_notes();
	sample_probe(&sample, 2, 'p', fields, COUNT(fields));
	sample_probe(&sample, 1, 'p', fields, COUNT(fields));
	put_hit();
	assert_printed(&text_printer, "(colour=7, level=-1, ");
}

static char *name_of(void *owner, uint32_t id)
{
	(void)owner;
	(void)id;
	return strdup("function");
}

static const struct enumerations *enumerations_of(void *owner, uint32_t id)
{
	return id == 1 ? owner : NULL;
}

static void read_back(const char *path)
{
	struct input input;
	ssize_t got;

	sample.size = 0;
	assert_int_equal(input_open(&input, path, &error), 0);
	while ((got = input_read(&input, (char *)sample.bytes + sample.size,
				 sizeof(sample.bytes) - sample.size, &error)) > 0)
		sample.size += got;
	assert_int_equal(got, 0);
	input_close(&input);
}

static void record(const char *path, uint64_t max_size)
{
	const struct probe_names names = {
		.function = name_of,
		.enumerations = enumerations_of,
		.owner = enumerations,
	};
	struct recording recording;
	size_t hit;
	int n;

	sample.size = 0;
	sample_header(&sample);
	sample_probe(&sample, 1, 'p', fields, COUNT(fields));
	hit = sample.size;
	put_hit();
	assert_int_equal(recording_open_archive(&recording, path, max_size, &error), 0);
	recording.names = &names;
	assert_int_equal(recording_write(&recording, sample.bytes, hit, &error), 0);
	for (n = 0; n < 20; n++) {
		assert_int_equal(recording_write(&recording, (char *)sample.bytes + hit,
						 sample.size - hit, &error),
				 0);
		assert_int_equal(recording_flush(&recording, &error), 0);
	}
	assert_int_equal(recording_close(&recording, &error), 0);
}

/* A file that begins later has them, too. */
static void recorded(void **state)
{
	static const char printed_hit[] = "  function(colour=7, level=LOW, access=READ|WRITE, ";
	char path[] = "/tmp/uprobecap-enumeration-XXXXXX", older[sizeof(path) + 2];

	(void)state;
	close(mkstemp(path));
	sprintf(older, "%s.1", path);
	record(path, 0);
	read_back(path);
	assert_printed(&text_printer, printed_hit);
	record(path, 3000);
	read_back(path);
	assert_printed(&text_printer, printed_hit);
	assert_int_equal(unlink(older), 0);
	unlink(path);
}

static void assert_broken(const struct note_enumeration *note)
{
	struct stream stream = { .name = "sample" };
	struct stream_record next;
	size_t at;

	sample.size = 0;
	sample_header(&sample);
	at = sample.size;
	memcpy(sample_put(&sample, NOTE_ENUMERATION, note->record.size), note, note->record.size);
	assert_int_equal(stream_next(&stream, sample.bytes, at, &next, &error), STREAM_RECORD);
	assert_int_equal(stream_next(&stream, (char *)sample.bytes + at, sample.size - at, &next,
				     &error),
			 STREAM_ERROR);
	stream_restart(&stream);
}

static void broken(void **state)
{
	struct note_enumeration *note;
	int n;

	(void)state;
	for (n = 0; n < 6; n++) {
		note = note_copy(enumerations->of_field[0]);
		switch (n) {
		case 0:
			note->field = UPROBECAP_FIELDS_MAX;
			break;
		case 1:
			note->nr = 100;
			break;
		case 2:
			note->enumerator[1].value = 0;
			break;
		case 3:
			note->enumerator[1].name = note->enumerator[0].name;
			break;
		case 4:
			((char *)note)[note->enumerator[1].name] = '\033';
			break;
		case 5:
			note->nr = 4;
			break;
		}
		assert_broken(note);
		free(note);
	}
}

static int find(void **state)
{
	struct function function;
	struct elf_file file;

	(void)state;
	if (elf_open(&file, "/proc/self/exe", &error) ||
	    symbols_find(&file, "paint", &function, &error))
		return -1;
	free(debug_prototype(&file, &function, &enumerations));
	elf_close(&file);
	return !enumerations || sample_hush(state);
}

static int forget(void **state)
{
	(void)state;
	enumerations_free(enumerations);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),  cmocka_unit_test(bits),
		cmocka_unit_test(printed),  cmocka_unit_test(of_one_probe),
		cmocka_unit_test(recorded), cmocka_unit_test(broken),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/stream/enumeration", tests, find, forget);
}

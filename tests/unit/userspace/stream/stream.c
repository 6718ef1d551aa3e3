// SPDX-License-Identifier: GPL-2.0-only
/* The decoder: what it finds in a stream, and that it trusts nothing in one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../sample.h"

enum { AGE, TEXT, NR_FIELDS };

static const struct sample_field fields[NR_FIELDS] = {
	[AGE] = { "age", UPROBECAP_UNSIGNED, 4, 0 },
	[TEXT] = { "text", UPROBECAP_STRING, 8, 0 },
};

#define AGE_SLOT  sizeof(struct uprobecap_hit)
#define TEXT_SLOT (AGE_SLOT + 8)
#define TEXT_AT	  (TEXT_SLOT + 8)

/* Of every type one; the pointers are for those who want to spoil something. */
struct whole {
	struct sample sample;
	struct uprobecap_header *header;
	struct uprobecap_probe *probe;
	struct uprobecap_hit *hit;
	struct uprobecap_lost *lost;
	struct uprobecap_ledger *ledger;
};

#define NR_RECORDS 6

static struct whole whole;

static struct whole *make_whole(void)
{
	struct sample *sample = &whole.sample;

	sample->size = 0;
	whole.header = sample_header(sample);
	whole.probe = sample_probe(sample, 1, 'p', fields, NR_FIELDS);
	sample_probe(sample, 2, 'r', NULL, 0);
	whole.hit = sample_hit(sample, 1, 'p', fields, NR_FIELDS, 8);
	sample_string(whole.hit, TEXT_SLOT, "hello", 6, TEXT_AT);
	whole.lost = sample_lost(sample, 1, 7);
	whole.ledger = sample_ledger(sample, 1);
	return &whole;
}

/**
 * struct outcome - of a sample that was decoded
 * @result: of the last record
 * @records: that were whole and sound
 * @error: when @result is STREAM_ERROR, or when the end was not a proper one
 * @proper_end: stream_check_end() liked it
 */
struct outcome {
	enum stream_result result;
	size_t records;
	struct error error;
	bool proper_end;
};

/* Who passes hits, the first two of each run at once, sees what who looks at each does. */
static void assert_passes(const void *bytes, size_t size, const struct outcome *seen,
			  const struct stream *end)
{
	struct stream stream = { .name = "sample" };
	enum stream_result result;
	struct stream_record next;
	struct error error;
	size_t at = 0;

	do {
		at += stream_pass_hits(&stream, (const char *)bytes + at, size - at, 2);
		result = stream_next(&stream, (const char *)bytes + at, size - at, &next, &error);
		if (result == STREAM_AGAIN)
			stream_restart(&stream);
		else if (result == STREAM_RECORD)
			at += next.size;
	} while (result == STREAM_AGAIN || result == STREAM_RECORD);
	assert_int_equal(result, seen->result);
	assert_int_equal(stream.offset, end->offset);
	assert_int_equal(stream.hits, end->hits);
	assert_int_equal(stream.last_hit, end->last_hit);
	if (result == STREAM_ERROR)
		assert_string_equal(error.why, seen->error.why);
	stream_restart(&stream);
}

static struct outcome decode(const void *bytes, size_t size)
{
	struct stream stream = { .name = "sample" };
	struct outcome outcome = { 0 };
	struct stream_record next;
	size_t at = 0;

	for (;;) {
		outcome.result = stream_next(&stream, (const char *)bytes + at, size - at, &next,
					     &outcome.error);
		if (outcome.result == STREAM_AGAIN) {
			stream_restart(&stream);
			continue;
		}
		if (outcome.result != STREAM_RECORD)
			break;
		at += next.size;
		outcome.records++;
		assert_int_equal(stream.offset, at);
	}
	assert_passes(bytes, size, &outcome, &stream);
	if (outcome.result == STREAM_MORE)
		outcome.proper_end = !stream_check_end(&stream, size - at, &outcome.error);
	stream_restart(&stream);
	return outcome;
}

static struct outcome decode_whole(void)
{
	return decode(whole.sample.bytes, whole.sample.size);
}

static void whole_stream(void **state)
{
	static const unsigned int types[NR_RECORDS] = {
		UPROBECAP_HEADER, UPROBECAP_PROBE, UPROBECAP_PROBE,
		UPROBECAP_ENTRY,  UPROBECAP_LOST,  UPROBECAP_LEDGER,
	};
	static const unsigned int ids[NR_RECORDS] = { 0, 1, 2, 1, 0, 1 };
	struct stream stream = { .name = "sample" };
	struct sample *sample = &make_whole()->sample;
	struct stream_record next;
	struct error error;
	size_t at = 0, n;

	(void)state;
	for (n = 0; n < NR_RECORDS; n++) {
		assert_int_equal(stream_next(&stream, (char *)sample->bytes + at, sample->size - at,
					     &next, &error),
				 STREAM_RECORD);
		assert_int_equal(next.record->type, types[n]);
		if (ids[n])
			assert_int_equal(next.probe->definition->id, ids[n]);
		else
			assert_null(next.probe);
		at += next.size;
	}
	assert_int_equal(at, sample->size);
	assert_int_equal(stream.hits, 1);
	assert_int_equal(stream.probes.nr, 2);
	assert_string_equal(stream.probes.probe[0]->path, "/nowhere/bin/prog");
	assert_string_equal(stream.probes.probe[0]->fields[TEXT].name, "text");
	assert_int_equal(stream.probes.probe[0]->ledger.hits, 100);
	assert_false(stream.probes.probe[1]->has_ledger);
	assert_int_equal(stream_realtime(&stream, SAMPLE_MONOTONIC + 5), SAMPLE_REALTIME + 5);
	assert_int_equal(stream_check_end(&stream, 0, &error), 0);
	stream_restart(&stream);
}

/* Cut after each byte: what is whole is found, and only between records it may end. */
static void cut_off(void **state)
{
	struct sample *sample = &make_whole()->sample;
	const char *bytes = (const char *)sample->bytes;
	size_t boundary = ((const struct uprobecap_record *)bytes)->size;
	size_t records = 0, size;

	(void)state;
	for (size = 1; size <= sample->size; size++) {
		struct outcome outcome = decode(bytes, size);

		if (size == boundary) {
			records++;
			if (size < sample->size)
				boundary += ((const struct uprobecap_record *)(bytes + size))->size;
			assert_true(outcome.proper_end);
		} else {
			assert_false(outcome.proper_end);
			assert_non_null(strstr(outcome.error.what, "cut off"));
		}
		assert_int_equal(outcome.result, STREAM_MORE);
		assert_int_equal(outcome.records, records);
	}
	assert_int_equal(records, NR_RECORDS);
}

static void empty(void **state)
{
	struct outcome outcome = decode("", 0);

	(void)state;
	assert_false(outcome.proper_end);
	assert_non_null(strstr(outcome.error.what, "empty"));
}

static void random_bytes(void **state)
{
	struct sample *sample = &make_whole()->sample;
	unsigned char *bytes = (unsigned char *)sample->bytes;
	unsigned int seed, n;

	(void)state;
	for (seed = 1; seed <= 200; seed++) {
		srandom(seed);
		for (n = 0; n < 64; n++)
			bytes[n] = random();
		struct outcome outcome = decode(bytes, 64);

		assert_int_equal(outcome.result, STREAM_ERROR);
		assert_non_null(strstr(outcome.error.what, "no recording"));
		/* Also when there are less of them than a header has. */
		assert_int_equal(decode(bytes, 12).result, STREAM_ERROR);
	}
}

/**
 * struct change - what is spoiled in the whole stream
 * @at: where, from the start of the record
 * @size: bytes that are overwritten
 * @value: with what
 */
struct change {
	size_t at;
	size_t size;
	uint64_t value;
};

#define SET(type, member, size, to)                     \
	{                                               \
		offsetof(struct type, member), size, to \
	}
#define SET_SIZE(to) SET(uprobecap_record, size, 4, to)
#define FIELD_AT(n)  (sizeof(struct uprobecap_probe) + (n) * sizeof(struct uprobecap_field))
#define SET_FIELD(n, member, size, to)                                           \
	{                                                                        \
		FIELD_AT(n) + offsetof(struct uprobecap_field, member), size, to \
	}
#define SET_NAME(n, at, to)               \
	{                                 \
		FIELD_AT(n) + (at), 1, to \
	}
#define SET_TEXT(member, to)                                                 \
	{                                                                    \
		TEXT_SLOT + offsetof(struct uprobecap_string, member), 4, to \
	}

#define PROBE_SIZE                                                                      \
	((sizeof(struct uprobecap_probe) + NR_FIELDS * sizeof(struct uprobecap_field) + \
	  sizeof(SAMPLE_PATH) + sizeof(SAMPLE_SPEC) + 7) /                              \
	 8 * 8)
#define HIT_SIZE (TEXT_AT + 8)

/* That of the first modules. */
#define FIRST_LEDGER_SIZE offsetof(struct uprobecap_ledger, counted)

/* Records of the whole stream. */
enum { HEADER, PROBE, HIT = 3, LOST, LEDGER };

struct spoiled {
	size_t record;
	struct change change[3];
	const char *says;
};

static const struct spoiled spoiled[] = {
	{ HEADER, { SET(uprobecap_header, magic[0], 1, 'u') }, "no recording" },
	{ HEADER, { SET(uprobecap_header, version, 4, 2) }, "has version 2" },
	{ HEADER, { SET(uprobecap_header, version, 4, 0) }, "no recording" },
	{ HEADER, { SET(uprobecap_record, type, 2, UPROBECAP_LOST) }, "no recording" },
	{ HEADER,
	  { SET(uprobecap_record, type, 2, UPROBECAP_HEADER << 8), SET_SIZE(0x88000000),
	    SET(uprobecap_header, version, 4, 0x01000000) },
	  "other byte order" },
	{ HEADER, { SET_SIZE(24) }, "too short" },
	{ HEADER, { SET_SIZE(sizeof(struct uprobecap_header) - 8) }, "too short" },
	{ HEADER, { SET(uprobecap_header, nr_cpus, 4, 0) }, "number of CPUs" },
	{ HEADER, { SET(uprobecap_header, nr_cpus, 4, 0xffffffff) }, "number of CPUs" },

	{ HIT, { SET_SIZE(0) }, "a size that cannot be" },
	{ HIT, { SET_SIZE(HIT_SIZE + 4) }, "a size that cannot be" },
	{ HIT, { SET_SIZE(0xfffffff8) }, "a size that cannot be" },
	{ HIT, { SET_SIZE(UPROBECAP_RECORD_MAX + 8) }, "a size that cannot be" },

	{ PROBE, { SET_SIZE(sizeof(struct uprobecap_probe) - 8) }, "too short" },
	{ PROBE, { SET(uprobecap_probe, id, 4, 0) }, "number or type" },
	{ PROBE, { SET(uprobecap_probe, type, 4, 'q') }, "number or type" },
	{ PROBE, { SET(uprobecap_probe, build_id_size, 4, 33) }, "build-id" },
	{ PROBE, { SET(uprobecap_probe, nr_fields, 4, 65) }, "fields of a probe lie outside" },
	{ PROBE, { SET(uprobecap_probe, nr_fields, 4, 4) }, "fields of a probe lie outside" },
	{ PROBE, { SET(uprobecap_probe, fields, 4, PROBE_SIZE) }, "fields of a probe lie outside" },
	{ PROBE, { SET(uprobecap_probe, fields, 4, 0xfffffff8) }, "fields of a probe lie outside" },
	{ PROBE,
	  { SET(uprobecap_probe, fields, 4, sizeof(struct uprobecap_probe) + 4) },
	  "fields of a probe lie outside" },
	{ PROBE, { SET(uprobecap_probe, fields, 4, 8) }, "fields of a probe lie outside" },
	{ PROBE, { SET(uprobecap_probe, path, 4, PROBE_SIZE) }, "the path or the text" },
	{ PROBE, { SET(uprobecap_probe, path, 4, 4) }, "the path or the text" },
	{ PROBE, { SET(uprobecap_probe, spec, 4, PROBE_SIZE) }, "the path or the text" },
	{ PROBE, { SET(uprobecap_probe, spec, 4, 0xffffffff) }, "the path or the text" },

	{ PROBE, { SET_NAME(AGE, 0, '\0') }, "no proper name" },
	{ PROBE, { SET_NAME(AGE, 1, '\033') }, "no proper name" },
	{ PROBE, { SET_NAME(AGE, 0, '1') }, "no proper name" },
	{ PROBE, { SET_FIELD(AGE, kind, 2, 0) }, "a type that does not exist" },
	{ PROBE, { SET_FIELD(AGE, kind, 2, 8) }, "a type that does not exist" },
	{ PROBE, { SET_FIELD(AGE, size, 2, 3) }, "a type that does not exist" },
	{ PROBE, { SET_FIELD(AGE, size, 2, 16) }, "a type that does not exist" },
	{ PROBE, { SET_FIELD(AGE, count, 4, 65) }, "a type that does not exist" },
	{ PROBE, { SET_FIELD(AGE, kind, 2, UPROBECAP_CHAR) }, "a type that does not exist" },
	{ PROBE, { SET_FIELD(TEXT, size, 2, 4) }, "a type that does not exist" },
	{ PROBE, { SET_FIELD(TEXT, count, 4, 65) }, "a type that does not exist" },
	{ PROBE,
	  { SET_FIELD(AGE, kind, 2, UPROBECAP_FLOAT), SET_FIELD(AGE, size, 2, 2) },
	  "a type that does not exist" },
	{ PROBE,
	  { SET_FIELD(AGE, kind, 2, UPROBECAP_FLOAT), SET_FIELD(AGE, count, 4, 65) },
	  "a type that does not exist" },
	{ PROBE,
	  { SET_FIELD(TEXT, kind, 2, UPROBECAP_BYTES), SET_FIELD(TEXT, count, 4, 1) },
	  "a type that does not exist" },
	{ PROBE,
	  { SET_FIELD(TEXT, kind, 2, UPROBECAP_BYTES), SET_FIELD(TEXT, size, 2, 0) },
	  "a type that does not exist" },
	{ PROBE, { SET_FIELD(AGE, offset, 4, AGE_SLOT + 4) }, "lies outside of its hits" },
	{ PROBE, { SET_FIELD(AGE, offset, 4, AGE_SLOT - 8) }, "lies outside of its hits" },
	{ PROBE, { SET_FIELD(AGE, offset, 4, 0xfffffff8) }, "lies outside of its hits" },
	{ PROBE, { SET_FIELD(AGE, offset, 4, UPROBECAP_RECORD_MAX) }, "lies outside of its hits" },

	{ HIT, { SET_SIZE(TEXT_SLOT) }, "shorter than its fields" },
	{ HIT, { SET_SIZE(AGE_SLOT - 8) }, "too short" },
	{ HIT, { SET(uprobecap_hit, probe, 4, 3) }, "not defined" },
	{ HIT, { SET(uprobecap_hit, probe, 4, 2) }, "another type than its probe" },
	{ HIT, { SET(uprobecap_hit, cpu, 4, SAMPLE_CPUS) }, "a CPU that there is not" },
	{ HIT, { SET_TEXT(offset, HIT_SIZE) }, "neither a value nor a reason" },
	{ HIT, { SET_TEXT(offset, 0xffffffff) }, "neither a value nor a reason" },
	{ HIT, { SET_TEXT(size, 9) }, "neither a value nor a reason" },
	{ HIT, { SET_TEXT(size, 0xffffffff) }, "neither a value nor a reason" },
	{ HIT, { SET_TEXT(size, 5) }, "neither a value nor a reason" },
	{ HIT, { SET_TEXT(size, 0) }, "neither a value nor a reason" },
	{ HIT,
	  { SET_TEXT(size, 0), SET_TEXT(offset, 0), SET(uprobecap_hit, irregular, 8, 1 << TEXT) },
	  "neither a value nor a reason" },
	{ HIT, { SET(uprobecap_hit, irregular, 8, 1 << AGE) }, "neither a value nor a reason" },

	{ LOST, { SET_SIZE(sizeof(struct uprobecap_lost) - 8) }, "too short" },
	{ LOST, { SET(uprobecap_lost, cpu, 4, 0xffffffff) }, "a CPU that there is not" },
	{ LOST, { SET(uprobecap_lost, total, 8, 0) }, "fewer hits were lost" },
	{ LEDGER, { SET_SIZE(FIRST_LEDGER_SIZE - 8) }, "too short" },
	{ LEDGER, { SET(uprobecap_ledger, probe, 4, 9) }, "not defined" },
};

static char *record_at(size_t n)
{
	char *at = (char *)whole.sample.bytes;

	while (n--)
		at += ((struct uprobecap_record *)at)->size;
	return at;
}

static void assert_spoiled(size_t records, const char *why)
{
	struct outcome outcome = decode_whole();

	assert_int_equal(outcome.result, STREAM_ERROR);
	assert_int_equal(outcome.records, records);
	assert_non_null(strstr(outcome.error.why, why));
}

/* Spoils the whole stream, which is refused for that, in the record where it is. */
static void assert_refused(const struct spoiled *how, size_t n)
{
	char *record = record_at(how->record);
	struct outcome outcome;
	size_t i;

	for (i = 0; i < COUNT(how->change); i++)
		memcpy(record + how->change[i].at, &how->change[i].value, how->change[i].size);
	outcome = decode_whole();
	if (outcome.result != STREAM_ERROR || outcome.records != how->record ||
	    (!strstr(outcome.error.what, how->says) && !strstr(outcome.error.why, how->says)))
		fail_msg("%zu, '%s': result %d after %zu records: %s, %s", n, how->says,
			 outcome.result, outcome.records, outcome.error.what, outcome.error.why);
	assert_true(*outcome.error.what && *outcome.error.why && *outcome.error.remedy);
}

static void spoiled_streams(void **state)
{
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(spoiled); n++) {
		make_whole();
		assert_refused(&spoiled[n], n);
	}
}

/* A call, with an array of two strings and with bytes. */
enum { CALL_PROBE = 1, CALL };

#define NAMES_SLOT sizeof(struct uprobecap_call)
#define RAW_SLOT   (NAMES_SLOT + 16)
#define CALL_TEXT  (RAW_SLOT + 8)
#define CALL_SIZE  (CALL_TEXT + 16)

#define SET_PLACE(slot, member, to)                                       \
	{                                                                 \
		(slot) + offsetof(struct uprobecap_string, member), 4, to \
	}
#define SET_IRREGULAR(to) SET(uprobecap_hit, irregular, 8, to)

static struct uprobecap_hit *make_call(void)
{
	static const struct sample_field of_call[] = {
		{ "names", UPROBECAP_STRING, 8, 2 },
		{ "raw", UPROBECAP_BYTES, 8, 0 },
	};
	struct sample *sample = &whole.sample;
	struct uprobecap_hit *hit;

	sample->size = 0;
	sample_header(sample);
	sample_at_return(sample_probe(sample, 1, 'c', of_call, 2), 1);
	hit = sample_hit(sample, 1, 'c', of_call, 2, 16);
	sample_string(hit, NAMES_SLOT, "abc", 4, CALL_TEXT);
	sample_string(hit, NAMES_SLOT + 8, "de", 3, CALL_TEXT + 4);
	sample_string(hit, RAW_SLOT, "bytes", 5, CALL_TEXT + 8);
	return hit;
}

static const struct spoiled spoiled_call[] = {
	{ CALL_PROBE, { SET_FIELD(0, offset, 4, NAMES_SLOT - 8) }, "lies outside of its hits" },
	{ CALL_PROBE,
	  { SET_FIELD(0, offset, 4, UPROBECAP_RECORD_MAX - 8) },
	  "lies outside of its hits" },
	{ CALL, { SET(uprobecap_record, type, 2, UPROBECAP_RETURN) }, "another type" },
	{ CALL, { SET(uprobecap_record, type, 2, UPROBECAP_ENTRY) }, "another type" },
	{ CALL, { SET_SIZE(NAMES_SLOT - 8) }, "shorter than its fields" },
	{ CALL, { SET_SIZE(RAW_SLOT) }, "shorter than its fields" },
	{ CALL, { SET_PLACE(NAMES_SLOT, offset, CALL_SIZE) }, "neither a value" },
	{ CALL, { SET_PLACE(NAMES_SLOT + 8, offset, CALL_SIZE) }, "neither a value" },
	{ CALL, { SET_PLACE(NAMES_SLOT + 8, offset, 0xfffffffe) }, "neither a value" },
	{ CALL, { SET_PLACE(NAMES_SLOT + 8, size, 0xfffffffe) }, "neither a value" },
	{ CALL, { SET_PLACE(NAMES_SLOT + 8, size, 2) }, "neither a value" },
	{ CALL, { SET_PLACE(NAMES_SLOT, size, 0) }, "neither a value" },
	{ CALL, { SET_PLACE(NAMES_SLOT + 8, size, 0) }, "neither a value" },
	{ CALL,
	  { SET_IRREGULAR(1), SET_PLACE(NAMES_SLOT + 8, size, 0),
	    SET_PLACE(NAMES_SLOT + 8, offset, 0) },
	  "neither a value" },
	{ CALL,
	  { SET_IRREGULAR(1), SET_PLACE(NAMES_SLOT + 8, offset, CALL_SIZE - 2) },
	  "neither a value" },
	{ CALL, { SET_PLACE(RAW_SLOT, offset, CALL_SIZE - 4) }, "neither a value" },
	{ CALL, { SET_PLACE(RAW_SLOT, size, 9) }, "neither a value" },
	{ CALL, { SET_IRREGULAR(2), SET_PLACE(RAW_SLOT, size, 0xffffffff) }, "neither a value" },
	{ CALL,
	  { SET_IRREGULAR(2), SET_PLACE(RAW_SLOT, size, 0), SET_PLACE(RAW_SLOT, offset, 0) },
	  "neither a value" },
};

static void spoiled_calls(void **state)
{
	struct uprobecap_string *raw;
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(spoiled_call); n++) {
		make_call();
		assert_refused(&spoiled_call[n], n);
	}
	make_call();
	((struct uprobecap_probe *)record_at(CALL_PROBE))->type = 'r';
	assert_spoiled(CALL, "another type");
	/* Bytes without any, and those that reach to the end. */
	raw = (void *)((char *)make_call() + RAW_SLOT);
	assert_int_equal(decode_whole().records, CALL + 1);
	raw->size = 8;
	assert_int_equal(decode_whole().records, CALL + 1);
	raw->size = 0;
	assert_int_equal(decode_whole().records, CALL + 1);
}

/* What a module counts that knew less is read all the same. */
static void older_ledger(void **state)
{
	struct stream stream = { .name = "sample" };
	struct sample *sample = &whole.sample;
	struct uprobecap_ledger *old;
	struct stream_record next;
	struct error error;
	size_t at = 0, n;

	(void)state;
	sample->size = 0;
	sample_header(sample);
	sample_probe(sample, 1, 'p', NULL, 0);
	sample_ledger(sample, 1)->unmatched = 7;
	old = sample_ledger(sample, 1);
	old->record.size = FIRST_LEDGER_SIZE;
	old->unmatched = 7; /* behind its end */
	sample->size -= sizeof(struct uprobecap_ledger) - FIRST_LEDGER_SIZE;
	for (n = 0; n < 4; n++) {
		assert_int_equal(stream_next(&stream, (char *)sample->bytes + at, sample->size - at,
					     &next, &error),
				 STREAM_RECORD);
		at += next.size;
		if (n == 2)
			assert_int_equal(next.probe->ledger.unmatched, 7);
	}
	assert_int_equal(next.probe->ledger.lost_too_big, 1);
	assert_int_equal(next.probe->ledger.unmatched, 0);
	stream_restart(&stream);
}

static void text_without_end(void **state)
{
	struct uprobecap_probe *probe = make_whole()->probe;

	(void)state;
	memset((char *)probe + probe->spec, 'x', probe->record.size - probe->spec);
	assert_spoiled(PROBE, "the path or the text");
	probe = make_whole()->probe;
	memset(sample_fields(probe)->name, 'x', sizeof(sample_fields(probe)->name));
	assert_spoiled(PROBE, "no proper name");
	probe = make_whole()->probe;
	strcpy(sample_fields(probe)[TEXT].name, "age");
	assert_spoiled(PROBE, "the same name");
}

/* Sound as a definition, but the hit does not reach that far. */
static void slot_outside(void **state)
{
	struct whole *w = make_whole();

	(void)state;
	sample_fields(w->probe)->offset = HIT_SIZE - 8;
	assert_int_equal(decode_whole().records, NR_RECORDS);
	sample_fields(w->probe)->offset = HIT_SIZE;
	assert_spoiled(HIT, "shorter than its fields");
}

static void names_the_byte(void **state)
{
	struct whole *w = make_whole();
	char at[32];

	(void)state;
	w->hit->probe = 3;
	snprintf(at, sizeof(at), "at byte %zu", (size_t)((char *)w->hit - (char *)w->sample.bytes));
	assert_non_null(strstr(decode_whole().error.what, at));
	make_whole();
	snprintf(at, sizeof(at), "at byte %zu", (size_t)((char *)w->hit - (char *)w->sample.bytes));
	assert_non_null(strstr(
		decode(w->sample.bytes, (char *)w->hit - (char *)w->sample.bytes + 9).error.what,
		at));
}

/* A newer module may write types that are unknown, and longer records. */
static void newer_module(void **state)
{
	struct sample *sample = &whole.sample;
	struct uprobecap_header *header;
	struct uprobecap_hit *hit;
	struct outcome outcome;

	(void)state;
	sample->size = 0;
	header = sample_header(sample);
	header->record.size += 16;
	sample->size += 16;
	sample_put(sample, 77, 8);
	sample_probe(sample, 1, 'p', fields, NR_FIELDS);
	sample_put(sample, 0xffff, UPROBECAP_RECORD_MAX);
	hit = sample_hit(sample, 1, 'p', fields, NR_FIELDS, 64);
	hit->irregular = 1 << TEXT | 1ull << 63;
	sample_string(hit, TEXT_SLOT, "", 1, TEXT_AT + 32);
	sample_ledger(sample, 1)->record.size += 8;
	memset((char *)sample->bytes + sample->size, 0xff, 8);
	sample->size += 8;
	outcome = decode_whole();
	assert_int_equal(outcome.result, STREAM_MORE);
	assert_int_equal(outcome.records, 6);
	assert_true(outcome.proper_end);
}

static void define_again(void **state)
{
	struct sample *sample = &make_whole()->sample;
	struct outcome outcome;

	(void)state;
	sample_probe(sample, 1, 'p', fields, NR_FIELDS);
	assert_int_equal(decode_whole().records, NR_RECORDS + 1);
	sample_probe(sample, 1, 'p', fields, NR_FIELDS)->offset++;
	assert_spoiled(NR_RECORDS + 1, "two probes");
	make_whole();
	sample_probe(sample, 1, 'p', fields, NR_FIELDS);
	sample_probe(sample, 1, 'p', fields, 1);
	outcome = decode_whole();
	assert_int_equal(outcome.result, STREAM_ERROR);
	assert_int_equal(outcome.records, NR_RECORDS + 1);
	assert_non_null(strstr(outcome.error.why, "two probes"));
}

/* Recordings that were put one behind the other; the second knows other probes. */
static void another_stream(void **state)
{
	struct sample *sample = &make_whole()->sample;
	struct outcome outcome;
	size_t first = sample->size;

	(void)state;
	sample_header(sample)->nr_cpus = 1;
	sample_probe(sample, 1, 'r', NULL, 0);
	sample_hit(sample, 1, 'r', NULL, 0, 0)->cpu = 0;
	sample_lost(sample, 0, 1);
	outcome = decode_whole();
	assert_int_equal(outcome.records, NR_RECORDS + 4);
	assert_true(outcome.proper_end);
	assert_false(decode(sample->bytes, first + 8).proper_end);
	/* What the first defined is not known any longer. */
	sample_ledger(sample, 2);
	assert_int_equal(decode_whole().result, STREAM_ERROR);
}

static void losses(void **state)
{
	static const struct {
		uint32_t cpu;
		uint64_t total, lost;
	} steps[] = {
		{ 0, 5, 0 },	  { 1, 100, 0 }, { 0, 6, 1 }, { 1, UINT64_MAX, UINT64_MAX - 100 },
		{ 0, 1000, 994 },
	};
	struct stream stream = { .name = "sample" };
	struct sample *sample = &whole.sample;
	struct stream_record next;
	struct error error;
	size_t at = 0, n;

	(void)state;
	sample->size = 0;
	sample_header(sample);
	for (n = 0; n < COUNT(steps); n++)
		sample_lost(sample, steps[n].cpu, steps[n].total);
	for (n = 0; n <= COUNT(steps); n++) {
		assert_int_equal(stream_next(&stream, (char *)sample->bytes + at, sample->size - at,
					     &next, &error),
				 STREAM_RECORD);
		at += next.size;
		if (n)
			assert_int_equal(next.lost, steps[n - 1].lost);
	}
	stream_restart(&stream);
}

static void many_probes(void **state)
{
	struct stream stream = { .name = "sample" };
	struct sample *sample = &whole.sample;
	struct stream_record next;
	struct error error;
	uint32_t n;

	(void)state;
	sample->size = 0;
	sample_header(sample);
	assert_int_equal(stream_next(&stream, sample->bytes, sample->size, &next, &error),
			 STREAM_RECORD);
	/* In an order that is neither up nor down. */
	for (n = 0; n < 1000; n++) {
		sample->size = 0;
		sample_probe(sample, 1 + n * 7919 % 1000, 'p', NULL, 0);
		assert_int_equal(stream_next(&stream, sample->bytes, sample->size, &next, &error),
				 STREAM_RECORD);
	}
	assert_int_equal(stream.probes.nr, 1000);
	for (n = 1; n <= 1000; n++)
		assert_int_equal(probes_find(&stream.probes, n)->definition->id, n);
	assert_null(probes_find(&stream.probes, 0));
	assert_null(probes_find(&stream.probes, 1001));
	stream_restart(&stream);
}

/* Whatever is decoded can be printed; sanitizers and valgrind watch. */
static void flipped_bits(void **state)
{
	static const struct sample_field every[] = {
		{ "a", UPROBECAP_SIGNED, 2, 3 }, { "b", UPROBECAP_CHAR, 1, 9 },
		{ "c", UPROBECAP_STRING, 8, 0 }, { "d", UPROBECAP_HEX, 8, 64 },
		{ "e", UPROBECAP_STRING, 8, 2 }, { "f", UPROBECAP_BYTES, 8, 0 },
		{ "g", UPROBECAP_FLOAT, 4, 3 },
	};
	static struct sample sound, flipped;
	struct uprobecap_hit *hit;
	unsigned int round, slot, n;

	(void)state;
	sound.size = 0;
	sample_header(&sound);
	sample_at_return(sample_probe(&sound, 1, 'c', every, COUNT(every)), 3);
	hit = sample_hit(&sound, 1, 'c', every, COUNT(every), 24);
	slot = sizeof(struct uprobecap_call) + 8 + 16;
	sample_string(hit, slot, "abc", 4, hit->record.size - 24);
	slot += 8 + 64 * 8;
	sample_string(hit, slot, "de", 3, hit->record.size - 16);
	sample_string(hit, slot + 8, "fgh", 4, hit->record.size - 12);
	sample_string(hit, slot + 16, "bytes", 5, hit->record.size - 8);
	sample_lost(&sound, 2, 3);
	sample_ledger(&sound, 1);
	srandom(1);
	for (round = 0; round < 20000; round++) {
		memcpy(&flipped, &sound, sizeof(sound.size) + sound.size);
		for (n = 0; n < 1 + round % 3; n++)
			((unsigned char *)flipped.bytes)[random() % sound.size] ^= 1
										   << random() % 8;
		free(sample_print(&flipped, round % 2 ? &json_printer : &text_printer));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_stream),	   cmocka_unit_test(cut_off),
		cmocka_unit_test(empty),	   cmocka_unit_test(random_bytes),
		cmocka_unit_test(spoiled_streams), cmocka_unit_test(text_without_end),
		cmocka_unit_test(slot_outside),	   cmocka_unit_test(names_the_byte),
		cmocka_unit_test(newer_module),	   cmocka_unit_test(define_again),
		cmocka_unit_test(another_stream),  cmocka_unit_test(losses),
		cmocka_unit_test(many_probes),	   cmocka_unit_test(flipped_bits),
		cmocka_unit_test(spoiled_calls),   cmocka_unit_test(older_ledger),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/stream/stream", tests, NULL, NULL);
}

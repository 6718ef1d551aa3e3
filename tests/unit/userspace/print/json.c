// SPDX-License-Identifier: GPL-2.0-only
/* JSON lines: every kind of record and of value, and that every line is valid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "../sample.h"

#define SLOT sizeof(struct uprobecap_hit)

static struct sample sample;

static void begin(void)
{
	sample.size = 0;
	sample_header(&sample);
}

/* Return: line n of what is printed, for free(). */
static char *line(size_t n)
{
	char *text = sample_print(&sample, &json_printer);
	char *at = text, *found;

	while (n--)
		at = strchr(at, '\n') + 1;
	found = strndup(at, strcspn(at, "\n"));
	free(text);
	return found;
}

static void assert_line(size_t n, const char *expected)
{
	char *found = line(n);

	assert_string_equal(found, expected);
	free(found);
}

/* The line is an object of just these members, in this order. */
static void assert_members(size_t n, const char * const *members, size_t nr)
{
	char expected[4096] = "{";
	size_t i;

	for (i = 0; i < nr; i++) {
		strcat(expected, i ? "," : "");
		strcat(expected, members[i]);
	}
	strcat(expected, "}");
	assert_line(n, expected);
}

static void headers(void **state)
{
	static const char * const members[] = {
		"\"type\":\"header\"",
		"\"version\":1",
		"\"machine\":62",
		"\"page_size\":4096",
		"\"nr_cpus\":4",
		"\"monotonic_ns\":5000000000",
		"\"realtime_ns\":1700000000000000000",
		"\"release\":\"6.1.0-test\"",
	};

	(void)state;
	begin();
	assert_members(0, members, COUNT(members));
}

#define PROBE_MEMBERS(id, at, offset)                                                            \
	"\"type\":\"probe\"", "\"probe\":" id, "\"function\":\"function\"", "\"at\":\"" at "\"", \
		"\"path\":\"" SAMPLE_PATH "\"", "\"offset\":" offset, "\"ref_ctr_offset\":0",    \
		"\"dev_major\":0", "\"dev_minor\":0", "\"inode\":77", "\"build_id\":\"ab01\"",   \
		"\"spec\":\"" SAMPLE_SPEC "\""

static void probes(void **state)
{
	static const struct sample_field fields[] = {
		{ "a", UPROBECAP_UNSIGNED, 1, 0 }, { "b", UPROBECAP_SIGNED, 8, 64 },
		{ "c", UPROBECAP_HEX, 4, 0 },	   { "d", UPROBECAP_CHAR, 1, 2 },
		{ "e", UPROBECAP_CHAR, 1, 0 },	   { "f", UPROBECAP_STRING, 8, 0 },
		{ "g", UPROBECAP_STRING, 8, 3 },   { "h", UPROBECAP_FLOAT, 4, 0 },
		{ "i", UPROBECAP_FLOAT, 8, 2 },	   { "j", UPROBECAP_BYTES, 8, 0 },
	};
	static const char * const with_fields[] = {
		PROBE_MEMBERS("1", "entry", "4660"),
		"\"fields\":[{\"name\":\"a\",\"type\":\"u8\"}",
		"{\"name\":\"b\",\"type\":\"s64[64]\"}",
		"{\"name\":\"c\",\"type\":\"x32\"}",
		"{\"name\":\"d\",\"type\":\"char[2]\"}",
		"{\"name\":\"e\",\"type\":\"char\"}",
		"{\"name\":\"f\",\"type\":\"string\"}",
		"{\"name\":\"g\",\"type\":\"string[3]\"}",
		"{\"name\":\"h\",\"type\":\"f32\"}",
		"{\"name\":\"i\",\"type\":\"f64[2]\"}",
		"{\"name\":\"j\",\"type\":\"bytes\"}]",
	};
	static const struct sample_field of_call = { "n", UPROBECAP_SIGNED, 4, 0 };
	static const char * const call[] = {
		PROBE_MEMBERS("3", "call", "4660"),
		"\"fields\":[{\"name\":\"n\",\"type\":\"s32\",\"at\":\"return\"}]",
	};
	static const char * const without[] = {
		PROBE_MEMBERS("2", "return", "18446744073709551615"),
		"\"fields\":[]",
	};

	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', fields, COUNT(fields));
	sample_probe(&sample, 2, 'r', NULL, 0)->offset = UINT64_MAX;
	assert_members(1, with_fields, COUNT(with_fields));
	sample_at_return(sample_probe(&sample, 3, 'c', &of_call, 1), 0);
	assert_members(2, without, COUNT(without));
	assert_members(3, call, COUNT(call));
}

#define HIT(type, comm, fields)                                                            \
	"{\"type\":\"" type "\",\"time\":1700000001120394000,\"monotonic_ns\":6120394000," \
	"\"probe\":1,\"function\":\"function\",\"cpu\":1,\"pid\":4242,\"tid\":4243,"       \
	"\"uid\":1000,\"comm\":" comm ",\"ip\":4198964,\"fields\":{" fields "}}"

static void hits(void **state)
{
	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', NULL, 0);
	sample_hit(&sample, 1, 'p', NULL, 0, 0);
	strcpy(sample_hit(&sample, 1, 'p', NULL, 0, 0)->comm, "\"\n\033");
	strcpy(sample_hit(&sample, 1, 'p', NULL, 0, 0)->comm, "caf\351");
	assert_line(2, HIT("entry", "\"bash\"", ""));
	assert_line(3, HIT("entry", "\"\\\"\\n\\u001b\"", ""));
	assert_line(4, HIT("entry", "{\"hex\":\"636166e9\"}", ""));
	begin();
	sample_probe(&sample, 1, 'r', NULL, 0);
	sample_hit(&sample, 1, 'r', NULL, 0, 0);
	assert_line(2, HIT("return", "\"bash\"", ""));
}

static const struct {
	uint16_t kind, size;
	uint32_t count;
	const void *slot;
	uint64_t irregular;
	const char *text;
} values[] = {
#define NUMBER(n)          \
	(const uint64_t[]) \
	{                  \
		n          \
	}
#define ARRAY(type, ...)    \
	(const type[])      \
	{                   \
		__VA_ARGS__ \
	}
	{ UPROBECAP_UNSIGNED, 8, 0, NUMBER(UINT64_MAX), 0, "18446744073709551615" },
	{ UPROBECAP_HEX, 8, 0, NUMBER(UINT64_MAX), 0, "18446744073709551615" },
	{ UPROBECAP_HEX, 8, 0, NUMBER(1ull << 53 | 1), 0, "9007199254740993" },
	{ UPROBECAP_SIGNED, 8, 0, NUMBER(INT64_MIN), 0, "-9223372036854775808" },
	{ UPROBECAP_SIGNED, 1, 2, ARRAY(int8_t, -1, 127, 0, 0, 0, 0, 0, 0), 0, "[-1,127]" },
	{ UPROBECAP_UNSIGNED, 8, 1, NUMBER(UINT64_MAX), 0, "[18446744073709551615]" },
	{ UPROBECAP_CHAR, 1, 0, NUMBER('a'), 0, "\"a\"" },
	{ UPROBECAP_CHAR, 1, 0, NUMBER(0), 0, "\"\\u0000\"" },
	{ UPROBECAP_CHAR, 1, 0, NUMBER(0xff), 0, "{\"hex\":\"ff\"}" },
	{ UPROBECAP_CHAR, 1, 2, ARRAY(char, 'a', '"', 0, 0, 0, 0, 0, 0), 0, "[\"a\",\"\\\"\"]" },
	{ UPROBECAP_FLOAT, 8, 0, ARRAY(double, 0.1), 0, "0.1" },
	{ UPROBECAP_FLOAT, 8, 0, ARRAY(double, 3), 0, "3" },
	{ UPROBECAP_FLOAT, 8, 0, ARRAY(double, -1e300), 0, "-1e+300" },
	{ UPROBECAP_FLOAT, 8, 0, NUMBER(0x7ff0000000000000), 0, "\"Infinity\"" },
	{ UPROBECAP_FLOAT, 8, 0, NUMBER(0xfff0000000000000), 0, "\"-Infinity\"" },
	{ UPROBECAP_FLOAT, 4, 0, NUMBER(0xffc00000), 0, "\"NaN\"" },
	{ UPROBECAP_FLOAT, 4, 2, ARRAY(float, 1.5, 0.1), 0, "[1.5,0.1]" },
	{ UPROBECAP_FLOAT, 4, 0, NUMBER(UPROBECAP_BAD), 1, "{\"error\":\"bad address\"}" },
	{ UPROBECAP_HEX, 4, 0, NUMBER(UPROBECAP_FAULTED), 1, "{\"error\":\"fault\"}" },
	{ UPROBECAP_HEX, 8, 1, NUMBER(UPROBECAP_BAD), 1, "{\"error\":\"bad address\"}" },
	{ UPROBECAP_HEX, 8, 0, NUMBER(77), 1, "{\"error\":\"unreadable\"}" },
};

static void kinds(void **state)
{
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(values); n++) {
		struct sample_field field = { "x", values[n].kind, values[n].size,
					      values[n].count };
		struct uprobecap_hit *hit;
		char expected[512];

		begin();
		sample_probe(&sample, 1, 'p', &field, 1);
		hit = sample_hit(&sample, 1, 'p', &field, 1, 0);
		memcpy((char *)hit + SLOT, values[n].slot, sample_slot_size(&field));
		hit->irregular = values[n].irregular;
		snprintf(expected, sizeof(expected), HIT("entry", "\"bash\"", "\"x\":%s"),
			 values[n].text);
		assert_line(2, expected);
	}
}

static const struct {
	const char *bytes;
	uint32_t size;
	uint64_t irregular;
	const char *text;
} strings[] = {
#define BYTES(text) text, sizeof(text)
	{ BYTES("ls -l /usr"), 0, "\"ls -l /usr\"" },
	{ BYTES(""), 0, "\"\"" },
	{ BYTES("\"\\\n\t\001"), 0, "\"\\\"\\\\\\n\\t\\u0001\"" },
	{ BYTES("in\0side"), 0, "\"in\\u0000side\"" },
	{ BYTES("caf\303\251"), 0, "\"caf\303\251\"" },
	{ BYTES("caf\351"), 0, "{\"hex\":\"636166e9\"}" },
	{ BYTES("\355\240\200"), 0, "{\"hex\":\"eda080\"}" },
	{ BYTES("cut"), 1, "{\"error\":\"truncated\",\"value\":\"cut\"}" },
	{ BYTES("\377"), 1, "{\"error\":\"truncated\",\"value\":{\"hex\":\"ff\"}}" },
	{ "", 0, 1, "{\"error\":\"fault\"}" },
};

static void texts(void **state)
{
	static const struct sample_field field = { "x", UPROBECAP_STRING, 8, 0 };
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(strings); n++) {
		struct uprobecap_hit *hit;
		char expected[512];

		begin();
		sample_probe(&sample, 1, 'r', &field, 1);
		hit = sample_hit(&sample, 1, 'r', &field, 1, strings[n].size);
		sample_string(hit, SLOT, strings[n].bytes, strings[n].size,
			      strings[n].size ? SLOT + 8 : UPROBECAP_FAULTED);
		hit->irregular = strings[n].irregular;
		snprintf(expected, sizeof(expected), HIT("return", "\"bash\"", "\"x\":%s"),
			 strings[n].text);
		assert_line(2, expected);
	}
}

static void assert_raw(const char *bytes, uint32_t size, uint64_t irregular, const char *text)
{
	static const struct sample_field field = { "x", UPROBECAP_BYTES, 8, 0 };
	struct uprobecap_hit *hit;
	char expected[512];

	begin();
	sample_probe(&sample, 1, 'p', &field, 1);
	hit = sample_hit(&sample, 1, 'p', &field, 1, size);
	sample_string(hit, SLOT, bytes, size, size ? SLOT + 8 : UPROBECAP_FAULTED);
	hit->irregular = irregular;
	snprintf(expected, sizeof(expected), HIT("entry", "\"bash\"", "\"x\":%s"), text);
	assert_line(2, expected);
}

static void raw_bytes(void **state)
{
	(void)state;
	assert_raw("GET /\r\n", 7, 0, "\"GET /\\r\\n\"");
	assert_raw("a", 2, 0, "\"a\\u0000\"");
	assert_raw("\0\377", 2, 0, "{\"hex\":\"00ff\"}");
	assert_raw("", 0, 0, "\"\"");
	assert_raw("", 0, 1, "{\"error\":\"fault\"}");
	assert_raw("ab", 2, 1, "{\"error\":\"truncated\",\"value\":\"ab\"}");
}

static void arrays_of_strings(void **state)
{
	static const struct sample_field field = { "x", UPROBECAP_STRING, 8, 3 };
	struct uprobecap_hit *hit;

	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', &field, 1);
	hit = sample_hit(&sample, 1, 'p', &field, 1, 16);
	sample_string(hit, SLOT, "ls", 3, SLOT + 24);
	sample_string(hit, SLOT + 8, "ab", 3, SLOT + 28);
	sample_string(hit, SLOT + 16, "\377", 2, SLOT + 32);
	assert_line(2, HIT("entry", "\"bash\"", "\"x\":[\"ls\",\"ab\",{\"hex\":\"ff\"}]"));
	hit->irregular = 1;
	sample_string(hit, SLOT + 8, "ab", 2, SLOT + 28);
	sample_string(hit, SLOT + 16, "", 0, UPROBECAP_FAULTED);
	assert_line(2, HIT("entry", "\"bash\"",
			   "\"x\":[\"ls\",{\"error\":\"truncated\",\"value\":\"ab\"},"
			   "{\"error\":\"fault\"}]"));
}

static void calls(void **state)
{
	static const struct sample_field fields[] = {
		{ "z", UPROBECAP_SIGNED, 4, 0 },
		{ "a", UPROBECAP_SIGNED, 4, 0 },
	};

	(void)state;
	begin();
	sample_at_return(sample_probe(&sample, 1, 'c', fields, COUNT(fields)), 1);
	sample_hit(&sample, 1, 'c', fields, COUNT(fields), 0);
	assert_line(2, "{\"type\":\"call\",\"time\":1700000001120394000,"
		       "\"monotonic_ns\":6120394000,\"probe\":1,\"function\":\"function\","
		       "\"cpu\":1,\"pid\":4242,\"tid\":4243,\"uid\":1000,\"comm\":\"bash\","
		       "\"ip\":4198964,\"latency_ns\":1203456789,"
		       "\"fields\":{\"z\":0,\"a\":0}}");
}

static void order_of_fields(void **state)
{
	static const struct sample_field fields[] = {
		{ "z", UPROBECAP_SIGNED, 4, 0 },
		{ "a", UPROBECAP_SIGNED, 4, 0 },
		{ "m", UPROBECAP_SIGNED, 4, 0 },
	};

	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', fields, COUNT(fields));
	sample_hit(&sample, 1, 'p', fields, COUNT(fields), 0);
	assert_line(2, HIT("entry", "\"bash\"", "\"z\":0,\"a\":0,\"m\":0"));
}

static void losses(void **state)
{
#define LOST                                                                           \
	"{\"type\":\"lost\",\"time\":1700000002000000000,\"monotonic_ns\":7000000000," \
	"\"since\":1700000001500000000,\"cpu\":3,"
	(void)state;
	begin();
	sample_lost(&sample, 3, 37);
	sample_lost(&sample, 3, 49);
	assert_line(1, LOST "\"total\":37}");
	assert_line(2, LOST "\"hits\":12,\"total\":49}");
}

static void ledgers(void **state)
{
#define LEDGER(probe, hits, rest)                                                           \
	"{\"type\":\"ledger\",\"time\":1700000003000000000,\"monotonic_ns\":8000000000,"    \
	"\"probe\":" probe ",\"function\":\"function\",\"hits\":" hits ",\"delivered\":60," \
	"\"filtered\":30,\"lost_full\":9,\"lost_too_big\":1,\"counted\":0,\"sampled\":0,"   \
	"\"limited\":0,\"in_flight\":0,\"missed_depth\":0,\"missed_jump\":0,"               \
	"\"missed_exit\":0,\"missed_full\":0,\"unmatched\":0,\"balanced\":" rest "}"
	static const char * const without[] = {
		"\"type\":\"ledger\"",	     "\"probe\":3",
		"\"function\":\"function\"", "\"error\":\"none was written\"",
		"\"hits_after\":0",
	};

	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', NULL, 0);
	sample_probe(&sample, 2, 'r', NULL, 0);
	sample_probe(&sample, 3, 'r', NULL, 0);
	sample_ledger(&sample, 1)->hits = 5;
	sample_ledger(&sample, 1);
	sample_hit(&sample, 1, 'p', NULL, 0, 0);
	sample_ledger(&sample, 2)->hits = UINT64_MAX;
	assert_line(5, LEDGER("1", "100", "true,\"hits_after\":1"));
	assert_line(6, LEDGER("2", "18446744073709551615", "false,\"hits_after\":0"));
	assert_members(7, without, COUNT(without));
}

static void ledgers_of_calls(void **state)
{
	struct uprobecap_ledger *ledger;
	char *found;

	(void)state;
	begin();
	sample_probe(&sample, 1, 'c', NULL, 0);
	ledger = sample_ledger(&sample, 1);
	ledger->hits = 100 + 1 + 2 + 4 + 8 + 16 + 32;
	ledger->counted = 1;
	ledger->in_flight = 2;
	ledger->missed_depth = 4;
	ledger->missed_jump = 8;
	ledger->missed_exit = 16;
	ledger->missed_full = 32;
	ledger->sampled = 10;
	ledger->limited = 20;
	ledger->unmatched = 7;
	found = line(2);
	assert_non_null(strstr(found, "\"counted\":1,\"sampled\":10,\"limited\":20,\"in_flight\":2,"
				      "\"missed_depth\":4,\"missed_jump\":8,\"missed_exit\":16,"
				      "\"missed_full\":32,\"unmatched\":7,\"balanced\":true"));
	free(found);
}

/* Any bytes at all in strings, names and paths: each line is an object. */
static void always_valid(void **state)
{
	static const struct sample_field field = { "x", UPROBECAP_STRING, 8, 0 };
	unsigned int round, n;

	(void)state;
	srandom(1);
	for (round = 0; round < 2000; round++) {
		struct uprobecap_hit *hit;
		char bytes[16] = "", *found;
		struct json_object *object;

		for (n = 0; n < 12; n++)
			bytes[n] = random();
		begin();
		memcpy(sample_probe(&sample, 1, 'p', &field, 1)->build_id, bytes, 16);
		hit = sample_hit(&sample, 1, 'p', &field, 1, sizeof(bytes));
		sample_string(hit, SLOT, bytes, sizeof(bytes), SLOT + 8);
		memcpy(hit->comm, bytes, sizeof(bytes));
		found = line(2);
		object = json_tokener_parse(found);
		assert_non_null(object);
		assert_true(json_object_is_type(object, json_type_object));
		json_object_put(object);
		free(found);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers),	cmocka_unit_test(probes),
		cmocka_unit_test(hits),		cmocka_unit_test(kinds),
		cmocka_unit_test(texts),	cmocka_unit_test(order_of_fields),
		cmocka_unit_test(raw_bytes),	cmocka_unit_test(arrays_of_strings),
		cmocka_unit_test(calls),	cmocka_unit_test(losses),
		cmocka_unit_test(ledgers),	cmocka_unit_test(ledgers_of_calls),
		cmocka_unit_test(always_valid),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/print/json", tests, NULL, NULL);
}

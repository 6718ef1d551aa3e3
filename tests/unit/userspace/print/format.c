// SPDX-License-Identifier: GPL-2.0-only
/* Lines of text: every kind of value, its extremes, and what must not reach a terminal. */
#include <float.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "../sample.h"
#include "print/columns.h"
#include "print/escape.h"

#define SLOT sizeof(struct uprobecap_hit)

static struct sample sample;

static void begin(void)
{
	sample.size = 0;
	sample_header(&sample);
}

/* Prints the sample and compares the lines, but for the ledgers. */
static void assert_prints(const char *expected)
{
	char *text = sample_print(&sample, &text_printer);
	char *ledgers = strstr(text, "probe 1");

	if (ledgers)
		*ledgers = '\0';
	assert_string_equal(text, expected);
	free(text);
}

#define BEFORE "22:13:21.120394  bash  4242/4243  "

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
#define DOUBLE(...)         \
	(const double[])    \
	{                   \
		__VA_ARGS__ \
	}
#define ARRAY(type, ...)    \
	(const type[])      \
	{                   \
		__VA_ARGS__ \
	}
	{ UPROBECAP_UNSIGNED, 1, 0, NUMBER(255), 0, "255" },
	{ UPROBECAP_UNSIGNED, 8, 0, NUMBER(0), 0, "0" },
	{ UPROBECAP_UNSIGNED, 8, 0, NUMBER(UINT64_MAX), 0, "18446744073709551615" },
	{ UPROBECAP_SIGNED, 1, 0, NUMBER(-128), 0, "-128" },
	{ UPROBECAP_SIGNED, 8, 0, NUMBER(INT64_MIN), 0, "-9223372036854775808" },
	{ UPROBECAP_SIGNED, 8, 0, NUMBER(INT64_MAX), 0, "9223372036854775807" },
	{ UPROBECAP_HEX, 8, 0, NUMBER(0), 0, "0x0" },
	{ UPROBECAP_HEX, 8, 0, NUMBER(UINT64_MAX), 0, "0xffffffffffffffff" },
	{ UPROBECAP_HEX, 1, 0, NUMBER(10), 0, "0xa" },
	{ UPROBECAP_CHAR, 1, 0, NUMBER('a'), 0, "'a'" },
	{ UPROBECAP_CHAR, 1, 0, NUMBER('\n'), 0, "'\\n'" },
	{ UPROBECAP_CHAR, 1, 0, NUMBER(0), 0, "'\\x00'" },
	{ UPROBECAP_CHAR, 1, 0, NUMBER(0xe4), 0, "'\\xe4'" },
	{ UPROBECAP_UNSIGNED, 1, 3, ARRAY(uint8_t, 0, 128, 255, 9, 9, 9, 9, 9), 0, "{0,128,255}" },
	{ UPROBECAP_SIGNED, 1, 2, ARRAY(int8_t, -128, 127, 0, 0, 0, 0, 0, 0), 0, "{-128,127}" },
	{ UPROBECAP_SIGNED, 2, 4, ARRAY(int16_t, INT16_MIN, -1, 0, INT16_MAX), 0,
	  "{-32768,-1,0,32767}" },
	{ UPROBECAP_SIGNED, 4, 2, ARRAY(int32_t, INT32_MIN, INT32_MAX), 0,
	  "{-2147483648,2147483647}" },
	{ UPROBECAP_SIGNED, 8, 2, ARRAY(int64_t, INT64_MIN, -1), 0, "{-9223372036854775808,-1}" },
	{ UPROBECAP_HEX, 4, 2, ARRAY(uint32_t, 1, UINT32_MAX), 0, "{0x1,0xffffffff}" },
	{ UPROBECAP_HEX, 2, 1, ARRAY(uint16_t, 0xffff, 1, 1, 1), 0, "{0xffff}" },
	{ UPROBECAP_CHAR, 1, 3, ARRAY(char, 'a', '\'', '"', 0, 0, 0, 0, 0), 0, "\"a'\\\"\"" },
	{ UPROBECAP_CHAR, 1, 8, ARRAY(char, 'a', 0, 'b', '\n', 0, 0, 0, 0), 0, "\"a\\x00b\\n\"" },
	{ UPROBECAP_CHAR, 1, 2, NUMBER(0), 0, "\"\"" },
	{ UPROBECAP_CHAR, 1, 2, NUMBER(UPROBECAP_FAULTED), 1, "(fault)" },
	{ UPROBECAP_FLOAT, 8, 0, DOUBLE(0.1), 0, "0.1" },
	{ UPROBECAP_FLOAT, 8, 0, DOUBLE(-2), 0, "-2" },
	{ UPROBECAP_FLOAT, 8, 0, DOUBLE(0.1 + 0.2), 0, "0.30000000000000004" },
	{ UPROBECAP_FLOAT, 8, 0, DOUBLE(1e300), 0, "1e+300" },
	{ UPROBECAP_FLOAT, 8, 0, DOUBLE(DBL_TRUE_MIN), 0, "4.94065645841247e-324" },
	{ UPROBECAP_FLOAT, 8, 0, DOUBLE(-0.0), 0, "-0" },
	{ UPROBECAP_FLOAT, 8, 0, NUMBER(0x7ff0000000000000), 0, "inf" },
	{ UPROBECAP_FLOAT, 8, 0, NUMBER(0xfff0000000000000), 0, "-inf" },
	{ UPROBECAP_FLOAT, 8, 0, NUMBER(0x7ff8000000000000), 0, "nan" },
	{ UPROBECAP_FLOAT, 4, 0, NUMBER(0x3dcccccd), 0, "0.1" },
	{ UPROBECAP_FLOAT, 4, 0, NUMBER(0x4b800001), 0, "16777218" },
	{ UPROBECAP_FLOAT, 4, 0, NUMBER(0x7f7fffff), 0, "3.4028235e+38" },
	{ UPROBECAP_FLOAT, 4, 3, ARRAY(float, 1.5, -0.25, 3, 0), 0, "{1.5,-0.25,3}" },
	{ UPROBECAP_FLOAT, 8, 2, DOUBLE(1.5, 0.0000001), 0, "{1.5,1e-07}" },
	{ UPROBECAP_FLOAT, 8, 0, NUMBER(UPROBECAP_FAULTED), 1, "(fault)" },
	{ UPROBECAP_UNSIGNED, 8, 0, NUMBER(UPROBECAP_FAULTED), 1, "(fault)" },
	{ UPROBECAP_SIGNED, 4, 2, NUMBER(UPROBECAP_BAD), 1, "(bad address)" },
	{ UPROBECAP_CHAR, 1, 0, NUMBER(99), 1, "(unreadable)" },
	/* The bit of another field. */
	{ UPROBECAP_HEX, 8, 0, NUMBER(UPROBECAP_BAD), 2, "0x2" },
};

static void kinds(void **state)
{
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(values); n++) {
		struct sample_field field = { "x", values[n].kind, values[n].size,
					      values[n].count };
		struct uprobecap_hit *hit;
		char line[256];

		begin();
		sample_probe(&sample, 1, 'p', &field, 1);
		hit = sample_hit(&sample, 1, 'p', &field, 1, 0);
		memcpy((char *)hit + SLOT, values[n].slot, sample_slot_size(&field));
		hit->irregular = values[n].irregular;
		snprintf(line, sizeof(line), BEFORE "function(x=%s)\n", values[n].text);
		assert_prints(line);
	}
}

static const struct sample_field text_field = { "text", UPROBECAP_STRING, 8, 0 };

static const struct {
	const char *bytes;
	uint32_t size;
	uint64_t irregular;
	const char *text;
} strings[] = {
#define BYTES(text) text, sizeof(text)
	{ BYTES("ls -l"), 0, "\"ls -l\"" },
	{ BYTES(""), 0, "\"\"" },
	{ BYTES("cut"), 1, "\"cut\"..." },
	{ BYTES("a\nb\tc\rd"), 0, "\"a\\nb\\tc\\rd\"" },
	{ BYTES("say \"hi\" \\ 'ho'"), 0, "\"say \\\"hi\\\" \\\\ 'ho'\"" },
	{ BYTES("\033[2J\a\177"), 0, "\"\\x1b[2J\\x07\\x7f\"" },
	{ BYTES("in\0side"), 0, "\"in\\x00side\"" },
	{ BYTES("caf\303\251 \342\202\254 \360\237\230\200"), 0,
	  "\"caf\303\251 \342\202\254 \360\237\230\200\"" },
	/* Latin-1; cut off; a lone continuation; too long a form; a surrogate; too large. */
	{ BYTES("caf\351"), 0, "\"caf\\xe9\"" },
	{ BYTES("\342\202"), 0, "\"\\xe2\\x82\"" },
	{ BYTES("\200"), 0, "\"\\x80\"" },
	{ BYTES("\300\257"), 0, "\"\\xc0\\xaf\"" },
	{ BYTES("\340\202\202"), 0, "\"\\xe0\\x82\\x82\"" },
	{ BYTES("\355\240\200"), 0, "\"\\xed\\xa0\\x80\"" },
	{ BYTES("\364\220\200\200"), 0, "\"\\xf4\\x90\\x80\\x80\"" },
	{ BYTES("\377\376"), 0, "\"\\xff\\xfe\"" },
	/* A control character in two bytes (CSI), a line separator, right-to-left. */
	{ BYTES("\302\233"), 0, "\"\\xc2\\x9b\"" },
	{ BYTES("\342\200\250"), 0, "\"\\xe2\\x80\\xa8\"" },
	{ BYTES("\342\200\256x"), 0, "\"\\xe2\\x80\\xaex\"" },
	{ BYTES("\302\240"), 0, "\"\302\240\"" },
	/* A string of uprobe_events that looks like an error is none. */
	{ BYTES("(fault)"), 0, "\"(fault)\"" },
	{ "", 0, 1, "(fault)" },
};

static void texts(void **state)
{
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(strings); n++) {
		struct uprobecap_hit *hit;
		char line[256];

		begin();
		sample_probe(&sample, 1, 'r', &text_field, 1);
		hit = sample_hit(&sample, 1, 'r', &text_field, 1, strings[n].size);
		sample_string(hit, SLOT, strings[n].bytes, strings[n].size,
			      strings[n].size ? SLOT + 8 : UPROBECAP_FAULTED);
		hit->irregular = strings[n].irregular;
		snprintf(line, sizeof(line), BEFORE "function -> text=%s\n", strings[n].text);
		assert_prints(line);
		assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	}
}

static const struct sample_field bytes_field = { "raw", UPROBECAP_BYTES, 8, 0 };

static const struct {
	const char *bytes;
	uint32_t size;
	uint64_t irregular;
	const char *text;
} raws[] = {
	{ "GET / \r\n\0\377", 10, 0, "\"GET / \\r\\n\\x00\\xff\"" },
	{ "ab", 2, 1, "\"ab\"..." },
	{ "a", 2, 0, "\"a\\x00\"" },
	{ "", 0, 0, "\"\"" },
	{ "", 0, 1, "(fault)" },
};

static void raw_bytes(void **state)
{
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(raws); n++) {
		struct uprobecap_hit *hit;
		char line[256];

		begin();
		sample_probe(&sample, 1, 'p', &bytes_field, 1);
		hit = sample_hit(&sample, 1, 'p', &bytes_field, 1, raws[n].size);
		sample_string(hit, SLOT, raws[n].bytes, raws[n].size,
			      raws[n].irregular && !raws[n].size ? UPROBECAP_FAULTED : SLOT + 8);
		hit->irregular = raws[n].irregular;
		snprintf(line, sizeof(line), BEFORE "function(raw=%s)\n", raws[n].text);
		assert_prints(line);
	}
}

static void arrays_of_strings(void **state)
{
	static const struct sample_field field = { "argv", UPROBECAP_STRING, 8, 4 };
	struct uprobecap_hit *hit;

	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', &field, 1);
	hit = sample_hit(&sample, 1, 'p', &field, 1, 24);
	sample_string(hit, SLOT, "ls", 3, SLOT + 32);
	sample_string(hit, SLOT + 8, "", 1, SLOT + 40);
	sample_string(hit, SLOT + 16, "cut", 4, SLOT + 44);
	sample_string(hit, SLOT + 24, "\n", 2, SLOT + 48);
	assert_prints(BEFORE "function(argv={\"ls\",\"\",\"cut\",\"\\n\"})\n");

	hit->irregular = 1;
	sample_string(hit, SLOT + 16, "cut", 3, SLOT + 44);
	sample_string(hit, SLOT + 24, "", 0, UPROBECAP_BAD);
	assert_prints(BEFORE "function(argv={\"ls\",\"\",\"cut\"...,(bad address)})\n");
}

#define CALL(line) BEFORE line "  <1.203s>\n"

static void calls(void **state)
{
	static const struct sample_field fields[] = {
		{ "a", UPROBECAP_SIGNED, 4, 0 },
		{ "b", UPROBECAP_SIGNED, 4, 0 },
		{ "data", UPROBECAP_BYTES, 8, 0 },
	};
	static const struct {
		uint32_t nr, nr_entry;
		const char *line;
	} cases[] = {
		{ 0, 0, CALL("function()") },
		{ 1, 1, CALL("function(a=1)") },
		{ 2, 2, CALL("function(a=1, b=2)") },
		{ 2, 1, CALL("function(a=1) = 2") },
		{ 3, 1, CALL("function(a=1) = b=2 data=\"\"") },
		{ 1, 0, CALL("function() = 1") },
		{ 3, 0, CALL("function() = a=1 b=2 data=\"\"") },
		{ 3, 3, CALL("function(a=1, b=2, data=\"\")") },
	};
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(cases); n++) {
		struct uprobecap_hit *hit;
		uint32_t i;

		begin();
		sample_at_return(sample_probe(&sample, 1, 'c', fields, cases[n].nr),
				 cases[n].nr_entry);
		hit = sample_hit(&sample, 1, 'c', fields, cases[n].nr, 0);
		for (i = 0; i < cases[n].nr && i < 2; i++)
			((uint64_t *)((struct uprobecap_call *)hit + 1))[i] = i + 1;
		assert_prints(cases[n].line);
	}
}

static void latencies(void **state)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} cases[] = {
		{ 0, "0ns" },
		{ 999, "999ns" },
		{ 1000, "1.000us" },
		{ 12345, "12.345us" },
		{ 999999, "999.999us" },
		{ 1000000, "1.000ms" },
		{ 5006007, "5.006ms" },
		{ 999999999, "999.999ms" },
		{ 1000000000, "1.000s" },
		{ 3600000000000, "3600.000s" },
		{ UINT64_MAX, "18446744073.709s" },
	};
	char line[128];
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(cases); n++) {
		begin();
		sample_probe(&sample, 1, 'c', NULL, 0);
		((struct uprobecap_call *)sample_hit(&sample, 1, 'c', NULL, 0, 0))->latency =
			cases[n].ns;
		snprintf(line, sizeof(line), BEFORE "function()  <%s>\n", cases[n].text);
		assert_prints(line);
	}
}

static void longest_text(void **state)
{
	char bytes[UPROBECAP_STRING_MAX], line[UPROBECAP_STRING_MAX + 128];
	struct uprobecap_hit *hit;

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	bytes[sizeof(bytes) - 1] = '\0';
	begin();
	sample_probe(&sample, 1, 'p', &text_field, 1);
	hit = sample_hit(&sample, 1, 'p', &text_field, 1, sizeof(bytes));
	sample_string(hit, SLOT, bytes, sizeof(bytes), SLOT + 8);
	hit->irregular = 1;
	snprintf(line, sizeof(line), BEFORE "function(text=\"%s\"...)\n", bytes);
	assert_prints(line);
}

static void several_fields(void **state)
{
	static const struct sample_field fields[] = {
		{ "a", UPROBECAP_SIGNED, 4, 0 },
		{ "b", UPROBECAP_HEX, 2, 2 },
		{ "c", UPROBECAP_UNSIGNED, 8, 0 },
	};
	struct uprobecap_hit *hit;

	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', fields, COUNT(fields));
	hit = sample_hit(&sample, 1, 'p', fields, COUNT(fields), 0);
	((uint64_t *)((char *)hit + SLOT))[0] = -7;
	((uint64_t *)((char *)hit + SLOT))[1] = 0x20001;
	((uint64_t *)((char *)hit + SLOT))[2] = UPROBECAP_FAULTED;
	hit->irregular = 4;
	assert_prints(BEFORE "function(a=-7, b={0x1,0x2}, c=(fault))\n");
}

static void no_fields(void **state)
{
	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', NULL, 0);
	sample_probe(&sample, 2, 'r', NULL, 0);
	sample_hit(&sample, 1, 'p', NULL, 0, 0);
	sample_hit(&sample, 2, 'r', NULL, 0, 0);
	assert_prints(BEFORE "function()\n" BEFORE "function ->\n");
}

static void names_of_threads(void **state)
{
	struct uprobecap_hit *hit;

	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', NULL, 0);
	hit = sample_hit(&sample, 1, 'p', NULL, 0, 0);
	memcpy(hit->comm, "tmux: server\n\033xx", sizeof(hit->comm));
	assert_prints("22:13:21.120394  tmux: server\\n\\x1bxx  4242/4243  function()\n");
}

static void times(void **state)
{
	static const struct {
		int64_t ns;
		const char *time;
	} cases[] = {
		{ 0, "22:13:20.000000" },
		{ 999, "22:13:20.000000" },
		{ 1000, "22:13:20.000001" },
		{ 999999999, "22:13:20.999999" },
		{ 1000000000, "22:13:21.000000" },
		{ -1000, "22:13:19.999999" },
		{ 86400000000000, "22:13:20.000000" },
	};
	char line[128];
	size_t n;

	(void)state;
	for (n = 0; n < COUNT(cases); n++) {
		begin();
		sample_probe(&sample, 1, 'p', NULL, 0);
		sample_hit(&sample, 1, 'p', NULL, 0, 0)->time = SAMPLE_MONOTONIC + cases[n].ns;
		snprintf(line, sizeof(line), "%s  bash  4242/4243  function()\n", cases[n].time);
		assert_prints(line);
	}
}

static void assert_columns(const char *list, const char *clock, const char *expected)
{
	struct columns columns = { 0 }, usual = { 0 };

	assert_true(!list || columns_parse(list, &columns));
	assert_true(columns_parse_clock(clock, &columns));
	format_choose(&columns);
	assert_prints(expected);
	format_choose(&usual);
}

static void other_columns(void **state)
{
	static const struct sample_field field = { "a", UPROBECAP_SIGNED, 8, 0 };

	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', &field, 1);
	sample_probe(&sample, 2, 'c', &field, 1);
	sample_hit(&sample, 1, 'p', &field, 1, 0);
	sample_hit(&sample, 2, 'c', &field, 1, 0)->time += 1500000;
	sample_hit(&sample, 1, 'p', &field, 1, 0)->time += 1000000;
	assert_columns("event,cpu,tid", "wall",
		       "function(a=0)  1  4243\nfunction(a=0)  <1.203s>  1  4243\n"
		       "function(a=0)  1  4243\n");
	assert_columns("time,comm,pid,uid", "mono",
		       "6.120394  bash  4242  1000\n6.121894  bash  4242  1000\n"
		       "6.121394  bash  4242  1000\n");
	assert_columns("time", "delta", "+0.000000\n+0.001500\n-0.000500\n");
	assert_columns(NULL, "delta",
		       "+0.000000  bash  4242/4243  function(a=0)\n"
		       "+0.001500  bash  4242/4243  function(a=0)  <1.203s>\n"
		       "-0.000500  bash  4242/4243  function(a=0)\n");
	sample.size = 0;
	sample_header(&sample);
	sample_lost(&sample, 0, 7);
	assert_columns("event", "mono",
		       "7.000000  lost 7 hits so far on CPU 0, the latest between 6.500000 and "
		       "7.000000\n");
}

static void losses(void **state)
{
	(void)state;
	begin();
	sample_lost(&sample, 3, 37);
	sample_lost(&sample, 3, 49);
	assert_prints(
		"22:13:22.000000  lost 37 hits so far on CPU 3, the latest between 22:13:21.500000 and 22:13:22.000000\n"
		"22:13:22.000000  lost 12 hits on CPU 3, between 22:13:21.500000 and 22:13:22.000000 (49 so far)\n");
}

static void assert_ledgers(const char *expected)
{
	char *printed = sample_print(&sample, &text_printer);

	assert_string_equal(strstr(printed, "probe 1"), expected);
	free(printed);
}

static void ledgers(void **state)
{
	(void)state;
	begin();
	sample_probe(&sample, 1, 'p', NULL, 0);
	sample_probe(&sample, 2, 'r', NULL, 0);
	assert_ledgers("probe 1  function()  no ledger: the stream ends before one was written\n"
		       "probe 2  function ->  no ledger: the stream ends before one was written\n");
	sample_ledger(&sample, 1)->hits = 1;
	sample_hit(&sample, 1, 'p', NULL, 0, 0);
	sample_ledger(&sample, 1);
	sample_ledger(&sample, 2)->delivered = 58;
#define COUNTERS(delivered) \
	"  hits 100  delivered " delivered "  filtered 30  lost_full 9  lost_too_big 1  "
#define FIRST(rest)		"probe 1  function()" COUNTERS("60") rest "\n"
#define SECOND(delivered, rest) "probe 2  function ->" COUNTERS(delivered) rest "\n"
#define MISSING(hits)		"NOT BALANCED: " hits " hits are under way or unaccounted for"
	assert_ledgers(FIRST("balanced") SECOND("58", MISSING("2")));
	sample_hit(&sample, 1, 'p', NULL, 0, 0);
	sample_hit(&sample, 1, 'p', NULL, 0, 0);
	sample_ledger(&sample, 2)->delivered = 61;
	assert_ledgers(FIRST("balanced, before the last 2 hits") SECOND("61", MISSING("-1")));
}

/* Each counter has its place in the line and, but for what only explains another, in the sum. */
static void ledgers_of_calls(void **state)
{
	struct uprobecap_ledger *ledger;

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
	assert_ledgers(
		"probe 1  function() ->  hits 163  delivered 60  filtered 30  lost_full 9  "
		"lost_too_big 1  sampled 10  limited 20  counted 1  in_flight 2  "
		"missed_depth 4  missed_jump 8  missed_exit 16  missed_full 32  unmatched 7  "
		"balanced\n");
}

/* The character goes on behind the end, and nobody looks there. */
static void ends_inside_a_character(void **state)
{
	(void)state;
	assert_true(is_utf8("\342\202\254", 3));
	assert_false(is_utf8("\342\202\254", 2));
	assert_false(is_utf8("\342\202\254", 1));
	assert_true(is_utf8("", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds),
		cmocka_unit_test(texts),
		cmocka_unit_test(raw_bytes),
		cmocka_unit_test(arrays_of_strings),
		cmocka_unit_test(calls),
		cmocka_unit_test(latencies),
		cmocka_unit_test(longest_text),
		cmocka_unit_test(ends_inside_a_character),
		cmocka_unit_test(several_fields),
		cmocka_unit_test(no_fields),
		cmocka_unit_test(names_of_threads),
		cmocka_unit_test(times),
		cmocka_unit_test(other_columns),
		cmocka_unit_test(losses),
		cmocka_unit_test(ledgers),
		cmocka_unit_test(ledgers_of_calls),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/print/format", tests, NULL, NULL);
}

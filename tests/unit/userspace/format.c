// SPDX-License-Identifier: GPL-2.0-only
/* Lines of text: every kind of value, its extremes, and what must not reach a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "escape.h"
#include "sample.h"

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
	{ UPROBECAP_CHAR, 1, 3, ARRAY(char, 'a', '\'', '"', 0, 0, 0, 0, 0), 0, "{'a','\\'','\"'}" },
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
		cmocka_unit_test(longest_text),
		cmocka_unit_test(ends_inside_a_character),
		cmocka_unit_test(several_fields),
		cmocka_unit_test(no_fields),
		cmocka_unit_test(names_of_threads),
		cmocka_unit_test(times),
		cmocka_unit_test(losses),
		cmocka_unit_test(ledgers),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/format", tests, NULL, NULL);
}

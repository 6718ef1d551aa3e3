// SPDX-License-Identifier: GPL-2.0-only
/* What wordings make of hits; those that are wrong are in tests/host/run.t. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../sample.h"
#include "recipe/wording.h"

static const struct sample_field fields[] = {
	{ "a", UPROBECAP_SIGNED, 4, 0 },
	{ "text", UPROBECAP_STRING, 8, 0 },
	{ "data", UPROBECAP_BYTES, 8, 0 },
};

static const struct sample_field other_fields[] = {
	{ "a", UPROBECAP_SIGNED, 4, 0 },
	{ "status", UPROBECAP_UNSIGNED, 8, 0 },
};

static struct sample sample;
static struct stream stream;
static struct wording_hits hits;

/* A call with three fields, and a return with two of which the first has the same name. */
static void begin(int64_t a, uint64_t status)
{
	size_t slot = sizeof(struct uprobecap_call), at = 0, size = slot + 3 * 8, n = 0;
	struct stream_record next;
	struct uprobecap_hit *hit;
	struct error error;

	sample.size = 0;
	sample_header(&sample);
	sample_probe(&sample, 1, 'c', fields, 3);
	sample_probe(&sample, 2, 'r', other_fields, 2);
	hit = sample_hit(&sample, 1, 'c', fields, 3, 16);
	memcpy((char *)hit + slot, &a, sizeof(a));
	sample_string(hit, slot + 8, "word", 5, size);
	sample_string(hit, slot + 16, "\0\1xyz", 5, size + 5);
	hit = sample_hit(&sample, 2, 'r', other_fields, 2, 0);
	memcpy((char *)hit + sizeof(*hit) + 8, &status, sizeof(status));
	stream_restart(&stream);
	hits = (struct wording_hits){ 0 };
	while (stream_next(&stream, (char *)sample.bytes + at, sample.size - at, &next, &error) ==
	       STREAM_RECORD) {
		at += next.record->size;
		if (next.record->type == UPROBECAP_CALL || next.record->type == UPROBECAP_RETURN)
			hits.hit[n++] =
				(struct wording_hit){ next.probe, (const void *)next.record };
	}
	assert_int_equal(n, 2);
}

static void assert_makes(const char *text, const char *expected)
{
	struct error error;
	struct wording *wording = wording_create(text, NULL, &error);
	struct line line;

	assert_non_null(wording);
	line_begin(&line, NULL);
	wording_put(&line, wording, &hits);
	line_char(&line, '\0');
	assert_string_equal(line.bytes, expected);
	wording_free(wording);
}

static void values(void **state)
{
	(void)state;
	begin(-2, 127);
	assert_makes("", "");
	assert_makes("just a text", "just a text");
	assert_makes("{a}", "-2");
	assert_makes("a={a}, {text}!", "a=-2, \"word\"!");
	assert_makes("{a:errno} {status:hex} {status:octal}", "ENOENT 0x7f 0177");
	assert_makes("{latency}", "1.203s");
	assert_makes("{{a}} [[a]] }}{{", "{a} [a] }{");
	assert_makes("{text:hex}", "\"word\"");
}

static void of_the_other_hit(void **state)
{
	(void)state;
	begin(1, 42);
	assert_makes("{a} {status}", "1 42");
	hits.hit[1] = (struct wording_hit){ 0 };
	assert_makes("{a} {status}", "1 -");
	assert_makes("[status == 42:gone]", "");
}

static void lengths(void **state)
{
	(void)state;
	begin(2, 4);
	assert_makes("{data}", "\"\\x00\\x01xyz\"");
	assert_makes("{data[a]}", "\"\\x00\\x01\"");
	assert_makes("{data[status]}", "\"\\x00\\x01xy\"");
	hits.hex = true;
	assert_makes("{data}", "000178797a");
	assert_makes("{data[a]} {a}", "0001 2");
	assert_makes("{text}", "776f7264");
	begin(-1, 1000);
	assert_makes("{data[a]}", "\"\"");
	assert_makes("{data[status]}", "\"\\x00\\x01xyz\"");
	assert_makes("{data[nothing]}", "\"\\x00\\x01xyz\"");
}

static void conditions(void **state)
{
	(void)state;
	begin(-2, 6);
	assert_makes("<[a < 0:no]>", "<no>");
	assert_makes("<[a > 0:no]>", "<>");
	assert_makes("<[a==-2:{a}]>{a}", "<-2>-2");
	assert_makes("[a != -2:{a}]|[a != 2: {a}]", "| -2");
	assert_makes("[status & 1:one][status & 2:two][status & 0x4:four]", "twofour");
	assert_makes("[text == 0:is no number][nothing == 0:nor is this]", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
		cmocka_unit_test(of_the_other_hit),
		cmocka_unit_test(lengths),
		cmocka_unit_test(conditions),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/recipe/wording", tests, NULL, NULL);
}

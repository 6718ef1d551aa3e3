// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line of text: its numbers as printf(3) writes them, and what does not fit.
 */

#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "print/line.h"

static struct line line;
static char *written;
static size_t size;

static void begin(void)
{
	line_begin(&line, open_memstream(&written, &size));
}

static void assert_written(const char *expected, size_t length)
{
	line_end(&line);
	fclose(line.out);
	assert_int_equal(size, length);
	assert_memory_equal(written, expected, length);
	free(written);
}

static void numbers(void **state)
{
	static const uint64_t cases[] = {
		0, 9, 10, 99, 100, 255, 256, 4096, INT64_MAX, 1ull << 63, UINT64_MAX,
	};
	char expected[256];
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(cases) / sizeof(*cases); n++) {
		begin();
		line_unsigned(&line, cases[n]);
		line_char(&line, ' ');
		line_signed(&line, cases[n]);
		line_char(&line, ' ');
		line_hex(&line, cases[n]);
		line_char(&line, ' ');
		line_digits(&line, cases[n], 6);
		snprintf(expected, sizeof(expected),
			 "%" PRIu64 " %" PRId64 " 0x%" PRIx64 " %06" PRIu64, cases[n],
			 (int64_t)cases[n], cases[n], cases[n]);
		assert_written(expected, strlen(expected));
	}
}

/* Pieces of all sizes, so that each kind meets the end of the room at each place. */
static void longer_than_its_room(void **state)
{
	char expected[8 * LINE_SIZE];
	size_t piece, length;

	(void)state;
	memset(expected, 'x', sizeof(expected));
	for (piece = 1; piece <= 2 * LINE_SIZE; piece++) {
		begin();
		for (length = 0; length < 3 * LINE_SIZE; length += piece + 6) {
			line_bytes(&line, expected, piece);
			line_char(&line, 'x');
			line_text(&line, "xxx");
			line_char(&line, 'x');
			line_char(&line, 'x');
		}
		assert_written(expected, length);
	}
}

static void full_to_the_byte(void **state)
{
	char expected[LINE_SIZE + 1];

	(void)state;
	memset(expected, 'x', sizeof(expected));
	begin();
	line_bytes(&line, expected, LINE_SIZE);
	line_char(&line, 'x');
	assert_written(expected, LINE_SIZE + 1);
}

/* Of a pipe that keeps what was written at once apart. */
static void stays_whole(void **state)
{
	static const char text[] = "a line that does not fit in a buffer a whole number of times";
	char piece[4096];
	int ends[2], n;
	ssize_t got;

	(void)state;
	assert_int_equal(pipe2(ends, O_DIRECT | O_NONBLOCK), 0);
	line_begin(&line, fdopen(ends[1], "w"));
	for (n = 0; n < 500; n++) {
		line_text(&line, text);
		line_char(&line, '\n');
		line_end(&line);
	}
	fclose(line.out);
	while ((got = read(ends[0], piece, sizeof(piece))) > 0) {
		assert_int_equal(got % sizeof(text), 0);
		assert_int_equal(piece[got - 1], '\n');
		n -= got / (ssize_t)sizeof(text);
	}
	assert_int_equal(n, 0);
	close(ends[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(longer_than_its_room),
		cmocka_unit_test(full_to_the_byte),
		cmocka_unit_test(stays_whole),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/print/line", tests, NULL, NULL);
}

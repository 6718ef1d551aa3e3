// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line of text in the making.
 */

#include <stdio_ext.h>

#include "print/line.h"

#define NUMBER_SIZE 20 /* digits of the largest */

static const char hex_digits[] = "0123456789abcdef";

/**
 * line_write() - write a line, or as much of it as is kept together
 * @out: where to
 * @bytes: any
 * @size: of them
 *
 * Others may write there too, such as the command that is traced: what is in the
 * buffer goes before the line would be cut in two.
 */
void line_write(FILE *out, const char *bytes, size_t size)
{
	if (__fpending(out) + size > __fbufsize(out))
		fflush_unlocked(out);
	fwrite_unlocked(bytes, 1, size, out);
}

/**
 * line_spill() - put what does not fit
 * @line: that was begun
 * @bytes: any
 * @size: of them
 */
void line_spill(struct line *line, const char *bytes, size_t size)
{
	line_end(line);
	fwrite_unlocked(bytes, 1, size, line->out);
}

/**
 * line_digits() - put a number, as "%0*u" does
 * @line: that was begun
 * @number: any
 * @least: so many digits, 1 to NUMBER_SIZE, with zeros in front
 */
void line_digits(struct line *line, uint64_t number, unsigned int least)
{
	char digits[NUMBER_SIZE];
	char *end = digits + NUMBER_SIZE;
	char *at = end;

	/* Two at a time: of a small number the division is cheap. */
	for (; number >= 100; number /= 100) {
		unsigned int pair = number % 100;

		*--at = '0' + pair % 10;
		*--at = '0' + pair / 10;
	}
	*--at = '0' + number % 10;
	if (number >= 10)
		*--at = '0' + number / 10;
	while (at > end - least)
		*--at = '0';
	line_bytes(line, at, end - at);
}

/**
 * line_signed() - put a number, as "%d" does
 * @line: that was begun
 * @number: any
 */
void line_signed(struct line *line, int64_t number)
{
	if (number < 0)
		line_char(line, '-');
	line_unsigned(line, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

/**
 * line_byte() - put two digits, as "%02x" does
 * @line: that was begun
 * @byte: any
 */
void line_byte(struct line *line, unsigned char byte)
{
	line_char(line, hex_digits[byte >> 4]);
	line_char(line, hex_digits[byte & 0xf]);
}

/**
 * line_hex() - put a number, as "0x%x" does
 * @line: that was begun
 * @number: any
 */
void line_hex(struct line *line, uint64_t number)
{
	char digits[NUMBER_SIZE];
	char *at = digits + NUMBER_SIZE;

	for (; number >= 0x100; number >>= 8) {
		*--at = hex_digits[number & 0xf];
		*--at = hex_digits[number >> 4 & 0xf];
	}
	*--at = hex_digits[number & 0xf];
	if (number >= 0x10)
		*--at = hex_digits[number >> 4];
	*--at = 'x';
	*--at = '0';
	line_bytes(line, at, digits + NUMBER_SIZE - at);
}

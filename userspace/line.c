// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line of text in the making.
 */

#include "line.h"

#define NUMBER_SIZE 20 /* digits of the largest */

static const char hex_digits[] = "0123456789abcdef";

/* Two digits at a time: a division costs more than the store. */
static const char pairs[] =
	"00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

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

	for (; number >= 100; number /= 100) {
		at -= 2;
		memcpy(at, pairs + 2 * (number % 100), 2);
	}
	*--at = pairs[2 * number + 1];
	if (number >= 10)
		*--at = pairs[2 * number];
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

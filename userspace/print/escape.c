// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes of traced programs, made safe to show: no line break, no control
 * sequence of a terminal and nothing that turns the direction of writing.
 */

#include <stdint.h>

#include "print/escape.h"

#define REPLACEMENT UINT32_MAX /* no character */

/*
 * Decodes the character that the bytes begin with, none that UTF-8 forbids.
 * Return: its bytes; 1, with REPLACEMENT, when they are not UTF-8.
 */
static size_t decode(const unsigned char *bytes, size_t size, uint32_t *character)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = bytes[0] < 0x80 ? 1 :
			bytes[0] < 0xc0 ? 0 :
			bytes[0] < 0xe0 ? 2 :
			bytes[0] < 0xf0 ? 3 :
			bytes[0] < 0xf8 ? 4 :
					  0;
	uint32_t decoded = bytes[0];
	size_t n;

	*character = REPLACEMENT;
	if (!length || length > size)
		return 1;
	if (length > 1)
		decoded &= 0x7f >> length;
	for (n = 1; n < length; n++) {
		if ((bytes[n] & 0xc0) != 0x80)
			return 1;
		decoded = decoded << 6 | (bytes[n] & 0x3f);
	}
	if (decoded < least[length] || decoded > 0x10ffff ||
	    (decoded >= 0xd800 && decoded < 0xe000))
		return 1;
	*character = decoded;
	return length;
}

static bool is_safe(uint32_t character)
{
	if (character < 0x20 || character == '\\')
		return false;
	if (character >= 0x7f && character < 0xa0)
		return false;
	/* Line and paragraph separators, and what turns the direction of writing. */
	return character != REPLACEMENT && character != 0x61c &&
	       !(character >= 0x200e && character <= 0x200f) &&
	       !(character >= 0x2028 && character <= 0x202e) &&
	       !(character >= 0x2066 && character <= 0x2069);
}

static void put_hidden(struct line *line, const unsigned char *bytes, size_t size)
{
	static const char short_form[256] = {
		['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r', ['"'] = '"', ['\''] = '\'', ['\\'] = '\\',
	};

	for (; size; bytes++, size--) {
		line_char(line, '\\');
		if (short_form[*bytes]) {
			line_char(line, short_form[*bytes]);
		} else {
			line_char(line, 'x');
			line_byte(line, *bytes);
		}
	}
}

/**
 * is_utf8() - are these bytes UTF-8?
 * @bytes: may contain NULs
 * @size: of them
 */
bool is_utf8(const char *bytes, size_t size)
{
	const unsigned char *at = (const unsigned char *)bytes;
	const unsigned char *end = at + size;
	uint32_t character;

	for (;;) {
		while (at < end && *at < 0x80)
			at++;
		if (at == end)
			return true;
		at += decode(at, end - at, &character);
		if (character == REPLACEMENT)
			return false;
	}
}

/* Return: behind the ASCII characters from here on that are shown as they are. */
static const unsigned char *skip_plain(const unsigned char *at, const unsigned char *end,
				       unsigned char quote)
{
	while (at < end && *at >= 0x20 && *at < 0x7f && *at != '\\' && *at != quote)
		at++;
	return at;
}

/**
 * line_escaped() - put bytes, so that it stays one line
 * @line: that was begun
 * @bytes: any
 * @size: of them
 * @quote: the quotation mark that stands around them; 0 for none
 */
void line_escaped(struct line *line, const char *bytes, size_t size, char quote)
{
	const unsigned char *at = (const unsigned char *)bytes;
	const unsigned char *end = at + size;
	uint32_t character;

	while (at < end) {
		const unsigned char *from = at;

		at = skip_plain(at, end, quote);
		line_bytes(line, (const char *)from, at - from);
		if (at == end)
			break;
		from = at;
		at += decode(at, end - at, &character);
		if (is_safe(character) && character != (unsigned char)quote)
			line_bytes(line, (const char *)from, at - from);
		else
			put_hidden(line, from, at - from);
	}
}

/**
 * put_escaped() - print bytes on one line
 * @out: where to
 * @bytes: any
 * @size: of them
 * @quote: the quotation mark that stands around them; 0 for none
 */
void put_escaped(FILE *out, const char *bytes, size_t size, char quote)
{
	struct line line;

	line_begin(&line, out);
	line_escaped(&line, bytes, size, quote);
	line_end(&line);
}

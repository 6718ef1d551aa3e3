/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A line of text in the making. A hit is printed in some ten pieces, and each of
 * them would cost more in stdio than all together here.
 */
#ifndef UPROBECAP_LINE_H
#define UPROBECAP_LINE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define LINE_SIZE 1024 /* bytes that are kept together; a line may have more */

/**
 * struct line - what was put, and is not written yet
 * @out: where to
 * @at: behind the last byte
 * @bytes: from the first on
 */
struct line {
	FILE *out;
	char *at;
	char bytes[LINE_SIZE];
};

static inline void line_begin(struct line *line, FILE *out)
{
	line->out = out;
	line->at = line->bytes;
}

void line_write(FILE *out, const char *bytes, size_t size);

static inline void line_end(struct line *line)
{
	line_write(line->out, line->bytes, line->at - line->bytes);
	line->at = line->bytes;
}

static inline size_t line_room(const struct line *line)
{
	return line->bytes + LINE_SIZE - line->at;
}

static inline void line_char(struct line *line, char character)
{
	if (!line_room(line))
		line_end(line);
	*line->at++ = character;
}

void line_spill(struct line *line, const char *bytes, size_t size);

static inline void line_bytes(struct line *line, const char *bytes, size_t size)
{
	if (size > line_room(line)) {
		line_spill(line, bytes, size);
		return;
	}
	memcpy(line->at, bytes, size);
	line->at += size;
}

/* Inline: the length of a literal is known. */
static inline void line_text(struct line *line, const char *text)
{
	line_bytes(line, text, strlen(text));
}

void line_digits(struct line *line, uint64_t number, unsigned int least);

static inline void line_unsigned(struct line *line, uint64_t number)
{
	line_digits(line, number, 1);
}

void line_signed(struct line *line, int64_t number);
void line_byte(struct line *line, unsigned char byte);
void line_hex(struct line *line, uint64_t number);

#endif /* UPROBECAP_LINE_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands in a line of text, and in which order: time,comm,event.
 */

#include <string.h>

#include "array.h"
#include "print/columns.h"

static bool is_word(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && !strncmp(text, word, length);
}

static bool parse_column(const char *text, size_t length, enum column *column)
{
	static const struct {
		const char *name;
		enum column column;
	} names[] = {
		{ "time", COLUMN_TIME },   { "comm", COLUMN_COMM }, { "pid", COLUMN_PID },
		{ "tid", COLUMN_TID },	   { "uid", COLUMN_UID },   { "cpu", COLUMN_CPU },
		{ "event", COLUMN_EVENT },
	};
	size_t n;

	for (n = 0; n < ARRAY_SIZE(names); n++) {
		if (is_word(text, length, names[n].name)) {
			*column = names[n].column;
			return true;
		}
	}
	return false;
}

/**
 * columns_parse() - understand a list of names
 * @text: all of it
 * @columns: whose clock stays
 *
 * Return: is it one?
 */
bool columns_parse(const char *text, struct columns *columns)
{
	size_t length;

	for (columns->nr = 0; columns->nr < COLUMNS_MAX; text += length + 1) {
		length = strcspn(text, ",");
		if (!parse_column(text, length, &columns->column[columns->nr++]))
			return false;
		if (!text[length])
			return true;
	}
	return false;
}

/**
 * columns_parse_clock() - understand the name of a clock
 * @text: all of it
 * @columns: that gets it
 *
 * Return: is it one?
 */
bool columns_parse_clock(const char *text, struct columns *columns)
{
	static const char * const names[] = {
		[CLOCK_OF_WALL] = "wall",
		[CLOCK_OF_KERNEL] = "mono",
		[CLOCK_OF_HITS] = "delta",
	};
	size_t n;

	for (n = 0; n < ARRAY_SIZE(names); n++) {
		if (!strcmp(text, names[n])) {
			columns->clock = n;
			return true;
		}
	}
	return false;
}

/**
 * columns_are_usual() - was nothing asked for?
 * @columns: any
 */
bool columns_are_usual(const struct columns *columns)
{
	return !columns->nr && columns->clock == CLOCK_OF_WALL;
}

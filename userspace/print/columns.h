/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands in a line of text, and in which order.
 */
#ifndef UPROBECAP_COLUMNS_H
#define UPROBECAP_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#define COLUMNS_MAX 16

#define COLUMNS_NAMES	    "some of time,comm,pid,tid,uid,cpu,event, in any order"
#define COLUMNS_CLOCK_NAMES "wall, mono or delta"
#define COLUMNS_ARE_OF_TEXT "--columns and --time are of text, and something else is printed"

enum column {
	COLUMN_TIME,
	COLUMN_COMM,
	COLUMN_PID,
	COLUMN_TID,
	COLUMN_UID,
	COLUMN_CPU,
	COLUMN_EVENT,
};

enum columns_clock {
	CLOCK_OF_WALL,	 /* the time of day */
	CLOCK_OF_KERNEL, /* CLOCK_MONOTONIC */
	CLOCK_OF_HITS,	 /* since the hit before */
};

/**
 * struct columns - what was asked for
 * @clock: of the times
 * @nr: how many there are; 0: the usual ones
 * @column: each
 */
struct columns {
	enum columns_clock clock;
	size_t nr;
	enum column column[COLUMNS_MAX];
};

bool columns_parse(const char *text, struct columns *columns);
bool columns_parse_clock(const char *text, struct columns *columns);
bool columns_are_usual(const struct columns *columns);

#endif /* UPROBECAP_COLUMNS_H */

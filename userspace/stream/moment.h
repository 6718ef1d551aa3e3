/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A point in time of a recording, as it is typed.
 */
#ifndef UPROBECAP_MOMENT_H
#define UPROBECAP_MOMENT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum moment_kind {
	MOMENT_NONE,
	MOMENT_AFTER, /* behind the beginning of the recording */
	MOMENT_CLOCK, /* a time of the day on which it began */
	MOMENT_DATE,  /* a time of a day */
};

/**
 * struct moment - the point
 * @kind: of it
 * @tm: the day, and the time of day down to the second
 * @ns: behind the second, or behind the beginning
 */
struct moment {
	enum moment_kind kind;
	struct tm tm;
	uint64_t ns;
};

bool moment_parse(const char *text, struct moment *moment);
uint64_t moment_realtime(const struct moment *moment, uint64_t beginning);

#endif /* UPROBECAP_MOMENT_H */

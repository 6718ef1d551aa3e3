// SPDX-License-Identifier: GPL-2.0-only
/*
 * A point in time of a recording: 10s behind its beginning, 12:03:41.120394 on the
 * day of its beginning, or "2026-11-21 12:03".
 */

#include <ctype.h>
#include <string.h>

#include "array.h"
#include "quantity.h"
#include "stream/moment.h"

#define NSEC_PER_SEC 1000000000ull

/* What is behind the seconds: nothing, or a point and digits. */
static bool parse_fraction(const char *text, uint64_t *ns)
{
	uint64_t unit = NSEC_PER_SEC;

	*ns = 0;
	if (!*text)
		return true;
	if (*text++ != '.' || !*text)
		return false;
	for (; isdigit((unsigned char)*text); text++) {
		unit /= 10;
		*ns += unit * (*text - '0');
	}
	return !*text;
}

/**
 * moment_parse() - understand it
 * @text: all of it
 * @moment: the result
 *
 * Return: is it one?
 */
bool moment_parse(const char *text, struct moment *moment)
{
	static const struct {
		const char *format;
		enum moment_kind kind;
	} formats[] = {
		{ "%Y-%m-%d %H:%M:%S", MOMENT_DATE },
		{ "%Y-%m-%d %H:%M", MOMENT_DATE },
		{ "%H:%M:%S", MOMENT_CLOCK },
		{ "%H:%M", MOMENT_CLOCK },
	};
	const char *rest;
	size_t n;

	for (n = 0; n < ARRAY_SIZE(formats); n++) {
		*moment = (struct moment){ .kind = formats[n].kind };
		rest = strptime(text, formats[n].format, &moment->tm);
		if (rest && parse_fraction(rest, &moment->ns))
			return true;
	}
	*moment = (struct moment){ .kind = MOMENT_AFTER };
	return quantity_duration(text, &moment->ns);
}

/**
 * moment_realtime() - when that is
 * @moment: parsed, and not MOMENT_NONE
 * @beginning: of the recording, ns since 1970
 *
 * Return: ns since 1970.
 */
uint64_t moment_realtime(const struct moment *moment, uint64_t beginning)
{
	time_t begun = beginning / NSEC_PER_SEC;
	struct tm tm = moment->tm;
	struct tm day;

	if (moment->kind == MOMENT_AFTER)
		return beginning + moment->ns;
	if (moment->kind == MOMENT_CLOCK) {
		localtime_r(&begun, &day);
		tm.tm_year = day.tm_year;
		tm.tm_mon = day.tm_mon;
		tm.tm_mday = day.tm_mday;
	}
	/* Summer or winter, as it was on that day. */
	tm.tm_isdst = -1;
	return mktime(&tm) * NSEC_PER_SEC + moment->ns;
}

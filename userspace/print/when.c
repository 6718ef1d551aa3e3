// SPDX-License-Identifier: GPL-2.0-only
/*
 * Times of records as text.
 */

#include <time.h>

#include "array.h"
#include "print/when.h"

#define NSEC_PER_SEC 1000000000ull

/**
 * when_wall() - put the time of day with microseconds
 * @line: that was begun
 * @stream: that has begun
 * @monotonic: a time of one of its records
 */
void when_wall(struct line *line, const struct stream *stream, uint64_t monotonic)
{
	/* Asked once a second and not for each of many hits. */
	static uint64_t known_second = UINT64_MAX;
	static char known[sizeof("12:03:41.")];
	uint64_t ns = stream_realtime(stream, monotonic);
	time_t second = ns / NSEC_PER_SEC;
	struct tm tm;

	if (ns / NSEC_PER_SEC != known_second) {
		localtime_r(&second, &tm);
		strftime(known, sizeof(known), "%H:%M:%S.", &tm);
		known_second = ns / NSEC_PER_SEC;
	}
	line_bytes(line, known, sizeof(known) - 1);
	line_digits(line, ns % NSEC_PER_SEC / 1000, 6);
}

/**
 * when_date() - put the day, and the time of day
 * @line: that was begun
 * @stream: that has begun
 * @monotonic: a time of one of its records
 */
void when_date(struct line *line, const struct stream *stream, uint64_t monotonic)
{
	time_t second = stream_realtime(stream, monotonic) / NSEC_PER_SEC;
	char day[64] = "";
	struct tm tm;

	localtime_r(&second, &tm);
	line_bytes(line, day, strftime(day, sizeof(day), "%Y-%m-%d ", &tm));
	when_wall(line, stream, monotonic);
}

/**
 * when_seconds() - put seconds with microseconds
 * @line: that was begun
 * @ns: any
 */
void when_seconds(struct line *line, uint64_t ns)
{
	line_unsigned(line, ns / NSEC_PER_SEC);
	line_char(line, '.');
	line_digits(line, ns % NSEC_PER_SEC / 1000, 6);
}

/**
 * when_duration() - put a duration
 * @line: that was begun
 * @ns: any
 *
 * In the unit that leaves one to three digits in front of the point, or in seconds.
 */
void when_duration(struct line *line, uint64_t ns)
{
	static const struct {
		uint64_t ns;
		const char *name;
	} units[] = { { NSEC_PER_SEC, "s" }, { 1000 * 1000, "ms" }, { 1000, "us" } };
	size_t n;

	for (n = 0; n < ARRAY_SIZE(units); n++) {
		if (ns < units[n].ns)
			continue;
		line_unsigned(line, ns / units[n].ns);
		line_char(line, '.');
		line_digits(line, ns % units[n].ns / (units[n].ns / 1000), 3);
		line_text(line, units[n].name);
		return;
	}
	line_unsigned(line, ns);
	line_text(line, "ns");
}

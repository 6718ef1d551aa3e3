// SPDX-License-Identifier: GPL-2.0-only
/*
 * A histogram as a terminal shows it.
 *
 *        1.024us to    2.047us              9  ##############################
 */

#include "print/bars.h"

#define BAR_MAX	   40
#define COUNT_SIZE 12 /* digits that stand right-aligned */
#define VALUE_SIZE 10 /* of the longest time below a day or so: 86400.123s */

static void put_aligned(struct line *line, bars_value put, uint64_t value, size_t width)
{
	struct line text;
	size_t length;

	line_begin(&text, NULL);
	put(&text, value);
	length = text.at - text.bytes;
	for (; width > length; width--)
		line_char(line, ' ');
	line_bytes(line, text.bytes, length);
}

static void put_row(FILE *out, unsigned int power, uint64_t count, uint64_t most, bars_value put)
{
	uint64_t from = power ? 1ull << power : 0;
	unsigned int bar = (double)count / most * BAR_MAX + 0.5;
	struct line line;

	line_begin(&line, out);
	line_text(&line, "  ");
	put_aligned(&line, put, from, VALUE_SIZE);
	line_text(&line, " to ");
	put_aligned(&line, put, (1ull << power) | ((1ull << power) - 1), VALUE_SIZE);
	put_aligned(&line, line_unsigned, count, COUNT_SIZE);
	line_text(&line, count ? "  " : "");
	if (count && !bar)
		line_char(&line, '.');
	while (bar--)
		line_char(&line, '#');
	line_char(&line, '\n');
	line_end(&line);
}

/**
 * bars_put() - put a line for each power of two, from the first that has a value to the last
 * @out: where to
 * @histogram: with values
 * @put: how a value looks
 */
void bars_put(FILE *out, const struct histogram *histogram, bars_value put)
{
	unsigned int first = 64, last = 0, power;
	uint64_t most = 0, count;

	for (power = 0; power < 64; power++) {
		count = histogram_count(histogram, power);
		if (count && first == 64)
			first = power;
		if (count)
			last = power;
		if (count > most)
			most = count;
	}
	for (power = first; power <= last; power++)
		put_row(out, power, histogram_count(histogram, power), most, put);
}

/**
 * bars_put_percentiles() - put what most of the values do not exceed, and the largest
 * @line: that was begun
 * @histogram: with values
 * @put: how a value looks
 */
void bars_put_percentiles(struct line *line, const struct histogram *histogram, bars_value put)
{
	line_text(line, "  p50 ");
	put(line, histogram_percentile(histogram, 50));
	line_text(line, "  p90 ");
	put(line, histogram_percentile(histogram, 90));
	line_text(line, "  p99 ");
	put(line, histogram_percentile(histogram, 99));
	line_text(line, "  max ");
	put(line, histogram->max);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the hits of a probe have in common: how many there were, how many of them
 * returned an error, and how long they took.
 *
 *   probe 1  read() ->  hits 12  ...
 *     calls 12  errors 1  p50 1.535us  p90 2.943us  p99 1.203ms  max 1.203ms
 *          1.024us to 2.047us              9  ##############################
 */

#include <stdlib.h>

#include "histogram.h"
#include "line.h"
#include "printer.h"
#include "respec.h"
#include "value.h"
#include "when.h"

#define BAR_MAX	   40
#define COUNT_SIZE 12 /* digits that stand right-aligned */
#define TIME_SIZE  10 /* of the longest below a day or so: 86400.123s */

/* Results from -4095 to -1 are errors where the type has no sign: negated numbers of errno. */
#define ERRNO_MAX 4095

/**
 * struct summary - of a probe
 * @result: index of the field that is what the function returned; -1: there is none
 * @hits: how many
 * @errors: of them, those whose result is one
 * @latency: of calls
 */
struct summary {
	int result;
	uint64_t hits;
	uint64_t errors;
	struct histogram latency;
};

static struct summary *create(const struct probe *probe)
{
	struct summary *summary = need_memory(calloc(1, sizeof(*summary)));
	struct spec *spec = respec_create(probe);

	summary->result = spec ? respec_result(spec) : -1;
	free(spec);
	return summary;
}

static bool is_error(const struct uprobecap_field *field, uint64_t number)
{
	unsigned int unused = 64 - 8 * field->size;

	if (field->kind == UPROBECAP_SIGNED)
		return (int64_t)number < 0;
	return (field->kind == UPROBECAP_UNSIGNED || field->kind == UPROBECAP_HEX) &&
	       field->size >= sizeof(uint32_t) &&
	       number << unused >= -(uint64_t)ERRNO_MAX << unused;
}

static void summary_hit(FILE *out, const struct stream *stream, struct probe *probe,
			const struct uprobecap_hit *hit)
{
	struct summary *summary;
	const uint64_t *result;

	(void)out;
	(void)stream;
	if (!probe->summary)
		probe->summary = create(probe);
	summary = probe->summary;
	summary->hits++;
	if (probe_is_call(probe))
		histogram_add(&summary->latency, ((const struct uprobecap_call *)hit)->latency);
	if (summary->result < 0)
		return;
	result = value_integer(hit, &probe->fields[summary->result], summary->result);
	summary->errors += result && is_error(&probe->fields[summary->result], *result);
}

static void put_named(struct line *line, const char *name, uint64_t ns)
{
	line_text(line, name);
	when_duration(line, ns);
}

/* Right-aligned. */
static void put_aligned(struct line *line, const char *text, size_t length, size_t width)
{
	for (; width > length; width--)
		line_char(line, ' ');
	line_bytes(line, text, length);
}

static void put_aligned_duration(struct line *line, uint64_t ns)
{
	struct line text;

	line_begin(&text, NULL);
	when_duration(&text, ns);
	put_aligned(line, text.bytes, text.at - text.bytes, TIME_SIZE);
}

static void put_aligned_count(struct line *line, uint64_t count)
{
	struct line text;

	line_begin(&text, NULL);
	line_unsigned(&text, count);
	put_aligned(line, text.bytes, text.at - text.bytes, COUNT_SIZE);
}

static void put_row(FILE *out, unsigned int power, uint64_t count, uint64_t most)
{
	uint64_t from = power ? 1ull << power : 0;
	unsigned int bar = (double)count / most * BAR_MAX + 0.5;
	struct line line;

	line_begin(&line, out);
	line_text(&line, "  ");
	put_aligned_duration(&line, from);
	line_text(&line, " to ");
	put_aligned_duration(&line, (1ull << power) | ((1ull << power) - 1));
	put_aligned_count(&line, count);
	line_text(&line, count ? "  " : "");
	if (count && !bar)
		line_char(&line, '.');
	while (bar--)
		line_char(&line, '#');
	line_char(&line, '\n');
	line_end(&line);
}

/* From the first power of two that has a value to the last. */
static void put_histogram(FILE *out, const struct histogram *histogram)
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
		put_row(out, power, histogram_count(histogram, power), most);
}

static void put_latency(struct line *line, const struct histogram *latency)
{
	put_named(line, "  p50 ", histogram_percentile(latency, 50));
	put_named(line, "  p90 ", histogram_percentile(latency, 90));
	put_named(line, "  p99 ", histogram_percentile(latency, 99));
	put_named(line, "  max ", latency->max);
}

static void summary_ledger(FILE *out, const struct stream *stream, const struct probe *probe)
{
	const struct summary *summary = probe->summary;
	struct line line;

	text_printer.ledger(out, stream, probe);
	if (!summary)
		return;
	line_begin(&line, out);
	line_text(&line, probe_is_call(probe) ? "  calls " : "  hits ");
	line_unsigned(&line, summary->hits);
	if (summary->result >= 0) {
		line_text(&line, "  errors ");
		line_unsigned(&line, summary->errors);
	}
	if (summary->latency.nr)
		put_latency(&line, &summary->latency);
	line_char(&line, '\n');
	line_end(&line);
	if (summary->latency.nr)
		put_histogram(out, &summary->latency);
}

static void summary_lost(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
			 uint64_t hits)
{
	text_printer.lost(out, stream, lost, hits);
}

static void summary_silent(FILE *out, size_t probes)
{
	text_printer.silent(out, probes);
}

const struct printer summary_printer = {
	.hit = summary_hit,
	.lost = summary_lost,
	.ledger = summary_ledger,
	.silent = summary_silent,
};

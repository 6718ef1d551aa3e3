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

#include "print/bars.h"
#include "print/histogram.h"
#include "print/line.h"
#include "print/printer.h"
#include "print/when.h"
#include "stream/respec.h"
#include "stream/value.h"

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
		bars_put_percentiles(&line, &summary->latency, when_duration);
	line_char(&line, '\n');
	line_end(&line);
	if (summary->latency.nr)
		bars_put(out, &summary->latency, when_duration);
}

const struct printer summary_printer = {
	.hit = summary_hit,
	.lost = format_lost,
	.ledger = summary_ledger,
	.silent = format_silent,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records -> lines of text. Values look as in uprobe_events, but that an array of
 * characters is a text.
 */

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "escape.h"
#include "printer.h"
#include "value.h"

#define NSEC_PER_SEC 1000000000ull

/* The time of day with microseconds. */
static void put_time(FILE *out, const struct stream *stream, uint64_t monotonic)
{
	/* Asked once a second and not for each of many hits. */
	static uint64_t known_second = UINT64_MAX;
	static char known[sizeof("12:03:41")];
	uint64_t ns = stream_realtime(stream, monotonic);
	time_t second = ns / NSEC_PER_SEC;
	struct tm tm;

	if (ns / NSEC_PER_SEC != known_second) {
		localtime_r(&second, &tm);
		strftime(known, sizeof(known), "%H:%M:%S", &tm);
		known_second = ns / NSEC_PER_SEC;
	}
	fprintf(out, "%s.%06u", known, (unsigned int)(ns % NSEC_PER_SEC / 1000));
}

static void put_name(FILE *out, const struct probe *probe)
{
	put_escaped(out, probe->function, strlen(probe->function), 0);
}

static void put_number(FILE *out, const struct value *value, unsigned int n)
{
	uint64_t number = value_number(value, n);
	char character = number;
	char text[VALUE_FLOAT_SIZE];

	switch (value->field->kind) {
	case UPROBECAP_FLOAT:
		value_float(value, n, text);
		fputs(text, out);
		break;
	case UPROBECAP_SIGNED:
		fprintf(out, "%" PRId64, (int64_t)number);
		break;
	case UPROBECAP_HEX:
		fprintf(out, "0x%" PRIx64, number);
		break;
	case UPROBECAP_CHAR:
		fputc('\'', out);
		put_escaped(out, &character, 1, '\'');
		fputc('\'', out);
		break;
	default:
		fprintf(out, "%" PRIu64, number);
	}
}

static void put_text(FILE *out, const char *text, size_t length, bool truncated)
{
	fputc('"', out);
	put_escaped(out, text, length, '"');
	fputs(truncated ? "\"..." : "\"", out);
}

static void put_string(FILE *out, const struct value *value)
{
	const char *error = value_error(value);

	if (error)
		fprintf(out, "(%s)", error);
	else
		put_text(out, value->text, value->length, value->truncated);
}

static void put_array(FILE *out, const struct value *value)
{
	unsigned int n;

	for (n = 0; n < value->field->count; n++) {
		fputc(n ? ',' : '{', out);
		if (value->field->kind == UPROBECAP_STRING) {
			struct value string = value_string(value, n);

			put_string(out, &string);
		} else {
			put_number(out, value, n);
		}
	}
	fputc('}', out);
}

static void put_value(FILE *out, const struct value *value)
{
	if (value_error(value) || value->text)
		put_string(out, value);
	else if (value->field->count && value->field->kind == UPROBECAP_CHAR)
		put_text(out, value->slot, value_characters(value), false);
	else if (value->field->count)
		put_array(out, value);
	else
		put_number(out, value, 0);
}

static void put_field(FILE *out, const struct probe *probe, const struct uprobecap_hit *hit,
		      uint32_t n, bool named)
{
	struct value value = value_of(hit, &probe->fields[n], n);

	if (named)
		fprintf(out, "%s=", probe->fields[n].name);
	put_value(out, &value);
}

static void put_fields(FILE *out, const struct probe *probe, const struct uprobecap_hit *hit)
{
	uint32_t n;

	for (n = 0; n < probe->definition->nr_fields; n++) {
		fputs(n ? ", " : "", out);
		put_field(out, probe, hit, n, true);
	}
}

/* The fields of a call that were read at the entry, or those read at the return. */
static uint32_t count_fields(const struct probe *probe, bool at_return)
{
	uint32_t nr = 0, n;

	for (n = 0; n < probe->definition->nr_fields; n++)
		nr += field_is_at_return(&probe->fields[n]) == at_return;
	return nr;
}

static void put_half(FILE *out, const struct probe *probe, const struct uprobecap_hit *hit,
		     bool at_return, bool named)
{
	const char *separator = "";
	uint32_t n;

	for (n = 0; n < probe->definition->nr_fields; n++) {
		if (field_is_at_return(&probe->fields[n]) != at_return)
			continue;
		fputs(separator, out);
		put_field(out, probe, hit, n, named);
		separator = at_return ? " " : ", ";
	}
}

/* In the unit that leaves one to three digits in front of the point, or in seconds. */
static void put_duration(FILE *out, uint64_t ns)
{
	static const struct {
		uint64_t ns;
		const char *name;
	} units[] = { { NSEC_PER_SEC, "s" }, { 1000 * 1000, "ms" }, { 1000, "us" } };
	size_t n;

	for (n = 0; n < sizeof(units) / sizeof(*units); n++) {
		if (ns < units[n].ns)
			continue;
		fprintf(out, "%" PRIu64 ".%03u%s", ns / units[n].ns,
			(unsigned int)(ns % units[n].ns / (units[n].ns / 1000)), units[n].name);
		return;
	}
	fprintf(out, "%" PRIu64 "ns", ns);
}

static void put_call(FILE *out, const struct probe *probe, const struct uprobecap_call *call)
{
	uint32_t nr_return = count_fields(probe, true);

	fputc('(', out);
	put_half(out, probe, &call->hit, false, true);
	fputs(nr_return ? ") = " : ")", out);
	put_half(out, probe, &call->hit, true, nr_return > 1);
	fputs("  <", out);
	put_duration(out, call->latency);
	fputc('>', out);
}

static void format_hit(FILE *out, const struct stream *stream, const struct probe *probe,
		       const struct uprobecap_hit *hit)
{
	put_time(out, stream, hit->time);
	fputs("  ", out);
	put_escaped(out, hit->comm, strnlen(hit->comm, sizeof(hit->comm)), 0);
	fprintf(out, "  %u/%u  ", hit->pid, hit->tid);
	put_name(out, probe);
	if (probe_is_call(probe)) {
		put_call(out, probe, (const void *)hit);
	} else if (probe_is_return(probe)) {
		fputs(probe->definition->nr_fields ? " -> " : " ->", out);
		put_fields(out, probe, hit);
	} else {
		fputc('(', out);
		put_fields(out, probe, hit);
		fputc(')', out);
	}
	fputc('\n', out);
}

static void format_lost(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
			uint64_t hits)
{
	put_time(out, stream, lost->time);
	if (hits)
		fprintf(out, "  lost %" PRIu64 " hits on CPU %u, between ", hits, lost->cpu);
	else
		fprintf(out, "  lost %llu hits so far on CPU %u, the latest between ", lost->total,
			lost->cpu);
	put_time(out, stream, lost->since);
	fputs(" and ", out);
	put_time(out, stream, lost->time);
	if (hits)
		fprintf(out, " (%llu so far)", lost->total);
	fputc('\n', out);
}

/* Not every probe can have them. */
static void put_rare_counters(FILE *out, const struct uprobecap_ledger *ledger)
{
	const struct {
		const char *name;
		uint64_t count;
	} counters[] = {
		{ "sampled", ledger->sampled },		  { "limited", ledger->limited },
		{ "counted", ledger->counted },		  { "in_flight", ledger->in_flight },
		{ "missed_depth", ledger->missed_depth }, { "missed_jump", ledger->missed_jump },
		{ "missed_exit", ledger->missed_exit },	  { "missed_full", ledger->missed_full },
		{ "unmatched", ledger->unmatched },
	};
	size_t n;

	for (n = 0; n < sizeof(counters) / sizeof(*counters); n++)
		if (counters[n].count)
			fprintf(out, "  %s %" PRIu64, counters[n].name, counters[n].count);
}

static void put_balance(FILE *out, const struct probe *probe)
{
	int64_t missing = ledger_missing(&probe->ledger);

	if (!missing)
		fputs("  balanced", out);
	else
		fprintf(out, "  NOT BALANCED: %" PRId64 " hits are under way or unaccounted for",
			missing);
	if (probe->after_ledger)
		fprintf(out, ", before the last %" PRIu64 " hits", probe->after_ledger);
}

static void format_ledger(FILE *out, const struct stream *stream, const struct probe *probe)
{
	const struct uprobecap_ledger *ledger = &probe->ledger;

	(void)stream;
	fprintf(out, "probe %u  ", probe->definition->id);
	put_name(out, probe);
	fputs(probe_is_return(probe) ? " ->" : probe_is_call(probe) ? "() ->" : "()", out);
	if (probe->has_ledger) {
		fprintf(out, "  hits %llu  delivered %llu  filtered %llu", ledger->hits,
			ledger->delivered, ledger->filtered);
		fprintf(out, "  lost_full %llu  lost_too_big %llu", ledger->lost_full,
			ledger->lost_too_big);
		put_rare_counters(out, ledger);
		put_balance(out, probe);
	} else {
		fputs("  no ledger: the stream ends before one was written", out);
	}
	fputc('\n', out);
}

static void format_silent(FILE *out, size_t probes)
{
	fprintf(out, "%zu more probes had no hit\n", probes);
}

const struct printer text_printer = {
	.hit = format_hit,
	.lost = format_lost,
	.ledger = format_ledger,
	.silent = format_silent,
};

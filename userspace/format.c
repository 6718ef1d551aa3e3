// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records -> lines of text. Values look as in uprobe_events.
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

	switch (value->field->kind) {
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

static void put_array(FILE *out, const struct value *value)
{
	unsigned int n;

	for (n = 0; n < value->field->count; n++) {
		fputc(n ? ',' : '{', out);
		put_number(out, value, n);
	}
	fputc('}', out);
}

static void put_value(FILE *out, const struct value *value)
{
	const char *error = value_error(value);

	if (error) {
		fprintf(out, "(%s)", error);
	} else if (value->text) {
		fputc('"', out);
		put_escaped(out, value->text, value->length, '"');
		fputs(value->truncated ? "\"..." : "\"", out);
	} else if (value->field->count) {
		put_array(out, value);
	} else {
		put_number(out, value, 0);
	}
}

static void put_fields(FILE *out, const struct probe *probe, const struct uprobecap_hit *hit)
{
	uint32_t n;

	for (n = 0; n < probe->definition->nr_fields; n++) {
		struct value value = value_of(hit, &probe->fields[n], n);

		fprintf(out, "%s%s=", n ? ", " : "", probe->fields[n].name);
		put_value(out, &value);
	}
}

static void format_hit(FILE *out, const struct stream *stream, const struct probe *probe,
		       const struct uprobecap_hit *hit)
{
	put_time(out, stream, hit->time);
	fputs("  ", out);
	put_escaped(out, hit->comm, strnlen(hit->comm, sizeof(hit->comm)), 0);
	fprintf(out, "  %u/%u  ", hit->pid, hit->tid);
	put_name(out, probe);
	fputs(!probe_is_return(probe) ? "(" : probe->definition->nr_fields ? " -> " : " ->", out);
	put_fields(out, probe, hit);
	fputs(probe_is_return(probe) ? "\n" : ")\n", out);
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
	fputs(probe_is_return(probe) ? " ->" : "()", out);
	if (probe->has_ledger) {
		fprintf(out, "  hits %llu  delivered %llu  filtered %llu", ledger->hits,
			ledger->delivered, ledger->filtered);
		fprintf(out, "  lost_full %llu  lost_too_big %llu", ledger->lost_full,
			ledger->lost_too_big);
		put_balance(out, probe);
	} else {
		fputs("  no ledger: the stream ends before one was written", out);
	}
	fputc('\n', out);
}

const struct printer text_printer = {
	.hit = format_hit,
	.lost = format_lost,
	.ledger = format_ledger,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records -> lines of text. Values look as in uprobe_events, but that an array of
 * characters is a text.
 */

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "escape.h"
#include "layout.h"
#include "line.h"
#include "printer.h"
#include "value.h"

#define NSEC_PER_SEC 1000000000ull

/* "  ", 16 bytes that are hidden, "  ", two numbers and a slash. */
#define THREAD_TEXT_SIZE (2 + 4 * UPROBECAP_COMM_SIZE + 2 + 10 + 1 + 10)

/**
 * struct thread - a thread as it is printed
 * @pid: of it, with
 * @tid: and
 * @comm: as its hits have them
 * @size: of @text
 * @text: all that
 */
struct thread {
	uint32_t pid;
	uint32_t tid;
	char comm[UPROBECAP_COMM_SIZE];
	size_t size;
	char text[THREAD_TEXT_SIZE];
};

/* The time of day with microseconds. */
static void put_time(struct line *line, const struct stream *stream, uint64_t monotonic)
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

static void put_name(FILE *out, const struct probe *probe)
{
	put_escaped(out, probe->function, strlen(probe->function), 0);
}

static void put_integer(struct line *line, unsigned int kind, uint64_t number)
{
	char character = number;

	switch (kind) {
	case UPROBECAP_SIGNED:
		line_signed(line, number);
		break;
	case UPROBECAP_HEX:
		line_hex(line, number);
		break;
	case UPROBECAP_CHAR:
		line_char(line, '\'');
		line_escaped(line, &character, 1, '\'');
		line_char(line, '\'');
		break;
	default:
		line_unsigned(line, number);
	}
}

static void put_number(struct line *line, const struct value *value, unsigned int n)
{
	char text[VALUE_FLOAT_SIZE];

	if (value->field->kind == UPROBECAP_FLOAT) {
		value_float(value, n, text);
		line_text(line, text);
	} else {
		put_integer(line, value->field->kind, value_number(value, n));
	}
}

static void put_text(struct line *line, const char *text, size_t length, bool truncated)
{
	line_char(line, '"');
	line_escaped(line, text, length, '"');
	line_text(line, truncated ? "\"..." : "\"");
}

static void put_string(struct line *line, const struct value *value)
{
	const char *error = value_error(value);

	if (error) {
		line_char(line, '(');
		line_text(line, error);
		line_char(line, ')');
	} else {
		put_text(line, value->text, value->length, value->truncated);
	}
}

static void put_array(struct line *line, const struct value *value)
{
	unsigned int n;

	for (n = 0; n < value->field->count; n++) {
		line_char(line, n ? ',' : '{');
		if (value->field->kind == UPROBECAP_STRING) {
			struct value string = value_string(value, n);

			put_string(line, &string);
		} else {
			put_number(line, value, n);
		}
	}
	line_char(line, '}');
}

static void put_value(struct line *line, const struct value *value)
{
	if (value_error(value) || value->text)
		put_string(line, value);
	else if (value->field->count && value->field->kind == UPROBECAP_CHAR)
		put_text(line, value->slot, value_characters(value), false);
	else if (value->field->count)
		put_array(line, value);
	else
		put_number(line, value, 0);
}

static void put_field(struct line *line, const struct uprobecap_hit *hit,
		      const struct uprobecap_field *field, unsigned int index)
{
	const uint64_t *integer = value_integer(hit, field, index);
	struct value value;

	if (integer) {
		put_integer(line, field->kind, *integer);
	} else {
		value = value_of(hit, field, index);
		put_value(line, &value);
	}
}

/* In the unit that leaves one to three digits in front of the point, or in seconds. */
static void put_duration(struct line *line, uint64_t ns)
{
	static const struct {
		uint64_t ns;
		const char *name;
	} units[] = { { NSEC_PER_SEC, "s" }, { 1000 * 1000, "ms" }, { 1000, "us" } };
	size_t n;

	for (n = 0; n < sizeof(units) / sizeof(*units); n++) {
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

static bool is_thread_of(const struct uprobecap_hit *hit, const struct thread *thread)
{
	return hit->pid == thread->pid && hit->tid == thread->tid &&
	       !memcmp(hit->comm, thread->comm, sizeof(hit->comm));
}

static void name_thread(struct thread *thread, const struct uprobecap_hit *hit)
{
	struct line line;

	thread->pid = hit->pid;
	thread->tid = hit->tid;
	memcpy(thread->comm, hit->comm, sizeof(hit->comm));
	line_begin(&line, NULL);
	line_text(&line, "  ");
	line_escaped(&line, hit->comm, strnlen(hit->comm, sizeof(hit->comm)), 0);
	line_text(&line, "  ");
	line_unsigned(&line, hit->pid);
	line_char(&line, '/');
	line_unsigned(&line, hit->tid);
	thread->size = line.at - line.bytes;
	memcpy(thread->text, line.bytes, thread->size);
}

static void put_thread(struct line *line, const struct uprobecap_hit *hit)
{
	/* The next hit is mostly of the same. */
	static struct thread known;

	if (!known.size || !is_thread_of(hit, &known))
		name_thread(&known, hit);
	line_bytes(line, known.text, known.size);
}

static void put_fields(struct line *line, const struct probe *probe,
		       const struct uprobecap_hit *hit)
{
	const struct layout_piece *piece = probe->layout->piece;
	const struct layout_piece *last = piece + probe->layout->nr;

	for (; piece < last; piece++) {
		line_bytes(line, piece->text, piece->size);
		put_field(line, hit, &probe->fields[piece->field], piece->field);
	}
	line_bytes(line, last->text, last->size);
}

static void format_hit(FILE *out, const struct stream *stream, struct probe *probe,
		       const struct uprobecap_hit *hit)
{
	struct line line;

	if (!probe->layout)
		probe->layout = layout_create(probe);
	line_begin(&line, out);
	put_time(&line, stream, hit->time);
	put_thread(&line, hit);
	put_fields(&line, probe, hit);
	if (probe_is_call(probe)) {
		put_duration(&line, ((const struct uprobecap_call *)hit)->latency);
		line_text(&line, ">\n");
	}
	line_end(&line);
}

static void format_lost(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
			uint64_t hits)
{
	struct line line;

	line_begin(&line, out);
	put_time(&line, stream, lost->time);
	line_text(&line, "  lost ");
	line_unsigned(&line, hits ? hits : lost->total);
	line_text(&line, hits ? " hits on CPU " : " hits so far on CPU ");
	line_unsigned(&line, lost->cpu);
	line_text(&line, hits ? ", between " : ", the latest between ");
	put_time(&line, stream, lost->since);
	line_text(&line, " and ");
	put_time(&line, stream, lost->time);
	if (hits) {
		line_text(&line, " (");
		line_unsigned(&line, lost->total);
		line_text(&line, " so far)");
	}
	line_char(&line, '\n');
	line_end(&line);
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

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records -> lines of text.
 */

#include <inttypes.h>
#include <string.h>

#include "print/columns.h"
#include "print/escape.h"
#include "print/layout.h"
#include "print/line.h"
#include "print/printer.h"
#include "print/text_value.h"
#include "print/when.h"

/* "  ", 16 bytes that are hidden, "  ", two numbers and a slash, "  ". */
#define THREAD_TEXT_SIZE (2 + 4 * UPROBECAP_COMM_SIZE + 2 + 10 + 1 + 10 + 2)

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

/* What each line has; of the usual, nothing. */
static struct columns chosen;
static uint64_t last_shown;

/* What stands in place of a function and its fields; NULL: just those. */
static format_event put_other_event;

/**
 * format_choose_event() - have something else stand for a hit
 * @put: in place of the function, its fields and the latency; NULL: nothing else
 */
void format_choose_event(format_event put)
{
	put_other_event = put;
}

/**
 * format_choose() - have other columns, or another clock
 * @columns: from the next line on
 */
void format_choose(const struct columns *columns)
{
	chosen = *columns;
	last_shown = 0;
}

static void put_name(FILE *out, const struct probe *probe)
{
	put_escaped(out, probe->function, strlen(probe->function), 0);
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
	line_text(&line, "  ");
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
		text_field(line, probe, hit, piece->field);
	}
	line_bytes(line, last->text, last->size);
}

/* Inline: it is most of the usual line, too. */
static inline __attribute__((always_inline)) void
put_event(struct line *line, const struct probe *probe, const struct uprobecap_hit *hit)
{
	if (put_other_event) {
		put_other_event(line, probe, hit);
		return;
	}
	put_fields(line, probe, hit);
	if (probe_is_call(probe)) {
		when_duration(line, ((const struct uprobecap_call *)hit)->latency);
		line_char(line, '>');
	}
}

/* The hits of several CPUs may be a little out of order. */
static void put_delta(struct line *line, uint64_t monotonic)
{
	uint64_t before = last_shown ? last_shown : monotonic;

	line_char(line, monotonic < before ? '-' : '+');
	when_seconds(line, monotonic < before ? before - monotonic : monotonic - before);
	last_shown = monotonic;
}

static void put_chosen_time(struct line *line, const struct stream *stream, uint64_t monotonic)
{
	switch (chosen.clock) {
	case CLOCK_OF_WALL:
		when_wall(line, stream, monotonic);
		break;
	case CLOCK_OF_KERNEL:
		when_seconds(line, monotonic);
		break;
	case CLOCK_OF_HITS:
		put_delta(line, monotonic);
		break;
	}
}

static void put_column(struct line *line, const struct stream *stream, const struct probe *probe,
		       const struct uprobecap_hit *hit, enum column column)
{
	switch (column) {
	case COLUMN_TIME:
		put_chosen_time(line, stream, hit->time);
		break;
	case COLUMN_COMM:
		line_escaped(line, hit->comm, strnlen(hit->comm, sizeof(hit->comm)), 0);
		break;
	case COLUMN_PID:
		line_unsigned(line, hit->pid);
		break;
	case COLUMN_TID:
		line_unsigned(line, hit->tid);
		break;
	case COLUMN_UID:
		line_unsigned(line, hit->uid);
		break;
	case COLUMN_CPU:
		line_unsigned(line, hit->cpu);
		break;
	case COLUMN_EVENT:
		put_event(line, probe, hit);
		break;
	}
}

static void put_columns(struct line *line, const struct stream *stream, const struct probe *probe,
			const struct uprobecap_hit *hit)
{
	size_t n;

	for (n = 0; n < chosen.nr; n++) {
		line_text(line, n ? "  " : "");
		put_column(line, stream, probe, hit, chosen.column[n]);
	}
}

static void put_usual(struct line *line, const struct stream *stream, const struct probe *probe,
		      const struct uprobecap_hit *hit)
{
	when_wall(line, stream, hit->time);
	put_thread(line, hit);
	put_event(line, probe, hit);
}

static void format_hit(FILE *out, const struct stream *stream, struct probe *probe,
		       const struct uprobecap_hit *hit)
{
	struct line line;

	if (!probe->layout)
		probe->layout = layout_create(probe);
	line_begin(&line, out);
	if (chosen.nr) {
		put_columns(&line, stream, probe, hit);
	} else if (chosen.clock == CLOCK_OF_WALL) {
		put_usual(&line, stream, probe, hit);
	} else {
		put_chosen_time(&line, stream, hit->time);
		put_thread(&line, hit);
		put_event(&line, probe, hit);
	}
	line_char(&line, '\n');
	line_end(&line);
}

/* Between two hits there is no point in what was before. */
static void put_lost_time(struct line *line, const struct stream *stream, uint64_t monotonic)
{
	if (chosen.clock == CLOCK_OF_KERNEL)
		when_seconds(line, monotonic);
	else
		when_wall(line, stream, monotonic);
}

void format_lost(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
		 uint64_t hits)
{
	struct line line;

	line_begin(&line, out);
	put_lost_time(&line, stream, lost->time);
	line_text(&line, "  lost ");
	line_unsigned(&line, hits ? hits : lost->total);
	line_text(&line, hits ? " hits on CPU " : " hits so far on CPU ");
	line_unsigned(&line, lost->cpu);
	line_text(&line, hits ? ", between " : ", the latest between ");
	put_lost_time(&line, stream, lost->since);
	line_text(&line, " and ");
	put_lost_time(&line, stream, lost->time);
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

void format_silent(FILE *out, size_t probes)
{
	fprintf(out, "%zu more probes had no hit\n", probes);
}

const struct printer text_printer = {
	.hit = format_hit,
	.lost = format_lost,
	.ledger = format_ledger,
	.silent = format_silent,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls -> a file for speedscope.app: a profile for each thread, in which functions
 * open and close. All calls are in memory until the end, for they come as they
 * return and are wanted as they begin. Entries and returns are no calls: those that
 * there are, and what is no hit, are told on stderr.
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "print/json_value.h"
#include "print/line.h"
#include "print/printer.h"

#define SCHEMA "https://www.speedscope.app/file-format-schema.json"

/**
 * struct span - a call
 * @pid: of the process
 * @tid: of the thread
 * @frame: index of its function
 * @from: time of the entry
 * @to: and of the return, CLOCK_MONOTONIC
 * @comm: name of the thread
 */
struct span {
	uint32_t pid;
	uint32_t tid;
	uint32_t frame;
	uint64_t from;
	uint64_t to;
	char comm[UPROBECAP_COMM_SIZE];
};

/**
 * struct calls - all that was seen
 * @nr: calls
 * @size: how many @span has room for
 * @span: they
 * @others: hits that are no calls
 * @frames: functions
 * @frames_size: how many @frame has room for
 * @frame: their names
 */
struct calls {
	size_t nr;
	size_t size;
	struct span *span;
	uint64_t others;
	size_t frames;
	size_t frames_size;
	char **frame;
};

static struct calls calls;

static uint32_t add_frame(const char *name)
{
	if (calls.frames == calls.frames_size) {
		calls.frames_size = calls.frames_size ? 2 * calls.frames_size : 16;
		calls.frame = need_memory(
			reallocarray(calls.frame, calls.frames_size, sizeof(*calls.frame)));
	}
	calls.frame[calls.frames] = need_memory(strdup(name));
	return calls.frames++;
}

/* Probes that have the same name are one function. */
static uint32_t frame_of(const char *name)
{
	static uint32_t last;

	if (last < calls.frames && !strcmp(calls.frame[last], name))
		return last;
	for (last = 0; last < calls.frames; last++)
		if (!strcmp(calls.frame[last], name))
			return last;
	last = add_frame(name);
	return last;
}

static void speedscope_hit(FILE *out, const struct stream *stream, struct probe *probe,
			   const struct uprobecap_hit *hit)
{
	struct span *span;

	(void)out;
	(void)stream;
	if (!probe_is_call(probe)) {
		calls.others++;
		return;
	}
	if (calls.nr == calls.size) {
		calls.size = calls.size ? 2 * calls.size : 1024;
		calls.span = need_memory(reallocarray(calls.span, calls.size, sizeof(*calls.span)));
	}
	span = &calls.span[calls.nr++];
	*span = (struct span){
		.pid = hit->pid,
		.tid = hit->tid,
		.frame = frame_of(probe->function),
		.from = call_began((const void *)hit),
		.to = hit->time,
	};
	memcpy(span->comm, hit->comm, sizeof(span->comm));
}

/* By thread, then as they began; of two that began at once, the longer contains the other. */
static int compare(const void *a, const void *b)
{
	const struct span *left = a, *right = b;

	if (left->tid != right->tid)
		return left->tid < right->tid ? -1 : 1;
	if (left->from != right->from)
		return left->from < right->from ? -1 : 1;
	return (left->to < right->to) - (left->to > right->to);
}

static void put_event(struct line *line, const char *type, const struct span *span, uint64_t at)
{
	line_text(line, "{\"type\":\"");
	line_text(line, type);
	line_text(line, "\",\"frame\":");
	line_unsigned(line, span->frame);
	line_text(line, ",\"at\":");
	line_unsigned(line, at);
	line_char(line, '}');
}

/**
 * struct profile - a thread's, in the making
 * @line: it is put to
 * @zero: times are counted from here
 * @end: the latest time
 * @first: nothing was put yet
 * @depth: calls that are open
 * @size: how many @open has room for
 * @open: they
 */
struct profile {
	struct line *line;
	uint64_t zero;
	uint64_t end;
	bool first;
	size_t depth;
	size_t size;
	struct span *open;
};

static void put_next(struct profile *profile, const char *type, const struct span *span,
		     uint64_t at)
{
	line_text(profile->line, profile->first ? "\n" : ",\n");
	profile->first = false;
	put_event(profile->line, type, span, at - profile->zero);
}

static void close_until(struct profile *profile, uint64_t at)
{
	while (profile->depth && profile->open[profile->depth - 1].to <= at) {
		profile->depth--;
		put_next(profile, "C", &profile->open[profile->depth],
			 profile->open[profile->depth].to);
	}
}

/* A clock read twice is no proof of order: what ends behind its caller ends with it. */
static void open_span(struct profile *profile, const struct span *span)
{
	struct span nested = *span;

	close_until(profile, span->from);
	if (profile->depth && profile->open[profile->depth - 1].to < nested.to)
		nested.to = profile->open[profile->depth - 1].to;
	if (profile->depth == profile->size) {
		profile->size = profile->size ? 2 * profile->size : 64;
		profile->open =
			need_memory(reallocarray(profile->open, profile->size, sizeof(nested)));
	}
	put_next(profile, "O", &nested, nested.from);
	profile->open[profile->depth++] = nested;
}

static void begin_profile(struct line *line, const struct span *first, uint64_t end)
{
	char name[64];

	line_text(line, "{\"type\":\"evented\",\"name\":");
	snprintf(name, sizeof(name), "%.16s %u/%u", first->comm, first->pid, first->tid);
	json_name(line, name, strlen(name));
	line_text(line, ",\"unit\":\"nanoseconds\",\"startValue\":0,\"endValue\":");
	line_unsigned(line, end);
	line_text(line, ",\"events\":[");
}

static uint64_t latest(const struct span *span, size_t nr)
{
	uint64_t end = 0;

	for (; nr; span++, nr--)
		if (span->to > end)
			end = span->to;
	return end;
}

static size_t put_profile(struct line *line, const struct span *span, size_t nr, uint64_t zero)
{
	struct profile profile = { .line = line, .zero = zero, .first = true };
	size_t n;

	for (n = 0; n < nr && span[n].tid == span->tid; n++)
		;
	nr = n;
	begin_profile(line, span, latest(span, nr) - zero);
	for (n = 0; n < nr; n++)
		open_span(&profile, &span[n]);
	close_until(&profile, UINT64_MAX);
	line_text(line, "]}");
	free(profile.open);
	return nr;
}

static void put_frames(struct line *line)
{
	size_t n;

	line_text(line, "\"shared\":{\"frames\":[");
	for (n = 0; n < calls.frames; n++) {
		line_text(line, n ? ",\n{\"name\":" : "\n{\"name\":");
		json_name(line, calls.frame[n], strlen(calls.frame[n]));
		line_char(line, '}');
	}
	line_text(line, "]}");
}

static void put_profiles(struct line *line)
{
	uint64_t zero = UINT64_MAX;
	size_t n;

	for (n = 0; n < calls.nr; n++)
		if (calls.span[n].from < zero)
			zero = calls.span[n].from;
	line_text(line, ",\"profiles\":[");
	for (n = 0; n < calls.nr;) {
		line_text(line, n ? ",\n" : "\n");
		n += put_profile(line, &calls.span[n], calls.nr - n, zero);
	}
	line_text(line, "]}\n");
}

static void speedscope_end(FILE *out)
{
	struct line line;

	if (calls.nr)
		qsort(calls.span, calls.nr, sizeof(*calls.span), compare);
	line_begin(&line, out);
	line_text(&line, "{\"$schema\":\"" SCHEMA "\",\"exporter\":\"uprobecap\",");
	put_frames(&line);
	put_profiles(&line);
	line_end(&line);
	if (calls.others)
		fprintf(stderr,
			"uprobecap: %" PRIu64
			" hits are no calls, and left out: speedscope shows probes of type c\n",
			calls.others);
	while (calls.frames)
		free(calls.frame[--calls.frames]);
	free(calls.frame);
	free(calls.span);
	calls = (struct calls){ 0 };
}

const struct printer speedscope_printer = {
	.hit = speedscope_hit,
	.lost = aside_lost,
	.ledger = aside_ledger,
	.silent = aside_silent,
	.end = speedscope_end,
};

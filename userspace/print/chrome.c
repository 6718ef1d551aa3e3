// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records -> the trace events of Chrome, which ui.perfetto.dev and
 * chrome://tracing show: a call is a slice of its thread, an entry or a return an
 * instant. What is no hit is told on stderr, as text.
 *
 * Times are microseconds, with the ns behind the point.
 */

#include <string.h>

#include "print/json_value.h"
#include "print/line.h"
#include "print/printer.h"

#define THREADS 1024 /* a power of two; of more, some are named more than once */

/**
 * struct named - a thread whose name was told
 * @tid: of it; 0: none
 * @comm: the name
 */
struct named {
	uint32_t tid;
	char comm[UPROBECAP_COMM_SIZE];
};

static struct named named[THREADS];
static bool is_first;

static void chrome_begin(FILE *out)
{
	memset(named, 0, sizeof(named));
	is_first = true;
	fputs("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[", out);
}

static void begin_event(struct line *line, FILE *out)
{
	line_begin(line, out);
	line_text(line, is_first ? "\n" : ",\n");
	is_first = false;
}

static void put_us(struct line *line, const char *key, uint64_t ns)
{
	line_text(line, key);
	line_unsigned(line, ns / 1000);
	line_char(line, '.');
	line_digits(line, ns % 1000, 3);
}

static void put_thread(struct line *line, const struct uprobecap_hit *hit)
{
	line_text(line, ",\"pid\":");
	line_unsigned(line, hit->pid);
	line_text(line, ",\"tid\":");
	line_unsigned(line, hit->tid);
}

static void put_name(FILE *out, const struct uprobecap_hit *hit, const char *what)
{
	struct line line;

	begin_event(&line, out);
	line_text(&line, "{\"ph\":\"M\",\"name\":\"");
	line_text(&line, what);
	line_char(&line, '"');
	put_thread(&line, hit);
	line_text(&line, ",\"args\":{\"name\":");
	json_name(&line, hit->comm, strnlen(hit->comm, sizeof(hit->comm)));
	line_text(&line, "}}");
	line_end(&line);
}

/* A process is called as its first thread is. */
static void name_thread(FILE *out, const struct uprobecap_hit *hit)
{
	struct named *known = &named[hit->tid & (THREADS - 1)];

	if (known->tid == hit->tid && !memcmp(known->comm, hit->comm, sizeof(hit->comm)))
		return;
	known->tid = hit->tid;
	memcpy(known->comm, hit->comm, sizeof(hit->comm));
	put_name(out, hit, "thread_name");
	if (hit->tid == hit->pid)
		put_name(out, hit, "process_name");
}

static void put_arguments(struct line *line, const struct probe *probe,
			  const struct uprobecap_hit *hit)
{
	uint32_t n;

	line_text(line, ",\"args\":{");
	for (n = 0; n < probe->definition->nr_fields; n++) {
		line_text(line, n ? ",\"" : "\"");
		line_text(line, probe->fields[n].name);
		line_text(line, "\":");
		if (!json_field_name(line, "", probe, hit, n))
			json_field(line, hit, &probe->fields[n], n);
	}
	line_text(line, "}}");
}

static void chrome_hit(FILE *out, const struct stream *stream, struct probe *probe,
		       const struct uprobecap_hit *hit)
{
	struct line line;
	uint64_t began;

	(void)stream;
	name_thread(out, hit);
	begin_event(&line, out);
	line_text(&line, "{\"name\":");
	json_name(&line, probe->function, strlen(probe->function));
	line_text(&line, ",\"cat\":\"");
	line_text(&line, probe_word(probe));
	if (probe_is_call(probe)) {
		began = call_began((const void *)hit);
		put_us(&line, "\",\"ph\":\"X\",\"ts\":", began);
		put_us(&line, ",\"dur\":", hit->time - began);
	} else {
		put_us(&line, "\",\"ph\":\"i\",\"s\":\"t\",\"ts\":", hit->time);
	}
	put_thread(&line, hit);
	put_arguments(&line, probe, hit);
	line_end(&line);
}

static void chrome_end(FILE *out)
{
	fputs("\n]}\n", out);
}

const struct printer chrome_printer = {
	.begin = chrome_begin,
	.hit = chrome_hit,
	.lost = aside_lost,
	.ledger = aside_ledger,
	.silent = aside_silent,
	.end = chrome_end,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records -> comma-separated values, as RFC 4180 has them: a row for each hit, with
 * a column for each name that a field of any probe has. Where that changes, another
 * row of names stands. What is no hit is told on stderr, as text.
 */

#include <stdlib.h>
#include <string.h>

#include "print/escape.h"
#include "print/line.h"
#include "print/printer.h"
#include "print/text_value.h"
#include "print/when.h"

static const char usual_columns[] =
	"time,monotonic_ns,type,function,comm,pid,tid,uid,cpu,latency_ns";

/**
 * struct header - the columns of fields
 * @probes: that were defined when it was made
 * @nr: how many there are
 * @size: how many @name has room for
 * @name: of each
 * @shown: the row of names is that of these
 */
struct header {
	size_t probes;
	size_t nr;
	size_t size;
	char (*name)[UPROBECAP_NAME_MAX + 8];
	bool shown;
};

static struct header header;

static bool has_name(const char *name)
{
	size_t n;

	for (n = 0; n < header.nr; n++)
		if (!strcmp(header.name[n], name))
			return true;
	return false;
}

static void add_name(const char *name)
{
	if (has_name(name))
		return;
	if (header.nr == header.size) {
		header.size = header.size ? 2 * header.size : 16;
		header.name =
			need_memory(reallocarray(header.name, header.size, sizeof(*header.name)));
	}
	strcpy(header.name[header.nr++], name);
	header.shown = false;
}

static void take_probe(const struct probe *probe)
{
	uint32_t n;

	for (n = 0; n < probe->definition->nr_fields; n++)
		add_name(probe->fields[n].name);
}

static void put_header(FILE *out)
{
	size_t n;

	fputs(usual_columns, out);
	for (n = 0; n < header.nr; n++)
		fprintf(out, ",%s", header.name[n]);
	fputs("\r\n", out);
	header.shown = true;
}

static void csv_header(FILE *out, const struct stream *stream)
{
	(void)out;
	(void)stream;
	header.nr = 0;
	header.probes = 0;
	header.shown = false;
}

static void show_header(FILE *out, const struct stream *stream)
{
	size_t n;

	if (header.probes != stream->probes.nr) {
		for (n = 0; n < stream->probes.nr; n++)
			take_probe(stream->probes.probe[n]);
		header.probes = stream->probes.nr;
	}
	if (!header.shown)
		put_header(out);
}

/* Quotation marks inside are doubled. */
static void put_quoted(struct line *line, const char *text, size_t size)
{
	line_char(line, '"');
	for (; size; text++, size--) {
		line_text(line, *text == '"' ? "\"" : "");
		line_char(line, *text);
	}
	line_char(line, '"');
}

static void put_text(struct line *line, const char *text, size_t size)
{
	char *safe;
	size_t length;
	FILE *out = need_memory(open_memstream(&safe, &length));

	put_escaped(out, text, size, 0);
	fclose(out);
	put_quoted(line, safe, length);
	free(safe);
}

static void put_field(struct line *line, const struct probe *probe, const struct uprobecap_hit *hit,
		      unsigned int index)
{
	const struct uprobecap_field *field = &probe->fields[index];
	struct value value = value_of(hit, field, index);
	char *text;
	size_t length;
	struct line inner;
	FILE *out;

	/* A text stands in quotation marks once, not twice. */
	if (value.text && !value.truncated) {
		put_text(line, value.text, value.length);
		return;
	}
	out = need_memory(open_memstream(&text, &length));
	line_begin(&inner, out);
	text_field(&inner, probe, hit, index);
	line_end(&inner);
	fclose(out);
	if (strpbrk(text, ",\""))
		put_quoted(line, text, length);
	else
		line_bytes(line, text, length);
	free(text);
}

static void put_fields(struct line *line, const struct probe *probe,
		       const struct uprobecap_hit *hit)
{
	uint32_t n;
	size_t column;

	for (column = 0; column < header.nr; column++) {
		line_char(line, ',');
		for (n = 0; n < probe->definition->nr_fields; n++)
			if (!strcmp(probe->fields[n].name, header.name[column]))
				put_field(line, probe, hit, n);
	}
}

static void put_number(struct line *line, uint64_t number)
{
	line_unsigned(line, number);
	line_char(line, ',');
}

static void csv_hit(FILE *out, const struct stream *stream, struct probe *probe,
		    const struct uprobecap_hit *hit)
{
	struct line line;

	show_header(out, stream);
	line_begin(&line, out);
	when_date(&line, stream, hit->time);
	line_char(&line, ',');
	put_number(&line, hit->time);
	line_text(&line, probe_word(probe));
	line_char(&line, ',');
	put_text(&line, probe->function, strlen(probe->function));
	line_char(&line, ',');
	put_text(&line, hit->comm, strnlen(hit->comm, sizeof(hit->comm)));
	line_char(&line, ',');
	put_number(&line, hit->pid);
	put_number(&line, hit->tid);
	put_number(&line, hit->uid);
	put_number(&line, hit->cpu);
	if (probe_is_call(probe))
		line_unsigned(&line, ((const struct uprobecap_call *)hit)->latency);
	put_fields(&line, probe, hit);
	line_text(&line, "\r\n");
	line_end(&line);
}

static void csv_end(FILE *out)
{
	(void)out;
	free(header.name);
	header = (struct header){ 0 };
}

const struct printer csv_printer = {
	.header = csv_header,
	.hit = csv_hit,
	.lost = aside_lost,
	.ledger = aside_ledger,
	.silent = aside_silent,
	.end = csv_end,
};

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A way to print a stream: as text (format.c), as JSON (json.c) and others.
 */
#ifndef UPROBECAP_PRINTER_H
#define UPROBECAP_PRINTER_H

#include <stdio.h>

#include "stream/stream.h"

struct columns;
struct note_mapping;

/**
 * struct printer - prints one thing, on one line
 * @begin: all of the output; NULL if there is nothing to be said then, as
 * @end: likewise
 * @header: of a stream; NULL if this way does not show it, as
 * @probe: a definition
 * @hit: an entry, a return or a call
 * @lost: a loss
 * @ledger: the last one of a probe, or that it has none; at the end of a stream
 * @silent: that so many of many probes had no hit; NULL to show the ledger of each
 * @mapping: what a process had mapped; NULL if this way does not show it
 * @owner: of the probes that follow, in a list; NULL if this way does not show it
 */
struct printer {
	void (*begin)(FILE *out);
	void (*end)(FILE *out);
	void (*header)(FILE *out, const struct stream *stream);
	void (*probe)(FILE *out, const struct probe *probe);
	void (*hit)(FILE *out, const struct stream *stream, struct probe *probe,
		    const struct uprobecap_hit *hit);
	void (*lost)(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
		     uint64_t hits);
	void (*ledger)(FILE *out, const struct stream *stream, const struct probe *probe);
	void (*silent)(FILE *out, size_t probes);
	void (*mapping)(FILE *out, const struct stream *stream, const struct note_mapping *mapping);
	void (*owner)(FILE *out, const struct stream *stream, const struct uprobecap_owner *owner);
};

extern const struct printer text_printer;
extern const struct printer json_printer;
extern const struct printer csv_printer;
extern const struct printer summary_printer;
extern const struct printer chrome_printer;
extern const struct printer speedscope_printer;

/* As text, for ways that have no other words for it. */
void format_lost(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
		 uint64_t hits);
void format_silent(FILE *out, size_t probes);

/* On stderr, for ways that have no place for it. */
void aside_lost(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
		uint64_t hits);
void aside_ledger(FILE *out, const struct stream *stream, const struct probe *probe);
void aside_silent(FILE *out, size_t probes);

struct line;
typedef void (*format_event)(struct line *line, const struct probe *probe,
			     const struct uprobecap_hit *hit);

void format_choose(const struct columns *columns);
void format_choose_event(format_event put);

#endif /* UPROBECAP_PRINTER_H */

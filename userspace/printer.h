/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A way to print a stream: as text (format.c) or as JSON (json.c).
 */
#ifndef UPROBECAP_PRINTER_H
#define UPROBECAP_PRINTER_H

#include <stdio.h>

#include "stream.h"

struct note_mapping;

/**
 * struct printer - prints one thing, on one line
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

#endif /* UPROBECAP_PRINTER_H */

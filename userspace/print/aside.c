// SPDX-License-Identifier: GPL-2.0-only
/*
 * What formats that have no place for it leave out, on stderr: losses and ledgers.
 */

#include "print/printer.h"

void aside_lost(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
		uint64_t hits)
{
	(void)out;
	text_printer.lost(stderr, stream, lost, hits);
}

void aside_ledger(FILE *out, const struct stream *stream, const struct probe *probe)
{
	(void)out;
	text_printer.ledger(stderr, stream, probe);
}

void aside_silent(FILE *out, size_t probes)
{
	(void)out;
	text_printer.silent(stderr, probes);
}

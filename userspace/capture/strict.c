// SPDX-License-Identifier: GPL-2.0-only
/*
 * --strict: a capture that lost hits has failed.
 */

#include <inttypes.h>

#include "capture/strict.h"

static int lost_hits(const struct probe *probe, const char *name, uint64_t lost,
		     struct error *error)
{
	error_what(error, EXIT_LOST, "hits were lost");
	error_why(error, "of the %llu hits of probe %u (%s), %" PRIu64 " found no room",
		  probe->ledger.hits, probe->definition->id, name, lost);
	return error_remedy(error, "capture less: a filter, fewer fields, or one process with -p");
}

static int unbalanced(const struct probe *probe, const char *name, struct error *error)
{
	error_what(error, EXIT_LOST, "the ledger of probe %u (%s) does not balance",
		   probe->definition->id, name);
	error_why(error, "hits were still under way at the end, or the module has a fault");
	return error_remedy(error, "try it once more; if it stays so, report it with this ledger");
}

static int missing_records(uint64_t known, uint64_t seen, struct error *error)
{
	error_what(error, EXIT_LOST, "hits have disappeared");
	error_why(error,
		  "%" PRIu64 " were written for us or lost, and %" PRIu64
		  " were read or told as lost",
		  known, seen);
	return error_remedy(error, "this must not be: report it with the command and the ledger");
}

/**
 * strict_check_ledgers() - was every hit captured?
 * @reader: at the end of its stream
 * @error: why not
 *
 * A ledger that was told is the last one until it moves, so it is that of the end.
 *
 * Return: 0 or -1.
 */
int strict_check_ledgers(struct reader *reader, struct error *error)
{
	const struct probes *probes = &reader->stream.probes;
	size_t n;

	for (n = 0; n < probes->nr; n++) {
		struct probe *probe = probes->probe[n];
		const struct uprobecap_ledger *ledger = &probe->ledger;
		uint64_t lost = ledger->lost_full + ledger->lost_too_big + ledger->missed_full;
		const char *name = reader_name(reader, probe);

		if (lost)
			return lost_hits(probe, name, lost, error);
		if (!probe->has_ledger || ledger_missing(ledger))
			return unbalanced(probe, name, error);
	}
	return 0;
}

/**
 * strict_check_hits() - was every hit read that was written, and not overwritten?
 * @reader: of the device, at its end
 * @error: why not
 *
 * Return: 0 or -1.
 */
int strict_check_hits(const struct reader *reader, struct error *error)
{
	const struct stream *stream = &reader->stream;
	uint64_t known = 0, seen = stream->hits;
	uint32_t cpu;
	size_t n;

	for (n = 0; n < stream->probes.nr; n++) {
		const struct uprobecap_ledger *ledger = &stream->probes.probe[n]->ledger;

		known += ledger->delivered + ledger->lost_full + ledger->lost_too_big;
	}
	for (cpu = 0; cpu < stream->header.nr_cpus; cpu++)
		seen += stream->lost_total[cpu];
	return known == seen ? 0 : missing_records(known, seen, error);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The decoder: memory -> records that were checked. It neither reads nor
 * prints, and nothing in that memory is trusted.
 */
#ifndef UPROBECAP_STREAM_H
#define UPROBECAP_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "stream/note.h"
#include "stream/probe.h"
#include "stream/repeat.h"

/**
 * struct stream - what is known from the records before
 * @name: of the recording or device, for errors
 * @offset: of the next record, from the very beginning
 * @begun: the header was there
 * @header: of the current stream
 * @probes: that it defined
 * @lost_total: what each CPU's last LOST told; @header.nr_cpus of them
 * @notes: of the probe that will be defined next
 * @hits: how many there were, from the very beginning
 * @last_hit: CLOCK_MONOTONIC of the last one; 0 when there was none
 * @is_list: it is one of UPROBECAP_LIST; the probes are the last owner's
 * @repeats: hits that others may be told by
 */
struct stream {
	const char *name;
	uint64_t offset;
	bool begun;
	struct uprobecap_header header;
	struct probes probes;
	uint64_t *lost_total;
	struct notes notes;
	uint64_t hits;
	uint64_t last_hit;
	bool is_list;
	struct repeats repeats;
};

/**
 * struct stream_record - one record, checked
 * @record: in the memory that was given; a hit that was told in few bytes, elsewhere
 * @size: of the memory, how much it took
 * @probe: PROBE, ENTRY, RETURN, CALL, LEDGER: the one it speaks of
 * @lost: LOST: how many hits since the last such record of that CPU; 0 when
 *        this is the first, since an earlier reader may have had others
 */
struct stream_record {
	const struct uprobecap_record *record;
	size_t size;
	struct probe *probe;
	uint64_t lost;
};

enum stream_result {
	STREAM_RECORD, /* one record; it may be of an unknown type */
	STREAM_MORE,   /* the memory ends before the record does */
	STREAM_AGAIN,  /* another stream begins here: see stream_restart() */
	STREAM_ERROR,  /* it cannot be read any further */
};

enum stream_result stream_next(struct stream *stream, const void *data, size_t size,
			       struct stream_record *next, struct error *error);
size_t stream_pass_hits(struct stream *stream, const void *data, size_t size, uint64_t most);
int stream_check_end(const struct stream *stream, size_t rest, struct error *error);
void stream_restart(struct stream *stream);
/* May it be as long as it says? */
static inline bool record_has_a_size(const struct uprobecap_record *record)
{
	return record->size >= sizeof(*record) && !(record->size % 8) &&
	       record->size <= UPROBECAP_RECORD_MAX;
}

/* It begins as struct uprobecap_hit. */
static inline bool record_is_hit(const struct uprobecap_record *record)
{
	return (record->type == UPROBECAP_ENTRY || record->type == UPROBECAP_RETURN ||
		record->type == UPROBECAP_CALL) &&
	       record->size >= sizeof(struct uprobecap_hit);
}

uint64_t stream_realtime(const struct stream *stream, uint64_t monotonic);

#endif /* UPROBECAP_STREAM_H */

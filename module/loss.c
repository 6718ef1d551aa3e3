// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a reader is told of lost hits: by records that the rings have, and by those
 * that are made here.
 */

#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/minmax.h>

#include "loss.h"
#include "record.h"
#include "ring.h"

/**
 * loss_is_told() - does the reader know all that a record tells of?
 * @ring: where it lies
 * @record: of any type
 */
bool loss_is_told(const struct ring *ring, const struct uprobecap_record *record)
{
	return record->type == UPROBECAP_LOST &&
	       ((const struct uprobecap_lost *)record)->total <= ring->told;
}

/**
 * loss_note_told() - the reader knows what a record tells of
 * @ring: whose record it is
 * @record: of any type
 */
void loss_note_told(struct ring *ring, const struct uprobecap_record *record)
{
	const struct uprobecap_lost *lost = (const void *)record;

	if (record->type == UPROBECAP_LOST) {
		WRITE_ONCE(ring->told, lost->total);
		ring->told_at = lost->time;
	}
}

/* The total comes before the time: all of it is older. */
static int put_lost(struct buffer *buffer, struct ring *ring)
{
	const struct uprobecap_ring_state *state = ring->state;
	struct uprobecap_lost lost = {
		.record = { .type = UPROBECAP_LOST, .size = sizeof(lost) },
		.total = READ_ONCE(state->lost),
		.cpu = ring->cpu,
	};
	int err;

	if (lost.total == ring->told)
		return 0;
	lost.time = ktime_get_ns();
	lost.since = max(READ_ONCE(state->lost_since), ring->told_at);
	/* The next gap has begun meanwhile: of this one, there is a record to be read. */
	if (lost.since > lost.time)
		return 0;
	err = put_record(buffer, &lost);
	if (!err)
		loss_note_told(ring, &lost.record);
	return err;
}

/**
 * put_losses() - tell of lost hits that no record in a ring will tell of
 * @buffer: for the records
 * @rings: that are read
 *
 * Of a ring that is empty these lie at its end; of one that overwrites, before all that
 * is there.
 */
int put_losses(struct buffer *buffer, struct rings *rings)
{
	unsigned int cpu;
	int err = 0;

	for_each_possible_cpu(cpu) {
		struct ring *ring = per_cpu_ptr(rings->ring, cpu);

		if (rings->shape.overwrites || !ring_oldest(ring, ring_published(ring)))
			err = put_lost(buffer, ring);
		if (err)
			break;
	}
	return err;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hits that one side of a comparison has seen, as text.
 */

#include <stdlib.h>

#include "error.h"
#include "verify/sightings.h"

#define ROOM_AT_FIRST 256

/**
 * sightings_begin() - none yet
 * @sightings: to be filled
 */
void sightings_begin(struct sightings *sightings)
{
	*sightings = (struct sightings){ 0 };
	sightings->out = need_memory(open_memstream(&sightings->text, &sightings->size));
}

/**
 * sightings_open() - add a hit, whose text goes to @sightings->out
 * @sightings: begun
 * @tid: thread
 * @probe: number of the probe
 * @time: CLOCK_MONOTONIC in ns
 */
void sightings_open(struct sightings *sightings, uint32_t tid, uint32_t probe, uint64_t time)
{
	if (sightings->nr == sightings->room) {
		sightings->room = sightings->room ? 2 * sightings->room : ROOM_AT_FIRST;
		sightings->seen = need_memory(
			reallocarray(sightings->seen, sightings->room, sizeof(*sightings->seen)));
	}
	sightings->seen[sightings->nr++] = (struct sighting){
		.time = time,
		.tid = tid,
		.probe = probe,
		.text = ftello(sightings->out),
	};
}

/**
 * sightings_close() - the text of the hit is whole
 * @sightings: with a hit that was opened
 */
void sightings_close(struct sightings *sightings)
{
	putc('\0', sightings->out);
}

/**
 * sightings_end() - there are no more
 * @sightings: begun
 */
void sightings_end(struct sightings *sightings)
{
	fclose(sightings->out);
	sightings->out = NULL;
}

/**
 * sightings_free() - give back what they took
 * @sightings: begun, or all zero
 */
void sightings_free(struct sightings *sightings)
{
	if (sightings->out)
		fclose(sightings->out);
	free(sightings->text);
	free(sightings->seen);
}

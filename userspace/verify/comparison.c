// SPDX-License-Identifier: GPL-2.0-only
/*
 * What two sides have seen of the same run, compared: thread by thread, in each
 * thread's order. Hits of different threads that come at once may change places,
 * for each side takes its own time: that is counted, and is no difference.
 */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "verify/comparison.h"

#define NSEC_PER_USEC 1000
#define UNDER_WAY_MAX 1000000000ull /* ns that a hit may be so */

/* A sighting, by its thread. */
struct place {
	uint32_t tid;
	size_t index;
};

/**
 * struct side - the hits of a side, thread by thread
 * @sightings: in their order
 * @place: each, by thread
 * @next: the first of the thread that is next
 */
struct side {
	const struct sightings *sightings;
	struct place *place;
	size_t next;
};

static int compare_places(const void *one, const void *other)
{
	const struct place *a = one, *b = other;

	if (a->tid != b->tid)
		return a->tid < b->tid ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static struct side side_of(const struct sightings *sightings)
{
	struct side side = { .sightings = sightings };
	size_t n;

	side.place = need_memory(calloc(sightings->nr + 1, sizeof(*side.place)));
	for (n = 0; n < sightings->nr; n++)
		side.place[n] = (struct place){ sightings->seen[n].tid, n };
	qsort(side.place, sightings->nr, sizeof(*side.place), compare_places);
	return side;
}

static const struct sighting *sighting_at(const struct side *side, size_t n)
{
	return &side->sightings->seen[side->place[side->next + n].index];
}

static const char *text_at(const struct side *side, size_t n)
{
	return side->sightings->text + sighting_at(side, n)->text;
}

static size_t count_of_thread(const struct side *side, uint32_t tid)
{
	size_t nr = 0;

	while (side->next + nr < side->sightings->nr && side->place[side->next + nr].tid == tid)
		nr++;
	return nr;
}

static bool is_same_text(const char *ours, const char *theirs)
{
	const char *unreadable;
	size_t length;

	while ((unreadable = strstr(ours, COMPARISON_UNREADABLE))) {
		length = unreadable - ours;
		if (strncmp(ours, theirs, length))
			return false;
		ours = unreadable + strlen(COMPARISON_UNREADABLE);
		theirs += length + strspn(theirs + length, "-0123456789abcdefx{},");
	}
	return !strcmp(ours, theirs);
}

static bool is_same(const struct side *ours, const struct side *theirs, size_t a, size_t b)
{
	return sighting_at(ours, a)->probe == sighting_at(theirs, b)->probe &&
	       is_same_text(text_at(ours, a), text_at(theirs, b));
}

/*
 * Their clock shows no less than microseconds, and they may round. Of a thread that goes on,
 * one hit may have been under way when we were disarmed: they had seen it, and we had not; but
 * not for long.
 */
static bool are_outside(const struct side *theirs, size_t from, size_t to, uint64_t ended_at)
{
	if (to - from > 1 && sighting_at(theirs, from)->time + UNDER_WAY_MAX >= ended_at)
		from++;
	for (; from < to; from++)
		if (sighting_at(theirs, from)->time + NSEC_PER_USEC < ended_at)
			return false;
	return true;
}

static bool is_too_big(const struct side *side, size_t n)
{
	return strlen(text_at(side, n)) > COMPARISON_TOO_BIG;
}

/**
 * struct walk - the hits of a thread, from the first on
 * @tid: of it
 * @nr_ours: how many hits of it we have
 * @nr_theirs: how many they have
 * @ours: so many are looked at
 * @theirs: likewise
 */
struct walk {
	uint32_t tid;
	size_t nr_ours;
	size_t nr_theirs;
	size_t ours;
	size_t theirs;
};

/* Return: false at the end of one side, or at hits that differ. */
static bool step(struct walk *walk, const struct side *ours, const struct side *theirs,
		 uint64_t *times, struct comparison *comparison)
{
	bool have_ours = walk->ours < walk->nr_ours;
	bool have_theirs = walk->theirs < walk->nr_theirs;

	if (have_ours && have_theirs && is_same(ours, theirs, walk->ours, walk->theirs)) {
		times[theirs->place[theirs->next + walk->theirs].index] =
			sighting_at(ours, walk->ours)->time;
		comparison->same++;
		walk->ours++;
		walk->theirs++;
		return true;
	}
	if (!have_ours || !is_too_big(ours, walk->ours))
		return false;
	comparison->too_big++;
	walk->ours++;
	/* It was not dropped, but cut. */
	walk->theirs += have_theirs && is_too_big(theirs, walk->theirs);
	return true;
}

static void compare_thread(const struct side *ours, const struct side *theirs, struct walk *walk,
			   uint64_t ended_at, uint64_t *times, struct comparison *comparison)
{
	while (step(walk, ours, theirs, times, comparison))
		;
	comparison->threads++;
	if (walk->ours == walk->nr_ours &&
	    are_outside(theirs, walk->theirs, walk->nr_theirs, ended_at)) {
		comparison->outside += walk->nr_theirs - walk->theirs;
	} else if (!comparison->different++) {
		comparison->first = (struct difference){
			.tid = walk->tid,
			.ours = walk->nr_ours,
			.theirs = walk->nr_theirs,
			.at = walk->ours + 1,
			.our_text = walk->ours < walk->nr_ours ? text_at(ours, walk->ours) : NULL,
			.their_text = walk->theirs < walk->nr_theirs ?
					      text_at(theirs, walk->theirs) :
					      NULL,
		};
	}
}

/* Their hits are in the order of their clock; are those of ours, too? */
static size_t count_swaps(const uint64_t *times, size_t nr)
{
	uint64_t last = 0;
	size_t n, swaps = 0;

	for (n = 0; n < nr; n++) {
		if (!times[n])
			continue;
		swaps += times[n] < last;
		last = times[n];
	}
	return swaps;
}

/* There is one. */
static uint32_t next_thread(const struct side *ours, const struct side *theirs)
{
	const struct place *a = &ours->place[ours->next], *b = &theirs->place[theirs->next];

	if (ours->next == ours->sightings->nr)
		return b->tid;
	if (theirs->next == theirs->sightings->nr)
		return a->tid;
	return a->tid < b->tid ? a->tid : b->tid;
}

/**
 * compare_sightings() - compare all
 * @ours: ended
 * @theirs: ended
 * @ended_at: CLOCK_MONOTONIC from which on we may have been gone before them
 * @comparison: the result
 */
void compare_sightings(const struct sightings *ours, const struct sightings *theirs,
		       uint64_t ended_at, struct comparison *comparison)
{
	uint64_t *times = need_memory(calloc(theirs->nr + 1, sizeof(*times)));
	struct side a = side_of(ours), b = side_of(theirs);
	struct walk walk;

	*comparison = (struct comparison){ 0 };
	while (a.next < ours->nr || b.next < theirs->nr) {
		walk = (struct walk){ .tid = next_thread(&a, &b) };
		walk.nr_ours = count_of_thread(&a, walk.tid);
		walk.nr_theirs = count_of_thread(&b, walk.tid);
		compare_thread(&a, &b, &walk, ended_at, times, comparison);
		a.next += walk.nr_ours;
		b.next += walk.nr_theirs;
	}
	comparison->swaps = count_swaps(times, theirs->nr);
	free(a.place);
	free(b.place);
	free(times);
}

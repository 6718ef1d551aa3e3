// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rings that are mapped, in areas where nothing else is: there they are moved, protected,
 * written and taken away, also while a hit or another thread uses them. What is there is
 * touched by the kernel only, which says EFAULT where this program would end.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "../../../module/uapi/uprobecap.h"
#include "../target.h"
#include "files.h"
#include "mapping.h"
#include "places.h"

/* Not in the headers of bullseye, nor in its kernel. */
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ  22
#define MADV_POPULATE_WRITE 23
#endif

/* Whether a ring has been mapped there: without one, nothing is done to a ring. */
static bool has_ring[AREAS];

static bool is_ring(unsigned int number)
{
	return __atomic_load_n(&has_ring[number], __ATOMIC_RELAXED);
}

/* Return: what it was before. */
static bool mark(unsigned int number, bool now)
{
	return __atomic_exchange_n(&has_ring[number], now, __ATOMIC_RELAXED);
}

static unsigned int any_area(struct random *random)
{
	return below(random, AREAS);
}

/* Mostly one with a ring. */
static unsigned int any_ring(struct random *random)
{
	unsigned int number = any_area(random), tries;

	for (tries = 0; tries < AREAS && !is_ring(number); tries++)
		number = any_area(random);
	return number;
}

/* The whole area, or some pages of it. */
static size_t any_size(struct random *random)
{
	return one_in(random, 2) ? AREA_SIZE : (size_t)PAGE * (1 + below(random, 8));
}

static void spoil(struct random *random, uint64_t *offset, uint64_t *size)
{
	if (!goes_wrong(random, 4))
		return;
	switch (below(random, 3)) {
	case 0:
		*offset = edge_number(random);
		break;
	case 1:
		*offset += PAGE * below(random, 16);
		break;
	default:
		*size = any_size(random);
	}
	if (*size > AREA_SIZE)
		*size = AREA_SIZE;
}

bool map_ring(struct actor *actor)
{
	static const int flags[] = { MAP_SHARED, MAP_PRIVATE, MAP_SHARED | MAP_POPULATE,
				     MAP_SHARED | MAP_LOCKED, MAP_SHARED_VALIDATE };
	struct uprobecap_info rings = { .size = sizeof(rings) };
	struct random *random = &actor->random;
	unsigned int number = any_area(random);
	uint64_t offset, size;
	int protection = PROT_READ;

	if (ioctl(device_of(actor), UPROBECAP_INFO, &rings))
		rings.nr_rings = 1;
	offset = rings.stride * below(random, rings.nr_rings + goes_wrong(random, 8));
	size = rings.control_size;
	if (one_in(random, 2)) {
		offset += rings.control_size;
		size = rings.records_size;
	} else {
		protection |= PROT_WRITE;
	}
	if (goes_wrong(random, 8))
		protection = (int)below(random, 8);
	spoil(random, &offset, &size);
	if (mmap(area(number), size, protection,
		 MAP_FIXED | flags[goes_wrong(random, 2) ? below(random, ARRAY_SIZE(flags)) : 0],
		 device_of(actor), (off_t)offset) == MAP_FAILED)
		return false;
	mark(number, true);
	return true;
}

/* Nothing is there behind it, and nobody else's mapping may come in its place. */
static bool clear(char *place, size_t size)
{
	return mmap(place, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) !=
	       MAP_FAILED;
}

bool unmap_ring(struct actor *actor)
{
	struct random *random = &actor->random;
	unsigned int number = any_ring(random);

	return clear(area(number) + PAGE * below(random, 3), PAGE * (1 + below(random, 8))) &&
	       mark(number, false);
}

/* When it fails, what was there may be gone all the same. */
bool move_ring(struct actor *actor)
{
	struct random *random = &actor->random;
	size_t size = one_in(random, 4) ? 0 : any_size(random);
	unsigned int number = any_ring(random), other = any_area(random);
	char *from = area(number), *to = area(other);
	size_t new_size = one_in(random, 2) ? size : any_size(random);
	bool done = mremap(from, size, new_size, MREMAP_MAYMOVE | MREMAP_FIXED, to) != MAP_FAILED;
	bool was_ring = size ? mark(number, false) : is_ring(number);

	if (size)
		clear(from, size);
	if (!done && new_size)
		clear(to, new_size);
	mark(other, done && was_ring);
	return done && was_ring;
}

bool protect_ring(struct actor *actor)
{
	static const int advices[] = { MADV_DONTNEED, MADV_DOFORK,	  MADV_DONTFORK,
				       MADV_DODUMP,   MADV_MERGEABLE,	  MADV_HUGEPAGE,
				       MADV_WILLNEED, MADV_POPULATE_READ, MADV_POPULATE_WRITE };
	struct random *random = &actor->random;
	unsigned int number = any_ring(random);
	char *place = area(number);
	size_t size = any_size(random);
	int err;

	switch (below(random, 4)) {
	case 0:
		err = mprotect(place, size, (int)below(random, 8));
		break;
	case 1:
		err = mlock(place, size);
		break;
	case 2:
		err = msync(place, size, MS_SYNC);
		break;
	default:
		err = madvise(place, size, advices[below(random, ARRAY_SIZE(advices))]);
	}
	return !err && is_ring(number);
}

static bool copy(char *place, uint64_t *words, size_t nr, bool to_ring)
{
	struct iovec here = { .iov_base = words, .iov_len = nr * sizeof(*words) };
	struct iovec there = { .iov_base = place, .iov_len = nr * sizeof(*words) };

	if (to_ring)
		return process_vm_writev(getpid(), &here, 1, &there, 1, 0) > 0;
	return process_vm_readv(getpid(), &here, 1, &there, 1, 0) > 0;
}

/* The tail goes ahead, or back, by what is right for a record or by anything. */
bool write_ring(struct actor *actor)
{
	struct random *random = &actor->random;
	unsigned int number = any_ring(random);
	char *place = area(number);
	uint64_t words[2] = { 0 };

	if (!copy(place, words, 1, false))
		return false;
	switch (below(random, 4)) {
	case 0:
		words[0] = edge_number(random);
		break;
	case 1:
		words[0] -= 8 * below(random, 64);
		break;
	default:
		words[0] += 8 * below(random, 64);
	}
	return copy(place, words, ARRAY_SIZE(words), true) && is_ring(number);
}

bool look_at_ring(struct actor *actor)
{
	unsigned int number = any_ring(&actor->random);
	uint64_t words[64];

	return copy(area(number), words, ARRAY_SIZE(words), false) && is_ring(number);
}

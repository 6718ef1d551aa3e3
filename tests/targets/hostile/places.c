// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses that the kernel is told of: good ones, and all kinds of others.
 */
#include <err.h>
#include <string.h>
#include <sys/mman.h>

#include "places.h"

static char *areas;
static char *read_only;
static char *page_before_hole;

static char *map(size_t size, int protection)
{
	char *place = mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (place == MAP_FAILED)
		err(2, "mmap");
	return place;
}

void places_make(void)
{
	areas = map(AREAS * AREA_SIZE, PROT_NONE);
	read_only = map(PAGE, PROT_READ);
	page_before_hole = map(2 * PAGE, PROT_READ | PROT_WRITE);
	if (mprotect(page_before_hole + PAGE, PAGE, PROT_NONE))
		err(2, "mprotect");
}

char *area(unsigned int number)
{
	return areas + (size_t)AREA_SIZE * number;
}

/* The last so many bytes in front of what is not there. */
void *before_hole(size_t size)
{
	return page_before_hole + PAGE - size;
}

/* Mostly the good one. */
uintptr_t any_place(struct random *random, const void *good)
{
	if (!goes_wrong(random, 8))
		return (uintptr_t)good;
	switch (below(random, 7)) {
	case 0:
		return edge_number(random);
	case 1:
		return 0xffff888000000000 + below(random, 1 << 30);
	case 2:
		return 0x8000000000000000;
	case 3:
		return 0x7ffffffff000 - below(random, 64);
	case 4:
		return (uintptr_t)read_only;
	case 5:
		return (uintptr_t)before_hole(1 + below(random, 64));
	default:
		return (uintptr_t)area(below(random, AREAS)) + 8 * below(random, AREA_SIZE / 8);
	}
}

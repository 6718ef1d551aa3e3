/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_PLACES_H
#define HOSTILE_PLACES_H

#include "random.h"

#define PAGE 4096

/* Where rings are mapped: so many areas of so many bytes, and nothing else is there. */
#define AREAS	  16
#define AREA_SIZE (256 * 1024)

void places_make(void);
char *area(unsigned int number);
void *before_hole(size_t size);
uintptr_t any_place(struct random *random, const void *good);

#endif /* HOSTILE_PLACES_H */

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_SPECS_H
#define HOSTILE_SPECS_H

#include "random.h"

/* More than the module takes. */
#define SPEC_ROOM 8192

size_t any_spec(struct random *random, char *to);

#endif /* HOSTILE_SPECS_H */

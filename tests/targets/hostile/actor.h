/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_ACTOR_H
#define HOSTILE_ACTOR_H

#include "random.h"

/* A thread: its random numbers, and the file of the device that it is about. */
struct actor {
	struct random random;
	unsigned int slot;
};

/* Each makes one call, or those that belong together, and says whether it was done. */
typedef bool act_function(struct actor *actor);

#endif /* HOSTILE_ACTOR_H */

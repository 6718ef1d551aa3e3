/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of calls that wait, and whose its places are. A place is taken and given
 * back by the task that waits in it, without a lock; it is published by its owner, who
 * is the only one to look into it from there on. Only when its owner is no more, a
 * sweep gives it back.
 */
#ifndef UPROBECAP_CALL_TABLE_H
#define UPROBECAP_CALL_TABLE_H

#include <linux/sched.h>
#include <linux/types.h>

#include "call.h"

/* Places that a key may be at. Their owners lie on one cache line. */
#define BUCKET 8

/* Instead of a place, when there is none. */
#define NOWHERE (-1)

/* The owner of a place that is being filled, or swept. */
#define NOBODY ((struct task_struct *)1)

/**
 * struct calls - the calls that wait, of the probes of one plan
 * @bits: log2 of the number of buckets
 * @stride: bytes from one call to the next
 * @sweeping: somebody does
 * @has_chains: a key may be in the table more than once
 * @owners: for each place, who waits there; NULL when it is free
 * @places: struct call, @stride apart
 */
struct calls {
	unsigned int bits;
	size_t stride;
	unsigned long sweeping;
	bool has_chains;
	struct task_struct **owners;
	u8 *places;
};

bool calls_begin_sweep(struct calls *calls);
void calls_end_sweep(struct calls *calls);
void calls_sweep_bucket(struct calls *calls, unsigned int first);
bool calls_take_over(struct calls *calls, unsigned int place, struct task_struct *owner);

static inline struct call *call_at(const struct calls *calls, unsigned int place)
{
	return (struct call *)(calls->places + place * calls->stride);
}

/* Lets the call there, which is filled in, wait for its return. */
static inline void calls_wait(struct calls *calls, unsigned int place)
{
	/* What was filled in before the owner. Pairs with waiting_at(). */
	smp_store_release(&calls->owners[place], current);
}

static inline void calls_give_back(struct calls *calls, unsigned int place)
{
	/* Loads of the call before it is another's. Pairs with take_free_place(). */
	smp_store_release(&calls->owners[place], NULL);
}

#endif /* UPROBECAP_CALL_TABLE_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of calls that wait: made before its probes are armed, it never grows. What
 * waits there in vain is swept out.
 */

#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "call_table.h"
#include "ledger.h"
#include "probe.h"

/* A table that is too large shall fail, and not have somebody else's memory looked for. */
#define TABLE_GFP (GFP_KERNEL_ACCOUNT | __GFP_RETRY_MAYFAIL | __GFP_NOWARN)

/**
 * calls_create() - make a table
 * @nr: places, a power of two, UPROBECAP_CALLS_MIN or more
 * @data_size: bytes that each call keeps
 *
 * Return: the table, for calls_destroy(); NULL when there is no memory.
 */
struct calls *calls_create(unsigned int nr, size_t data_size)
{
	struct calls *calls = kzalloc(sizeof(*calls), GFP_KERNEL_ACCOUNT);

	if (!calls)
		return NULL;
	calls->bits = ilog2(nr / BUCKET);
	calls->stride = ALIGN(sizeof(struct call) + data_size, SMP_CACHE_BYTES);
	calls->owners = kvcalloc(nr, sizeof(*calls->owners), TABLE_GFP);
	calls->places = kvcalloc(nr, calls->stride, TABLE_GFP);
	if (!calls->owners || !calls->places) {
		calls_destroy(calls);
		return NULL;
	}
	return calls;
}

/**
 * calls_destroy() - give a table back
 * @calls: of which no hit knows any longer; or NULL
 */
void calls_destroy(struct calls *calls)
{
	if (!calls)
		return;
	kvfree(calls->places);
	kvfree(calls->owners);
	kfree(calls);
}

/*
 * While this looks, the place may become another's, and the first one's again: nothing of
 * what was seen counts then. Otherwise it stays over, or calls_take_over() fails: an owner
 * who was still there behind all that is over does not come back.
 */
static bool is_over(const struct calls *calls, unsigned int place, struct task_struct *owner)
{
	const struct call *call = call_at(calls, place);
	unsigned long number = READ_ONCE(call->number);
	const struct task_struct *task;
	bool over;

	/* It before what it is the number of. Pairs with call_begin(). */
	smp_rmb();
	rcu_read_lock();
	/* Who takes the place writes to it. */
	task = pid_task(find_pid_ns(data_race(call->tid), &init_pid_ns), PIDTYPE_PID);
	/* So does he, and the task to its own. */
	over = data_race(!task || task->start_boottime != call->born ||
			 task->self_exec_id != call->exec_id || task->flags & PF_EXITING);
	rcu_read_unlock();
	/* Likewise. */
	smp_rmb();
	/* He before the number. Pairs with call_begin(). */
	over &= smp_load_acquire(&calls->owners[place]) == owner;
	return over && number == READ_ONCE(call->number);
}

/**
 * calls_take_over() - take the place of a call whose return will not come
 * @calls: of a plan
 * @place: in the table
 * @owner: who waits there
 *
 * Return: whether it is taken; then the call is no longer in flight.
 */
bool calls_take_over(struct calls *calls, unsigned int place, struct task_struct *owner)
{
	/* Unless the place is another's by now. */
	if (cmpxchg(&calls->owners[place], owner, NOBODY) != owner)
		return false;
	this_cpu_dec(call_at(calls, place)->probe->ledger->in_flight);
	return true;
}

/* Return: who waits at a place; NULL when nobody does, or not yet. */
static struct task_struct *waiting_at(const struct calls *calls, unsigned int place)
{
	/* The owner before what it has filled in. Pairs with calls_wait(). */
	struct task_struct *owner = smp_load_acquire(&calls->owners[place]);

	return owner == NOBODY ? NULL : owner;
}

/**
 * calls_begin_sweep() - become the one who sweeps
 * @calls: of a plan
 *
 * Return: false when somebody else does.
 */
bool calls_begin_sweep(struct calls *calls)
{
	return !test_and_set_bit_lock(0, &calls->sweeping);
}

/**
 * calls_end_sweep() - let others sweep
 * @calls: of a plan
 */
void calls_end_sweep(struct calls *calls)
{
	clear_bit_unlock(0, &calls->sweeping);
}

/**
 * calls_sweep_bucket() - calls_sweep(), of one bucket
 * @calls: of a plan, between calls_begin_sweep() and calls_end_sweep()
 * @first: place of the bucket
 *
 * Context: of a hit, too.
 */
void calls_sweep_bucket(struct calls *calls, unsigned int first)
{
	unsigned int n;

	for (n = first; n < first + BUCKET; n++) {
		struct task_struct *owner = waiting_at(calls, n);

		if (!owner || !is_over(calls, n, owner) || !calls_take_over(calls, n, owner))
			continue;
		this_cpu_inc(call_at(calls, n)->probe->ledger->missed_exit);
		calls_give_back(calls, n);
	}
}

/**
 * calls_sweep() - count calls as missed whose thread or program is no more
 * @calls: of a plan
 */
void calls_sweep(struct calls *calls)
{
	unsigned int n;

	if (!calls_begin_sweep(calls))
		return;
	for (n = 0; n < BUCKET << calls->bits; n += BUCKET)
		calls_sweep_bucket(calls, n);
	calls_end_sweep(calls);
}

/**
 * calls_forget() - give back the places of probes that go
 * @calls: of a plan
 *
 * Probes that go are marked, and have no hits any more. Behind this nobody looks at
 * them, no sweep either.
 */
void calls_forget(struct calls *calls)
{
	unsigned int n;

	/* Hits sweep a bucket at most. */
	while (!calls_begin_sweep(calls))
		cond_resched();
	for (n = 0; n < BUCKET << calls->bits; n++) {
		struct task_struct *owner = waiting_at(calls, n);

		/* What waits for such a probe waits there alone, and for ever. */
		if (owner && data_race(call_at(calls, n)->probe)->going &&
		    calls_take_over(calls, n, owner))
			calls_give_back(calls, n);
	}
	calls_end_sweep(calls);
}

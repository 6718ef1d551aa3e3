// SPDX-License-Identifier: GPL-2.0-only
/*
 * Joins an entry with its return.
 *
 * The key is task, probe and the address on the stack where the return address
 * lies: that survives recursion, threads and signals, alternate stacks too.
 */

#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>

#include "call.h"
#include "call_table.h"
#include "ledger.h"
#include "memory.h"
#include "probe.h"
#include "source.h"

/* The first place where a call of the current task at this stack address may be. */
static unsigned int bucket_of(const struct calls *calls, const struct probe *probe,
			      unsigned long stack)
{
	/* Stacks differ in low bits, and so do probes: these go out of their way. */
	unsigned long key = (unsigned long)current ^ stack ^ (unsigned long)probe << 16;

	return hash_long(key, calls->bits) * BUCKET;
}

/* So many bytes of arguments a function may take off the stack when it returns. */
#define POPPED_MAX 64

static bool is_call(const struct call *call, const struct probe *probe, unsigned long stack)
{
	return call->stack == stack && call->probe == probe &&
	       call->born == current->start_boottime && call->exec_id == current->self_exec_id;
}

/*
 * A function that ends by jumping to itself is entered twice and returns twice, from
 * one place on the stack: what lies there is the kernel's trampoline then, which is
 * in a mapping of the kernel's own. Who cannot look now takes it for that: a call that
 * was left lies there a while longer.
 */
static bool returns_to_trampoline(struct pt_regs *regs)
{
	struct vm_area_struct *vma;
	bool trampoline = false;
	u64 address;
	int status;

	pagefault_disable();
	status = memory_load_number(user_stack_pointer(regs), source_word_size(regs), &address);
	pagefault_enable();
	if (status)
		return false;
	if (!mmap_read_trylock(current->mm))
		return true;
	vma = find_vma(current->mm, address);
	if (vma && vma->vm_start <= address && !vma->vm_file)
		trampoline = (vma->vm_flags & (VM_IO | VM_EXEC)) == (VM_IO | VM_EXEC);
	mmap_read_unlock(current->mm);
	return trampoline;
}

/* Return: a place, or NOWHERE. */
static int take_free_place(struct calls *calls, unsigned int first)
{
	unsigned int n;

	for (n = first; n < first + BUCKET; n++)
		if (!READ_ONCE(calls->owners[n]) && !cmpxchg(&calls->owners[n], NULL, NOBODY))
			return n;
	return NOWHERE;
}

/* Return: the place of a call of the current task, from @n on; @end when there is none. */
static unsigned int own_place(const struct calls *calls, unsigned int n, unsigned int end)
{
	while (n < end && READ_ONCE(calls->owners[n]) != current)
		n++;
	return n;
}

static bool has_own_place(const struct calls *calls, unsigned int first)
{
	struct task_struct **owners = &calls->owners[first];
	const struct task_struct *self = current;

	/* Written out, for nearly always there is none. */
	BUILD_BUG_ON(BUCKET != 8);
	return READ_ONCE(owners[0]) == self || READ_ONCE(owners[1]) == self ||
	       READ_ONCE(owners[2]) == self || READ_ONCE(owners[3]) == self ||
	       READ_ONCE(owners[4]) == self || READ_ONCE(owners[5]) == self ||
	       READ_ONCE(owners[6]) == self || READ_ONCE(owners[7]) == self;
}

/*
 * Not inline, nor is make_place(): the others shall not pay for it.
 *
 * An entry at the same place that never returned: somebody has jumped out of it.
 * Return: its place, or NOWHERE.
 */
static noinline int take_abandoned(struct calls *calls, unsigned int first,
				   const struct probe *probe, struct pt_regs *regs)
{
	unsigned int end = first + BUCKET, n;

	for (n = own_place(calls, first, end); n < end; n = own_place(calls, n + 1, end)) {
		if (!is_call(call_at(calls, n), probe, user_stack_pointer(regs)))
			continue;
		if (returns_to_trampoline(regs)) {
			WRITE_ONCE(calls->has_chains, true);
			return NOWHERE;
		}
		if (!calls_take_over(calls, n, current))
			continue;
		this_cpu_inc(probe->ledger->missed_jump);
		return n;
	}
	return NOWHERE;
}

/*
 * Exceptions and longjmp() leave calls behind, deeper than the stack of their thread
 * reaches now; it may be long until the same function is called at the same depth.
 * The kernel, too, gives up returns that lie there.
 */
static void sweep_abandoned(struct calls *calls, unsigned int first, unsigned long stack)
{
	unsigned int end = first + BUCKET, n;

	for (n = own_place(calls, first, end); n < end; n = own_place(calls, n + 1, end)) {
		struct call *call = call_at(calls, n);

		if (call->stack >= stack || !calls_take_over(calls, n, current))
			continue;
		this_cpu_inc(call->probe->ledger->missed_jump);
		calls_give_back(calls, n);
	}
}

static noinline int make_place(struct calls *calls, unsigned int first, unsigned long stack)
{
	if (!calls_begin_sweep(calls))
		return NOWHERE;
	calls_sweep_bucket(calls, first);
	sweep_abandoned(calls, first, stack);
	calls_end_sweep(calls);
	return take_free_place(calls, first);
}

/**
 * call_begin() - take a place for a call
 * @calls: of the probe's plan
 * @probe: that was hit
 * @regs: of the hit, at the entry
 *
 * Return: the place, for calls_wait() or calls_give_back(); NOWHERE when there is none.
 */
int call_begin(struct calls *calls, struct probe *probe, struct pt_regs *regs)
{
	unsigned long stack = user_stack_pointer(regs);
	unsigned int first = bucket_of(calls, probe, stack);
	int place = NOWHERE;
	struct call *call;

	if (has_own_place(calls, first))
		place = take_abandoned(calls, first, probe, regs);
	if (place < 0)
		place = take_free_place(calls, first);
	if (place < 0)
		place = make_place(calls, first, stack);
	if (place < 0)
		return NOWHERE;
	call = call_at(calls, place);
	WRITE_ONCE(call->number, call->number + 1);
	/* Before what it is the number of. Pairs with is_over(). */
	smp_wmb();
	call->probe = probe;
	call->stack = stack;
	call->born = current->start_boottime;
	call->exec_id = current->self_exec_id;
	call->tid = current->pid;
	call->ip = instruction_pointer(regs);
	return place;
}

/* Return: the place of the newest call of the current task at this stack address. */
static __always_inline int find_at(const struct calls *calls, const struct probe *probe,
				   unsigned long stack)
{
	unsigned int first = bucket_of(calls, probe, stack), end = first + BUCKET, n;
	int newest = NOWHERE;
	u64 time = 0;

	for (n = own_place(calls, first, end); n < end; n = own_place(calls, n + 1, end)) {
		const struct call *call = call_at(calls, n);

		if (!is_call(call, probe, stack) || call->time < time)
			continue;
		newest = n;
		time = call->time;
		if (!READ_ONCE(calls->has_chains))
			break;
	}
	return newest;
}

/* Where the return address was, which is off the stack. */
static unsigned long stack_of_return(struct pt_regs *regs)
{
	return user_stack_pointer(regs) - (user_64bit_mode(regs) ? 8 : 4);
}

/**
 * call_find() - the call that returns
 * @calls: of the probe's plan
 * @probe: that was hit
 * @regs: of the hit, at the return
 *
 * Return: its place, where it waits until calls_give_back(); NOWHERE when there is none.
 */
int call_find(const struct calls *calls, const struct probe *probe, struct pt_regs *regs)
{
	return find_at(calls, probe, stack_of_return(regs));
}

/**
 * call_find_popped() - call_find(), of a function that takes its arguments off the stack
 * @calls: as for call_find(), which has found nothing
 * @probe: likewise
 * @regs: likewise
 *
 * Functions of 32-bit programs may do that, as those do that return a struct. No other
 * call's return address lies among the arguments, so the first one that is found is it.
 *
 * Return: as call_find().
 */
int call_find_popped(const struct calls *calls, const struct probe *probe, struct pt_regs *regs)
{
	unsigned long stack = stack_of_return(regs);
	unsigned int popped;
	int place = NOWHERE;

	if (user_64bit_mode(regs))
		return NOWHERE;
	for (popped = 4; place < 0 && popped <= POPPED_MAX; popped += 4)
		place = find_at(calls, probe, stack - popped);
	return place;
}

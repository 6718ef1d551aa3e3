// SPDX-License-Identifier: GPL-2.0-only
/*
 * Joins an entry with its return.
 *
 * The key is task, probe and the address on the stack where the return address
 * lies: that survives recursion, threads and signals, alternate stacks too. The
 * table is made before the probe is armed, and never grows.
 *
 * A place is taken and given back by the task that waits in it, without a lock;
 * it is published by its owner, who is the only one to look into it from there on.
 * Only when its owner is no more, calls_sweep() gives it back.
 */

#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "call.h"
#include "ledger.h"
#include "memory.h"
#include "probe.h"

/* Places that a key may be at. Their owners lie on one cache line. */
#define BUCKET 8

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
	calls->owners = kvcalloc(nr, sizeof(*calls->owners), GFP_KERNEL_ACCOUNT);
	/* Quietly: it may be more than there can be. */
	calls->places = kvcalloc(nr, calls->stride, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
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

static struct call *call_at(const struct calls *calls, unsigned int place)
{
	return (struct call *)(calls->places + place * calls->stride);
}

static struct task_struct **owner_of(const struct calls *calls, const struct call *call)
{
	return &calls->owners[((u8 *)call - calls->places) / calls->stride];
}

/* The first place where a call of the current task at this stack address may be. */
static unsigned int bucket_of(const struct calls *calls, unsigned long stack)
{
	return hash_long((unsigned long)current ^ stack, calls->bits) * BUCKET;
}

static bool is_call(const struct call *call, const struct probe *probe, unsigned long stack)
{
	return call->stack == stack && call->probe == probe &&
	       call->born == current->start_boottime && call->exec_id == current->self_exec_id;
}

static bool is_over(const struct call *call, const struct task_struct *owner)
{
	const struct task_struct *task;
	bool over;

	rcu_read_lock();
	task = pid_task(find_pid_ns(call->tid, &init_pid_ns), PIDTYPE_PID);
	over = task != owner || task->start_boottime != call->born ||
	       READ_ONCE(task->self_exec_id) != call->exec_id;
	rcu_read_unlock();
	return over;
}

static void sweep_bucket(struct calls *calls, unsigned int first)
{
	unsigned int n;

	for (n = first; n < first + BUCKET; n++) {
		/* The owner before what it has filled in. Pairs with call_wait(). */
		struct task_struct *owner = smp_load_acquire(&calls->owners[n]);
		struct call *call = call_at(calls, n);

		if (!owner || owner == NOBODY || !is_over(call, owner))
			continue;
		/* Unless the place is another's by now: then what was read was of both. */
		if (cmpxchg(&calls->owners[n], owner, NOBODY) != owner)
			continue;
		this_cpu_inc(call->probe->ledger->missed_exit);
		this_cpu_dec(call->probe->ledger->in_flight);
		/* Loads of the call before it is another's. Pairs with take_free_place(). */
		smp_store_release(&calls->owners[n], NULL);
	}
}

/**
 * calls_sweep() - count calls as missed whose thread or program is no more
 * @calls: of a plan
 */
void calls_sweep(struct calls *calls)
{
	unsigned int n;

	if (test_and_set_bit_lock(0, &calls->sweeping))
		return;
	for (n = 0; n < BUCKET << calls->bits; n += BUCKET)
		sweep_bucket(calls, n);
	clear_bit_unlock(0, &calls->sweeping);
}

/*
 * A function that ends by jumping to itself is entered twice and returns twice, from
 * one place on the stack: what lies there is the kernel's trampoline then, which is
 * in a mapping of the kernel's own.
 */
static bool returns_to_trampoline(unsigned long stack)
{
	struct vm_area_struct *vma;
	bool trampoline = false;
	u64 address;
	int status;

	pagefault_disable();
	status = memory_load_number(stack, sizeof(long), &address);
	pagefault_enable();
	if (status || !mmap_read_trylock(current->mm))
		return false;
	vma = find_vma(current->mm, address);
	if (vma && vma->vm_start <= address && !vma->vm_file)
		trampoline = (vma->vm_flags & (VM_IO | VM_EXEC)) == (VM_IO | VM_EXEC);
	mmap_read_unlock(current->mm);
	return trampoline;
}

static struct call *take_free_place(struct calls *calls, unsigned int first)
{
	unsigned int n;

	for (n = first; n < first + BUCKET; n++)
		if (!READ_ONCE(calls->owners[n]) && !cmpxchg(&calls->owners[n], NULL, NOBODY))
			return call_at(calls, n);
	return NULL;
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

/* An entry at the same place that never returned: somebody has jumped out of it. */
static struct call *take_abandoned(struct calls *calls, unsigned int first,
				   const struct probe *probe, unsigned long stack)
{
	unsigned int end = first + BUCKET, n;

	for (n = own_place(calls, first, end); n < end; n = own_place(calls, n + 1, end)) {
		struct call *call = call_at(calls, n);

		if (!is_call(call, probe, stack))
			continue;
		if (returns_to_trampoline(stack)) {
			WRITE_ONCE(calls->has_chains, true);
			return NULL;
		}
		WRITE_ONCE(calls->owners[n], NOBODY);
		this_cpu_inc(probe->ledger->missed_jump);
		this_cpu_dec(probe->ledger->in_flight);
		return call;
	}
	return NULL;
}

/**
 * call_begin() - take a place for a call
 * @calls: of the probe's plan
 * @probe: that was hit
 * @regs: of the hit, at the entry
 *
 * Return: the place, for call_wait() or call_end(); NULL when there is none.
 */
struct call *call_begin(struct calls *calls, struct probe *probe, struct pt_regs *regs)
{
	unsigned long stack = user_stack_pointer(regs);
	unsigned int first = bucket_of(calls, stack);
	struct call *call = NULL;

	if (has_own_place(calls, first))
		call = take_abandoned(calls, first, probe, stack);
	if (!call)
		call = take_free_place(calls, first);
	if (!call && !test_and_set_bit_lock(0, &calls->sweeping)) {
		sweep_bucket(calls, first);
		clear_bit_unlock(0, &calls->sweeping);
		call = take_free_place(calls, first);
	}
	if (!call)
		return NULL;
	call->probe = probe;
	call->stack = stack;
	call->born = current->start_boottime;
	call->exec_id = current->self_exec_id;
	call->tid = current->pid;
	call->ip = instruction_pointer(regs);
	return call;
}

/**
 * call_wait() - let a call wait for its return
 * @calls: of the probe's plan
 * @call: filled in
 */
void call_wait(struct calls *calls, struct call *call)
{
	/* What was filled in before the owner. Pairs with sweep_bucket(). */
	smp_store_release(owner_of(calls, call), current);
}

/**
 * call_find() - the call that returns
 * @calls: of the probe's plan
 * @probe: that was hit
 * @regs: of the hit, at the return
 *
 * Return: the call, which waits until call_end(); NULL when there is none.
 */
struct call *call_find(struct calls *calls, const struct probe *probe, struct pt_regs *regs)
{
	/* The return address is off the stack. */
	unsigned long stack = user_stack_pointer(regs) - (user_64bit_mode(regs) ? 8 : 4);
	unsigned int first = bucket_of(calls, stack), end = first + BUCKET, n;
	struct call *newest = NULL;

	for (n = own_place(calls, first, end); n < end; n = own_place(calls, n + 1, end)) {
		struct call *call = call_at(calls, n);

		if (!is_call(call, probe, stack) || (newest && call->time < newest->time))
			continue;
		newest = call;
		if (!READ_ONCE(calls->has_chains))
			break;
	}
	return newest;
}

/**
 * call_end() - give the place of a call back
 * @calls: of the probe's plan
 * @call: of the current task
 */
void call_end(struct calls *calls, struct call *call)
{
	/* Loads of the call before it is another's. Pairs with take_free_place(). */
	smp_store_release(owner_of(calls, call), NULL);
}

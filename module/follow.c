// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes that have ended leave a scope, for their number goes to another; and
 * those that are born to the ones in it come in, if they shall.
 *
 * The kernel's own tracepoints tell of both. They are on only while there is such a
 * scope.
 */

#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/pid.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "compat.h"
#include "follow.h"
#include "scope.h"

/* Changed under the lock, walked under RCU. */
static LIST_HEAD(followers);
static DEFINE_MUTEX(followers_lock);

static void on_fork(void *data, struct task_struct *parent, struct task_struct *child)
{
	struct scope *scope;

	if (child->tgid == parent->tgid)
		return;
	rcu_read_lock();
	list_for_each_entry_rcu(scope, &followers, followers)
		if (scope->takes_children && test_bit(parent->tgid, scope->pids))
			set_bit(child->tgid, scope->pids);
	rcu_read_unlock();
}

static void on_exit(void *data, struct task_struct *task)
{
	struct scope *scope;

	/* Other threads of it still run. */
	if (atomic_read(&task->signal->live))
		return;
	rcu_read_lock();
	list_for_each_entry_rcu(scope, &followers, followers)
		clear_bit(task->tgid, scope->pids);
	rcu_read_unlock();
}

DEFINE_EXIT_TRACER(on_exit)

static struct {
	const char *name;
	void *callback;
	struct tracepoint *tracepoint;
} events[] = {
	{ "sched_process_fork", on_fork },
	{ "sched_process_exit", exit_tracer(on_exit) },
};

static void find_event(struct tracepoint *tracepoint, void *data)
{
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(events); n++)
		if (!strcmp(tracepoint->name, events[n].name))
			events[n].tracepoint = tracepoint;
}

static void stop_events(unsigned int nr)
{
	while (nr--)
		tracepoint_probe_unregister(events[nr].tracepoint, events[nr].callback, NULL);
}

static int start_events(void)
{
	unsigned int n;
	int err;

	for_each_kernel_tracepoint(find_event, NULL);
	for (n = 0; n < ARRAY_SIZE(events); n++) {
		err = events[n].tracepoint ? tracepoint_probe_register(events[n].tracepoint,
								       events[n].callback, NULL) :
					     -EOPNOTSUPP;
		if (err) {
			stop_events(n);
			tracepoint_synchronize_unregister();
			return err;
		}
	}
	return 0;
}

/**
 * follow_begin() - have only named processes in a scope, none yet
 * @scope: that no probe uses yet; for follow_end()
 * @children: those that are born to them come in, too
 *
 * Return: 0; -ENOMEM; -EOPNOTSUPP when the kernel does not tell of forks.
 */
int follow_begin(struct scope *scope, bool children)
{
	int err = scope_name_processes(scope);

	if (err)
		return err;
	scope->takes_children = children;
	mutex_lock(&followers_lock);
	if (list_empty(&followers))
		err = start_events();
	if (!err)
		list_add_rcu(&scope->followers, &followers);
	mutex_unlock(&followers_lock);
	return err;
}

static pid_t living_process(pid_t number)
{
	const struct task_struct *task;
	pid_t tgid = 0;

	rcu_read_lock();
	task = pid_task(find_vpid(number), PIDTYPE_PID);
	if (task && atomic_read(&task->signal->live))
		tgid = task->tgid;
	rcu_read_unlock();
	return tgid;
}

/**
 * follow_process() - have a process in a scope until it exits
 * @scope: of which follow_begin() knows
 * @number: of the process, or of a thread of it, in the pid namespace of the caller
 *
 * Return: 0; -ESRCH when there is none.
 */
int follow_process(struct scope *scope, pid_t number)
{
	pid_t tgid = living_process(number);

	if (!tgid)
		return -ESRCH;
	set_bit(tgid, scope->pids);
	/* It may have exited before that; from here on, on_exit() takes it out. */
	smp_mb__after_atomic();
	if (living_process(number) == tgid)
		return 0;
	clear_bit(tgid, scope->pids);
	return -ESRCH;
}

/**
 * follow_end() - no longer
 * @scope: whether it follows or not
 */
void follow_end(struct scope *scope)
{
	if (list_empty(&scope->followers))
		return;
	mutex_lock(&followers_lock);
	list_del_rcu(&scope->followers);
	if (list_empty(&followers))
		stop_events(ARRAY_SIZE(events));
	mutex_unlock(&followers_lock);
	/* Neither the scope nor, at the end of the module, the callbacks are used any more. */
	tracepoint_synchronize_unregister();
	synchronize_rcu();
}

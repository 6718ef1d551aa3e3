// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whose hits are captured: decided before anything is fetched, and for
 * processes before there is a hit.
 */

#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/string.h>
#include <linux/threads.h>

#include "compat.h"
#include "scope.h"

/**
 * scope_init() - begin with everybody
 * @scope: for scope_destroy()
 */
void scope_init(struct scope *scope)
{
	memset(scope, 0, sizeof(*scope));
	INIT_LIST_HEAD(&scope->followers);
}

/**
 * scope_name_processes() - from now on, only processes that follow_process() adds
 * @scope: that no probe uses yet
 *
 * Return: 0 or -ENOMEM.
 */
int scope_name_processes(struct scope *scope)
{
	scope->pids = kvcalloc(BITS_TO_LONGS(PID_MAX_LIMIT), sizeof(long), GFP_KERNEL_ACCOUNT);
	if (!scope->pids)
		return -ENOMEM;
	scope->narrow = true;
	return 0;
}

/**
 * scope_add_uid() - from now on, only users that were added
 * @scope: that no probe uses yet, with less than UPROBECAP_FILTER_MAX of them
 * @uid: in the initial user namespace
 */
void scope_add_uid(struct scope *scope, uid_t uid)
{
	scope->uids[scope->nr_uids++] = uid;
	scope->narrow = true;
}

/**
 * scope_set_comm() - from now on, only threads of one name
 * @scope: that no probe uses yet
 * @comm: the name, shorter than UPROBECAP_COMM_SIZE
 */
void scope_set_comm(struct scope *scope, const char *comm)
{
	strscpy_pad(scope->comm, comm, sizeof(scope->comm));
	scope->narrow = true;
}

/**
 * scope_set_cgroup() - from now on, only what is in a cgroup or below
 * @scope: that no probe uses yet
 * @fd: of its folder in cgroup2
 *
 * Return: 0, or an errno when it is none.
 */
int scope_set_cgroup(struct scope *scope, int fd)
{
	struct cgroup *cgroup = cgroup_get_from_fd(fd);

	if (IS_ERR(cgroup))
		return PTR_ERR(cgroup);
	scope->cgroup = cgroup;
	scope->narrow = true;
	return 0;
}

/**
 * scope_leave_out() - never capture hits of one process, as of who reads
 * @scope: of the session; nobody else calls this for it
 * @process: instead of the one before; NULL for none
 */
void scope_leave_out(struct scope *scope, struct pid *process)
{
	struct pid *before = scope->own_pid;

	WRITE_ONCE(scope->own_pid, get_pid(process));
	WRITE_ONCE(scope->own, process ? pid_nr(process) : 0);
	put_pid(before);
}

/**
 * scope_destroy() - give back what the scope holds
 * @scope: that no probe uses any longer
 */
void scope_destroy(struct scope *scope)
{
	if (scope->cgroup)
		cgroup_put(scope->cgroup);
	put_pid(scope->own_pid);
	kvfree(scope->pids);
}

/**
 * scope_has_process() - may hits of a process be captured?
 * @scope: of the session
 * @tgid: of the process, in the initial pid namespace
 */
bool scope_has_process(const struct scope *scope, pid_t tgid)
{
	return !scope->pids || test_bit(tgid, scope->pids);
}

#ifdef CONFIG_MEMCG
/* It has its memory, and follow.c is about to hear of it. */
static bool is_being_born(const struct scope *scope, const struct task_struct *task)
{
	return scope->takes_children && task_state(task) == TASK_NEW;
}
#endif

/**
 * scope_has_memory() - may hits of the process that owns this memory be captured?
 * @scope: of the session
 * @mm: of any process
 *
 * A breakpoint that is not there costs nothing.
 */
bool scope_has_memory(const struct scope *scope, struct mm_struct *mm)
{
	bool has = true;
#ifdef CONFIG_MEMCG
	struct task_struct *owner;

	if (!scope->pids || mm == READ_ONCE(scope->registering))
		return true;
	rcu_read_lock();
	owner = rcu_dereference(mm->owner);
	if (owner)
		has = is_being_born(scope, owner) || scope_has_process(scope, owner->tgid);
	rcu_read_unlock();
#endif
	return has;
}

static bool has_user(const struct scope *scope, uid_t uid)
{
	unsigned int n;

	for (n = 0; n < scope->nr_uids; n++)
		if (scope->uids[n] == uid)
			return true;
	return !scope->nr_uids;
}

static bool has_cgroup(const struct scope *scope)
{
	bool has;

	if (!scope->cgroup)
		return true;
	rcu_read_lock();
	has = cgroup_is_descendant(task_dfl_cgroup(current), scope->cgroup);
	rcu_read_unlock();
	return has;
}

/**
 * scope_has_current_closely() - scope_has_current(), of a narrow scope
 * @scope: of the session
 *
 * Context: of a hit.
 */
bool scope_has_current_closely(const struct scope *scope)
{
	return scope_has_process(scope, current->tgid) &&
	       has_user(scope, __kuid_val(current_uid())) &&
	       (!scope->comm[0] || !strncmp(scope->comm, current->comm, sizeof(scope->comm))) &&
	       has_cgroup(scope);
}

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SCOPE_H
#define UPROBECAP_SCOPE_H

#include <linux/list.h>
#include <linux/sched/signal.h>
#include <linux/types.h>

#include "uapi/uprobecap.h"

struct cgroup;
struct mm_struct;
struct pid;

/**
 * struct scope - whose hits a session captures
 * @own: process that is left out, the reader itself (tgid in the initial pid
 *	namespace); 0 for none
 * @own_pid: the same, asked when the number is right: that may become another's
 * @narrow: any of the following says more than "all"
 * @pids: processes, a bit for each tgid; NULL: all
 * @uids: real users (in the initial user namespace); all when @nr_uids is 0
 * @nr_uids: how many @uids there are
 * @comm: name of the thread; any when empty
 * @cgroup: what runs in it or below; NULL: any
 * @registering: memory of who puts a breakpoint in just now: the kernel shall look at
 *	the instruction there
 * @takes_children: of @pids, those that are born from now on
 * @followers: link in the list of those that follow @pids, see follow.c
 *
 * A hit has to satisfy all of them.
 */
struct scope {
	pid_t own;
	struct pid *own_pid;
	bool narrow;
	unsigned long *pids;
	unsigned int nr_uids;
	uid_t uids[UPROBECAP_FILTER_MAX];
	char comm[UPROBECAP_COMM_SIZE];
	struct cgroup *cgroup;
	struct mm_struct *registering;
	bool takes_children;
	struct list_head followers;
};

void scope_init(struct scope *scope);
int scope_name_processes(struct scope *scope);
void scope_set_comm(struct scope *scope, const char *comm);
int scope_set_cgroup(struct scope *scope, int fd);
void scope_add_uid(struct scope *scope, uid_t uid);
void scope_leave_out(struct scope *scope, struct pid *process);
void scope_destroy(struct scope *scope);

bool scope_has_process(const struct scope *scope, pid_t tgid);
bool scope_has_memory(const struct scope *scope, struct mm_struct *mm);
bool scope_has_current_closely(const struct scope *scope);

/**
 * scope_has_current() - shall this hit be captured?
 * @scope: of the session
 *
 * Context: of a hit.
 */
static inline bool scope_has_current(const struct scope *scope)
{
	if (unlikely(current->tgid == READ_ONCE(scope->own)) &&
	    task_tgid(current) == READ_ONCE(scope->own_pid))
		return false;
	return !scope->narrow || scope_has_current_closely(scope);
}

#endif /* UPROBECAP_SCOPE_H */

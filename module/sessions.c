// SPDX-License-Identifier: GPL-2.0-only
/*
 * All sessions: who is armed now, and those that end.
 */

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/sched/signal.h>

#include "session.h"

static LIST_HEAD(sessions);
static DEFINE_MUTEX(sessions_lock);
static struct workqueue_struct *ending;
static u32 last_number;

/**
 * sessions_init() - before the first session
 *
 * Return: 0 or -ENOMEM.
 */
int sessions_init(void)
{
	ending = alloc_workqueue("uprobecap", WQ_UNBOUND, 0);
	return ending ? 0 : -ENOMEM;
}

/**
 * sessions_exit() - wait until all sessions have ended
 */
void sessions_exit(void)
{
	destroy_workqueue(ending);
}

/*
 * Its reader has the lock while it is copied to his memory, which may be a page that never
 * comes. Others shall not wait for that.
 */
static bool lock_soon(struct session *session, unsigned long until)
{
	/* Behind one that is stuck, another one's reader may just be busy. */
	unsigned long moment = jiffies + msecs_to_jiffies(UPROBECAP_LIST_MS / 100);
	unsigned long end = until + msecs_to_jiffies(UPROBECAP_LIST_MS);

	while (!mutex_trylock(&session->lock)) {
		if (fatal_signal_pending(current) || time_after(jiffies, end) ||
		    (time_after(jiffies, until) && time_after(jiffies, moment)))
			return false;
		usleep_range(50, 500);
	}
	return true;
}

/**
 * sessions_each() - look at all sessions
 * @visit: is called for each, with its lock unless somebody has kept that; what is not 0
 *	ends the walk
 * @data: for @visit
 *
 * Tries for UPROBECAP_LIST_MS, of all sessions together, and then a moment for each, of all
 * together as long again.
 *
 * Return: what @visit returned last, or 0; -ERESTARTSYS when the caller is killed.
 */
int sessions_each(int (*visit)(struct session *session, bool is_locked, void *data), void *data)
{
	struct session *session;
	unsigned long until;
	int result = 0;

	if (mutex_lock_killable(&sessions_lock))
		return -ERESTARTSYS;
	until = jiffies + msecs_to_jiffies(UPROBECAP_LIST_MS);
	list_for_each_entry(session, &sessions, all) {
		bool is_locked = lock_soon(session, until);

		result = visit(session, is_locked, data);
		if (is_locked)
			mutex_unlock(&session->lock);
		if (result)
			break;
	}
	mutex_unlock(&sessions_lock);
	return result;
}

/**
 * session_appear() - let the session be seen among all
 * @session: that is complete but for its probes
 * @is_boot: it is the boot session
 */
void session_appear(struct session *session, bool is_boot)
{
	mutex_lock(&sessions_lock);
	session->number = is_boot ? 0 : ++last_number;
	list_add_tail(&session->all, &sessions);
	mutex_unlock(&sessions_lock);
}

/**
 * session_vanish() - nobody who looks at all sessions has it, or will
 * @session: any
 */
void session_vanish(struct session *session)
{
	mutex_lock(&sessions_lock);
	list_del_init(&session->all);
	mutex_unlock(&sessions_lock);
}

/**
 * session_end() - session_destroy(), without waiting for it
 * @session: that no file reads any longer
 */
void session_end(struct session *session)
{
	queue_work(ending, &session->end);
}

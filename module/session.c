// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is read together: probes, their scope and their rings, and in which
 * order they go.
 */

#include <linux/cred.h>
#include <linux/err.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "call.h"
#include "follow.h"
#include "plan.h"
#include "probe.h"
#include "session.h"
#include "target.h"

static void end_in_background(struct work_struct *work)
{
	session_destroy(container_of(work, struct session, end));
}

/**
 * session_create() - make a session without probes
 * @shape: of its rings
 *
 * The caller may set its scope, @count_only, @nofault and @nr_calls until the first
 * probe comes, and lets it appear then.
 *
 * Return: the session, for session_destroy() or session_end(), or an ERR_PTR.
 */
struct session *session_create(const struct rings_shape *shape)
{
	struct session *session = kzalloc(sizeof(*session), GFP_KERNEL_ACCOUNT);
	int err;

	if (!session)
		return ERR_PTR(-ENOMEM);
	mutex_init(&session->lock);
	INIT_LIST_HEAD(&session->probes);
	INIT_LIST_HEAD(&session->all);
	INIT_WORK(&session->end, end_in_background);
	scope_init(&session->scope);
	session->nr_calls = UPROBECAP_CALLS_DEFAULT;
	session->since = ktime_get_ns();
	session->pid = current->tgid;
	session->uid = __kuid_val(current_uid());
	strscpy_pad(session->comm, current->comm, sizeof(session->comm));
	err = rings_init(&session->rings, shape);
	if (err) {
		kfree(session);
		return ERR_PTR(err);
	}
	return session;
}

static void free_probes(struct list_head *probes)
{
	struct probe *probe, *next;

	list_for_each_entry_safe(probe, next, probes, link)
		probe_free(probe);
}

static bool is_in(const struct probe *probe, u32 first, u32 nr)
{
	return probe->id >= first && (!nr || probe->id - first < nr);
}

/*
 * Disarms probes, and waits for their hits, for as long as they wait for their pages.
 * Backwards, for behind each breakpoint that goes, the kernel compares the page with the
 * file's, up to the first one that is still there.
 */
static void disarm_range(struct session *session, u32 first, u32 nr)
{
	struct probe *probe;

	list_for_each_entry_reverse(probe, &session->probes, link)
		if (is_in(probe, first, nr))
			probe_disarm(probe);
	uprobe_unregister_sync();
}

/**
 * session_destroy() - disarm all probes and give everything back
 * @session: that no file reads any longer
 *
 * Waits until the hits that are under way have ended.
 */
void session_destroy(struct session *session)
{
	session_vanish(session);
	disarm_range(session, 0, 0);
	free_probes(&session->probes);
	follow_end(&session->scope);
	scope_destroy(&session->scope);
	rings_destroy(&session->rings);
	kfree(session);
}

/**
 * session_add() - add probes, not armed yet
 * @session: whose lock is held, and its owner's, unless nobody else knows it
 * @target: the file
 * @plan: what to do at the hits
 * @sites: where, checked
 * @nr: how many
 *
 * Return: 0, -E2BIG past UPROBECAP_PROBES_MAX, or -ENOMEM; then none was added.
 */
int session_add(struct session *session, struct target *target, struct plan *plan,
		const struct site *sites, unsigned int nr)
{
	LIST_HEAD(added);
	u32 id = session->last_id;
	unsigned int n;

	if (nr > UPROBECAP_PROBES_MAX - session->nr_probes || nr > U32_MAX - id)
		return -E2BIG;
	for (n = 0; n < nr; n++) {
		struct probe *probe = probe_create(session, target, plan, sites[n].offset,
						   sites[n].ref_ctr_offset);

		if (!probe) {
			free_probes(&added);
			return -ENOMEM;
		}
		probe->id = ++id;
		list_add_tail(&probe->link, &added);
	}
	list_splice_tail(&added, &session->probes);
	session->last_id = id;
	session->nr_probes += nr;
	return 0;
}

/* Return: whether there is a probe in the range. */
static bool has_any(struct session *session, u32 first, u32 nr)
{
	struct probe *probe;

	list_for_each_entry(probe, &session->probes, link)
		if (is_in(probe, first, nr))
			return true;
	return false;
}

/**
 * session_sweep() - count calls as missed whose thread or program is no more
 * @session: whose lock is held
 */
void session_sweep(struct session *session)
{
	struct plan *swept = NULL;
	struct probe *probe;

	list_for_each_entry(probe, &session->probes, link) {
		if (probe->plan == swept || !probe->plan->calls)
			continue;
		swept = probe->plan;
		calls_sweep(swept->calls);
		cond_resched();
	}
}

/**
 * session_tell_again() - the reader shall get all ledgers, moved or not
 * @session: whose lock is held
 */
void session_tell_again(struct session *session)
{
	struct probe *probe;

	list_for_each_entry(probe, &session->probes, link)
		probe->told = U64_MAX;
}

static int arm_range(struct session *session, u32 first, u32 nr, u32 *failed,
		     struct refusal *refusal)
{
	struct target_page page = {};
	struct probe *probe;
	int err = 0;

	list_for_each_entry(probe, &session->probes, link) {
		if (probe->uprobe || !is_in(probe, first, nr))
			continue;
		err = fatal_signal_pending(current) ? -EINTR : probe_arm(probe, &page, refusal);
		if (err) {
			*failed = probe->id;
			break;
		}
	}
	target_page_unmap(&page);
	return err;
}

/**
 * session_arm() - arm probes
 * @session: whose owner's lock is held, and not its own
 * @first: id
 * @nr: how many ids; 0: all that follow
 * @failed: id of the probe that was refused
 * @refusal: why it was
 *
 * Return: 0, -ENOENT, -EINTR when the caller is killed, or what probe_arm() failed
 * with; then those of the range are disarmed.
 */
int session_arm(struct session *session, u32 first, u32 nr, u32 *failed, struct refusal *refusal)
{
	int err;

	if (!has_any(session, first, nr))
		return -ENOENT;
	err = arm_range(session, first, nr, failed, refusal);
	if (err)
		disarm_range(session, first, nr);
	return err;
}

/**
 * session_disarm() - disarm probes, and wait until their hits have ended
 * @session: whose owner's lock is held, and not its own
 * @first: id
 * @nr: how many ids; 0: all that follow
 *
 * Return: 0 or -ENOENT.
 */
int session_disarm(struct session *session, u32 first, u32 nr)
{
	if (!has_any(session, first, nr))
		return -ENOENT;
	disarm_range(session, first, nr);
	return 0;
}

/* Nobody looks for the return of their calls any longer. */
static void forget_calls(struct session *session)
{
	struct plan *done = NULL;
	struct probe *probe;

	list_for_each_entry(probe, &session->probes, link) {
		if (!probe->going || probe->plan == done || !probe->plan->calls)
			continue;
		done = probe->plan;
		calls_forget(done->calls);
	}
}

/**
 * session_remove() - forget probes
 * @session: whose lock is held, and its owner's
 * @first: id
 * @nr: how many ids; 0: all that follow
 *
 * Return: 0; -ENOENT; -EBUSY when one of them is armed.
 */
int session_remove(struct session *session, u32 first, u32 nr)
{
	struct probe *probe, *next;

	if (!has_any(session, first, nr))
		return -ENOENT;
	list_for_each_entry(probe, &session->probes, link)
		if (probe->uprobe && is_in(probe, first, nr))
			return -EBUSY;
	list_for_each_entry(probe, &session->probes, link)
		probe->going = is_in(probe, first, nr);
	forget_calls(session);
	list_for_each_entry_safe(probe, next, &session->probes, link) {
		if (!probe->going)
			continue;
		list_del(&probe->link);
		session->nr_probes--;
		probe_free(probe);
	}
	return 0;
}

/**
 * session_claim() - become the reader of a session
 * @session: any
 * @reader: an open file, which calls session_release() when it is closed
 *
 * Return: true if @reader is the reader now, or was already.
 */
bool session_claim(struct session *session, const void *reader)
{
	const void *holder = cmpxchg(&session->reader, NULL, reader);

	return !holder || holder == reader;
}

/**
 * session_release() - no longer be the reader
 * @session: any
 * @reader: an open file, the reader or not
 */
void session_release(struct session *session, const void *reader)
{
	cmpxchg(&session->reader, reader, NULL);
}

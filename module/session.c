// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is read together: probes, their filter and their rings, and in which
 * order they go.
 */

#include <linux/err.h>
#include <linux/slab.h>

#include "probe.h"
#include "session.h"

/**
 * session_create() - make a session without probes
 * @ring_size: bytes of each CPU's ring
 * @filter: whose hits its probes shall capture
 *
 * Return: the session, for session_destroy(), or an ERR_PTR.
 */
struct session *session_create(size_t ring_size, const struct filter *filter)
{
	struct session *session = kzalloc(sizeof(*session), GFP_KERNEL);
	int err;

	if (!session)
		return ERR_PTR(-ENOMEM);
	INIT_LIST_HEAD(&session->probes);
	mutex_init(&session->read_lock);
	session->filter = *filter;
	err = rings_init(&session->rings, ring_size);
	if (err) {
		kfree(session);
		return ERR_PTR(err);
	}
	return session;
}

/**
 * session_destroy() - disarm all probes and give everything back
 * @session: that no file reads any longer
 *
 * Waits until the hits that are under way have ended.
 */
void session_destroy(struct session *session)
{
	struct probe *probe, *next;

	list_for_each_entry(probe, &session->probes, link)
		probe_disarm(probe);
	uprobe_unregister_sync();
	list_for_each_entry_safe(probe, next, &session->probes, link)
		probe_free(probe);
	rings_destroy(&session->rings);
	kfree(session);
}

/**
 * session_add_probe() - add one more probe, not armed yet
 * @session: that no file reads yet
 * @target: the file
 * @text: the probe's fields
 * @type: 'p' or 'r'
 * @offset: of the site
 * @ref_ctr_offset: of the reference counter; 0 for none
 *
 * Return: 0 or what probe_create() failed with.
 */
int session_add_probe(struct session *session, struct target *target, const char *text, char type,
		      u64 offset, u64 ref_ctr_offset)
{
	struct probe *probe = probe_create(session, target, text, type, offset, ref_ctr_offset);

	if (IS_ERR(probe))
		return PTR_ERR(probe);
	list_add_tail(&probe->link, &session->probes);
	session->nr_probes++;
	return 0;
}

/**
 * session_arm() - arm all probes
 * @session: with its probes, none of them armed
 *
 * Return: 0 or what probe_arm() failed with; then some may be armed, until
 * session_destroy().
 */
int session_arm(struct session *session)
{
	struct probe *probe;
	int err;

	list_for_each_entry(probe, &session->probes, link) {
		err = probe_arm(probe);
		if (err)
			return err;
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
bool session_claim(struct session *session, const struct file *reader)
{
	const struct file *holder = cmpxchg(&session->reader, NULL, reader);

	return !holder || holder == reader;
}

/**
 * session_release() - no longer be the reader
 * @session: any
 * @reader: an open file, the reader or not
 */
void session_release(struct session *session, const struct file *reader)
{
	cmpxchg(&session->reader, reader, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is armed on this machine, and by whom, at one moment: records that are
 * made at once and then read.
 */

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "definition.h"
#include "listing.h"
#include "probe.h"
#include "record.h"
#include "session.h"

/**
 * struct listing - the records
 * @lock: of @at
 * @data: they
 * @room: bytes of @data
 * @size: of the records
 * @at: how far they have been read
 */
struct listing {
	struct mutex lock;
	u8 *data;
	size_t room;
	size_t size;
	size_t at;
};

static int grow(struct listing *listing, size_t size)
{
	size_t room = max(2 * listing->room, listing->size + size);
	u8 *data;

	if (listing->room - listing->size >= size)
		return 0;
	/* There is no limit to what is armed, and no warning in it. */
	data = kvmalloc(room, GFP_KERNEL_ACCOUNT | __GFP_RETRY_MAYFAIL | __GFP_NOWARN);
	if (!data)
		return -ENOMEM;
	if (listing->size)
		memcpy(data, listing->data, listing->size);
	kvfree(listing->data);
	listing->data = data;
	listing->room = room;
	return 0;
}

static int append(struct listing *listing, const void *from)
{
	const struct uprobecap_record *record = from;
	int err = grow(listing, record->size);

	if (err)
		return err;
	memcpy(listing->data + listing->size, record, record->size);
	listing->size += record->size;
	return 0;
}

static int append_owner(struct listing *listing, const struct session *session, bool is_locked)
{
	struct uprobecap_owner owner = {
		.record = {
			.type = UPROBECAP_OWNER,
			.flags = is_locked ? 0 : UPROBECAP_UNSEEN,
			.size = sizeof(owner),
		},
		.since = session->since,
		.session = session->number,
		.pid = session->pid,
		.uid = session->uid,
		.nr_probes = is_locked ? session->nr_probes : 0,
	};

	memcpy(owner.comm, session->comm, sizeof(owner.comm));
	return append(listing, &owner);
}

static int append_probe(struct listing *listing, const struct probe *probe)
{
	struct uprobecap_probe *definition = definition_create(probe);
	struct uprobecap_ledger ledger;
	int err;

	if (!definition)
		return -ENOMEM;
	err = append(listing, definition);
	kvfree(definition);
	fill_ledger(&ledger, probe);
	return err ? err : append(listing, &ledger);
}

static int append_session(struct session *session, bool is_locked, void *data)
{
	struct listing *listing = data;
	struct probe *probe;
	int err;

	err = append_owner(listing, session, is_locked);
	if (err || !is_locked)
		return err;
	session_sweep(session);
	list_for_each_entry(probe, &session->probes, link)
		err = err ? err : append_probe(listing, probe);
	return err;
}

/**
 * listing_create() - see what is armed now
 *
 * Return: the listing, for listing_destroy(), or an ERR_PTR.
 */
struct listing *listing_create(void)
{
	struct listing *listing = kzalloc(sizeof(*listing), GFP_KERNEL_ACCOUNT);
	struct uprobecap_header header;
	int err;

	if (!listing)
		return ERR_PTR(-ENOMEM);
	mutex_init(&listing->lock);
	fill_header(&header);
	err = append(listing, &header);
	if (!err)
		err = sessions_each(append_session, listing);
	if (err) {
		listing_destroy(listing);
		return ERR_PTR(err);
	}
	return listing;
}

/**
 * listing_destroy() - forget it
 * @listing: or NULL
 */
void listing_destroy(struct listing *listing)
{
	if (!listing)
		return;
	kvfree(listing->data);
	kfree(listing);
}

/**
 * listing_read() - hand out as many records as fit
 * @listing: any
 * @to: user memory
 * @size: of it
 *
 * Return: bytes; 0 at the end; -EINVAL when the next record does not fit; -EFAULT;
 * -ERESTARTSYS when the caller is killed while another one reads.
 */
ssize_t listing_read(struct listing *listing, char __user *to, size_t size)
{
	struct buffer buffer = { .to = to, .room = size };
	int err = 0;

	if (mutex_lock_killable(&listing->lock))
		return -ERESTARTSYS;
	while (!err && listing->at < listing->size) {
		const struct uprobecap_record *record = (void *)listing->data + listing->at;

		err = put_record(&buffer, record);
		if (!err)
			listing->at += record->size;
	}
	mutex_unlock(&listing->lock);
	if (buffer.room < size)
		return size - buffer.room;
	return err == -ENOSPC ? -EINVAL : err;
}

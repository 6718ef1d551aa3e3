// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an open file of the device is: the reader of the boot session, the owner
 * of a session, or somebody who asks what there is.
 */

#include <linux/err.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "client.h"
#include "listing.h"
#include "ring_memory.h"
#include "session.h"
#include "stream.h"

/**
 * client_create() - begin with nothing
 *
 * Return: the client, for client_destroy(); NULL when there is no memory.
 */
struct client *client_create(void)
{
	struct client *client = kzalloc(sizeof(*client), GFP_KERNEL_ACCOUNT);

	if (client)
		mutex_init(&client->lock);
	return client;
}

/**
 * client_destroy() - end, with all that the client owns
 * @client: nobody uses it any longer
 */
void client_destroy(struct client *client)
{
	stream_destroy(client->stream);
	listing_destroy(client->listing);
	if (client->owns) {
		client_disown(client);
	} else if (client->session) {
		scope_leave_out(&client->session->scope, NULL);
		session_release(client->session, client);
	}
	kfree(client);
}

/**
 * client_own() - give the client a session of its own
 * @client: whose lock is held
 * @shape: of its rings
 *
 * Return: 0; -EBUSY when it reads the boot session, or a listing; -ENOMEM.
 */
int client_own(struct client *client, const struct rings_shape *shape)
{
	struct session *session;

	if (client->session || client->listing)
		return -EBUSY;
	session = session_create(shape);
	if (IS_ERR(session))
		return PTR_ERR(session);
	scope_leave_out(&session->scope, task_tgid(current));
	session_claim(session, client);
	client->owns = true;
	client->session = session;
	return 0;
}

/**
 * client_disown() - end the client's own session, in the background
 * @client: who has one
 */
void client_disown(struct client *client)
{
	session_end(client->session);
	client->session = NULL;
	client->owns = false;
}

/**
 * client_map() - let user space map a part of the client's rings
 * @client: any
 * @vma: where to
 *
 * Context: the mmap_lock of the caller is held.
 *
 * Return: 0; -ENODEV when there are none to map; or as rings_map().
 */
int client_map(struct client *client, struct vm_area_struct *vma)
{
	/* The rings before who knows of them. Pairs with config_apply(). */
	struct rings *rings = smp_load_acquire(&client->mapped);

	return rings ? rings_map(rings, vma) : -ENODEV;
}

/* Return: the session that the client reads from now on, or an ERR_PTR. */
static struct session *session_to_read(struct client *client, struct session *boot_session)
{
	if (client->session)
		return client->session;
	if (client->listing)
		return ERR_PTR(-EBUSY);
	if (!boot_session)
		return ERR_PTR(-ENODATA);
	if (!session_claim(boot_session, client))
		return ERR_PTR(-EBUSY);
	client->session = boot_session;
	/* Its own calls of what it traces would never let it come to an end. */
	scope_leave_out(&boot_session->scope, task_tgid(current));
	return boot_session;
}

static struct stream *make_stream(struct client *client, struct session *boot_session)
{
	struct session *session = session_to_read(client, boot_session);
	struct stream *stream;

	if (IS_ERR(session))
		return ERR_CAST(session);
	if (mutex_lock_killable(&session->lock))
		return ERR_PTR(-ERESTARTSYS);
	stream = stream_create(session);
	mutex_unlock(&session->lock);
	if (IS_ERR(stream))
		return stream;
	/* What is in it before who reads it. Pairs with client_stream(). */
	smp_store_release(&client->stream, stream);
	return stream;
}

/**
 * client_stream() - what the client reads
 * @client: not one with a listing
 * @boot_session: for a client without a session of its own; or NULL
 *
 * Return: the stream with its session's lock held; -ENODATA when there is none;
 * -EBUSY when another client reads it; -ERESTARTSYS; -ENOMEM.
 */
struct stream *client_stream(struct client *client, struct session *boot_session)
{
	struct stream *stream;

	/*
	 * It stays until the file is closed. Who arms a thousand probes meanwhile, or waits for
	 * their hits, has the lock. Pairs with make_stream().
	 */
	stream = smp_load_acquire(&client->stream);
	if (!stream) {
		if (mutex_lock_killable(&client->lock))
			return ERR_PTR(-ERESTARTSYS);
		stream = client->stream ? client->stream : make_stream(client, boot_session);
		mutex_unlock(&client->lock);
	}
	if (!IS_ERR(stream) && mutex_lock_killable(&stream->session->lock))
		return ERR_PTR(-ERESTARTSYS);
	return stream;
}

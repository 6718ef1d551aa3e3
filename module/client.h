/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_CLIENT_H
#define UPROBECAP_CLIENT_H

#include <linux/mutex.h>
#include <linux/types.h>

struct listing;
struct session;
struct stream;

/**
 * struct client - an open file of the device
 * @lock: while the client becomes what it will be, or its session's probes change; it is
 *	taken before the session's
 * @session: its own, or the boot session once it reads that; NULL until then
 * @owns: @session is its own
 * @stream: how far it has read; NULL until the first read or poll
 * @listing: what LIST has found, which it reads instead; or NULL
 */
struct client {
	struct mutex lock;
	struct session *session;
	bool owns;
	struct stream *stream;
	struct listing *listing;
};

struct client *client_create(void);
void client_destroy(struct client *client);
int client_own(struct client *client, size_t ring_size);
void client_disown(struct client *client);
struct stream *client_stream(struct client *client, struct session *boot_session);

#endif /* UPROBECAP_CLIENT_H */

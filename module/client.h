/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_CLIENT_H
#define UPROBECAP_CLIENT_H

#include <linux/mutex.h>
#include <linux/types.h>

struct listing;
struct rings;
struct rings_shape;
struct session;
struct stream;
struct vm_area_struct;

/**
 * struct client - an open file of the device
 * @lock: while the client becomes what it will be, or its session's probes change; it is
 *	taken before the session's
 * @session: its own, or the boot session once it reads that; NULL until then
 * @owns: @session is its own
 * @mapped: the rings of @session, when it was configured so that they can be mapped;
 *	mmap(2) looks at nothing else, for it may take no lock of ours
 * @stream: how far it has read; NULL until the first read or poll
 * @listing: what LIST has found, which it reads instead; or NULL
 */
struct client {
	struct mutex lock;
	struct session *session;
	bool owns;
	struct rings *mapped;
	struct stream *stream;
	struct listing *listing;
};

struct client *client_create(void);
void client_destroy(struct client *client);
int client_own(struct client *client, const struct rings_shape *shape);
void client_disown(struct client *client);
int client_map(struct client *client, struct vm_area_struct *vma);
struct stream *client_stream(struct client *client, struct session *boot_session);

#endif /* UPROBECAP_CLIENT_H */

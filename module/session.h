/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SESSION_H
#define UPROBECAP_SESSION_H

#include <linux/list.h>
#include <linux/mutex.h>

#include "filter.h"
#include "ring.h"

struct probe;
struct target;

/**
 * struct session - the probes that are read together
 * @probes: struct probe, by id
 * @nr_probes: how many
 * @filter: whose hits all of them capture
 * @rings: where the hits go
 * @reader: the open file that reads them, or NULL
 * @read_lock: held while the stream of @reader advances
 */
struct session {
	struct list_head probes;
	unsigned int nr_probes;
	struct filter filter;
	struct rings rings;
	const struct file *reader;
	struct mutex read_lock;
};

struct session *session_create(size_t ring_size, const struct filter *filter);
void session_destroy(struct session *session);
int session_add_probe(struct session *session, struct target *target, const char *text, char type,
		      u64 offset, u64 ref_ctr_offset);
int session_arm(struct session *session);

bool session_claim(struct session *session, const struct file *reader);
void session_release(struct session *session, const struct file *reader);

#endif /* UPROBECAP_SESSION_H */

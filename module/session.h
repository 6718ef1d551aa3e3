/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SESSION_H
#define UPROBECAP_SESSION_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

#include "ring.h"
#include "scope.h"

struct plan;
struct probe;
struct refusal;
struct target;

/**
 * struct session - the probes that are read together
 * @lock: of the stream of @reader, and, with that of the owner's client, of changes to
 *	the list of probes: who has one of the two may walk it. Nobody waits for a hit
 *	with this one: the others who want it are those who ask what is armed
 * @probes: struct probe, by id
 * @nr_probes: how many
 * @last_id: of the probe that was added last
 * @nr_calls: calls that may wait for their return, for each plan
 * @scope: whose hits all of them capture
 * @count_only: no records are written
 * @nofault: no page is brought in to be read
 * @rings: where the hits go
 * @reader: who reads them, or NULL
 * @number: of the session, for people; 0 is the boot session
 * @since: when it began, CLOCK_MONOTONIC in ns
 * @pid: process that made it, in the initial pid namespace, with
 * @uid: its user, and
 * @comm: its name
 * @all: link in the list of all sessions
 * @end: takes the session down in the background
 */
struct session {
	struct mutex lock;
	struct list_head probes;
	unsigned int nr_probes;
	u32 last_id;
	u32 nr_calls;
	struct scope scope;
	bool count_only;
	bool nofault;
	struct rings rings;
	const void *reader;
	u32 number;
	u64 since;
	pid_t pid;
	uid_t uid;
	char comm[UPROBECAP_COMM_SIZE];
	struct list_head all;
	struct work_struct end;
};

/**
 * struct site - where a probe goes
 * @offset: of the instruction in the file
 * @ref_ctr_offset: of the reference counter; 0 for none
 */
struct site {
	u64 offset;
	u64 ref_ctr_offset;
};

int sessions_init(void);
void sessions_exit(void);
int sessions_each(int (*visit)(struct session *session, bool is_locked, void *data), void *data);

struct session *session_create(const struct rings_shape *shape);
void session_appear(struct session *session, bool is_boot);
void session_vanish(struct session *session);
void session_destroy(struct session *session);
void session_end(struct session *session);

int session_add(struct session *session, struct target *target, struct plan *plan,
		const struct site *sites, unsigned int nr);
int session_arm(struct session *session, u32 first, u32 nr, u32 *failed, struct refusal *refusal);
int session_disarm(struct session *session, u32 first, u32 nr);
int session_remove(struct session *session, u32 first, u32 nr);
void session_sweep(struct session *session);
void session_tell_again(struct session *session);

bool session_claim(struct session *session, const void *reader);
void session_release(struct session *session, const void *reader);

#endif /* UPROBECAP_SESSION_H */

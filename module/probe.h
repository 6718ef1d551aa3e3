/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_PROBE_H
#define UPROBECAP_PROBE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/uprobes.h>

#include "compat.h"
#include "ledger.h"

struct plan;
struct refusal;
struct session;
struct target;
struct target_page;

/**
 * struct probe - one consumer on one site
 * @consumer: what the kernel calls
 * @uprobe: its registration; NULL when it is not armed
 * @session: that it belongs to
 * @plan: what to do at its hits
 * @ledger: for each CPU
 * @written: if there is a limit, the number of a second, and in the lower half the records
 *	in it
 * @target: the file
 * @denies_writing: to the file, while it is armed
 * @offset: of the site
 * @ref_ctr_offset: of the reference counter; 0 for none
 * @id: of the session's probes, from 1
 * @told: what ledger_moves() said when the reader was told of the ledger last
 * @going: it is about to be freed
 * @link: in the session's list
 */
struct probe {
	struct uprobe_consumer consumer;
	struct uprobe *uprobe;
	struct session *session;
	struct plan *plan;
	struct ledger __percpu *ledger;
	atomic64_t written;
	struct target *target;
	bool denies_writing;
	u64 offset;
	u64 ref_ctr_offset;
	u32 id;
	u64 told;
	bool going;
	struct list_head link;
};

struct probe *probe_create(struct session *session, struct target *target, struct plan *plan,
			   u64 offset, u64 ref_ctr_offset);
int probe_arm(struct probe *probe, struct target_page *page, struct refusal *refusal);
void probe_disarm(struct probe *probe);
void probe_free(struct probe *probe);

#endif /* UPROBECAP_PROBE_H */

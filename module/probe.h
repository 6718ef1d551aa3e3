/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_PROBE_H
#define UPROBECAP_PROBE_H

#include <linux/list.h>
#include <linux/uprobes.h>

#include "compat.h"
#include "spec.h"

struct session;
struct target;

/**
 * struct ledger - what became of the hits of one CPU
 *
 * The members are those of struct uprobecap_ledger.
 */
struct ledger {
	u64 hits;
	u64 delivered;
	u64 filtered;
	u64 lost_full;
	u64 lost_too_big;
};

/**
 * struct probe - one consumer on one site
 * @consumer: what the kernel calls
 * @uprobe: its registration; NULL when it is not armed
 * @session: that it belongs to
 * @ledger: for each CPU
 * @id: of the session's probes, from 1
 * @type: enum uprobecap_record_type of its records
 * @fixed_size: bytes of a record without its strings
 * @fields: what to fetch
 * @definition: the record that describes it to the reader
 * @target: the file
 * @offset: of the site
 * @ref_ctr_offset: of the reference counter; 0 for none
 * @link: in the session's list
 */
struct probe {
	struct uprobe_consumer consumer;
	struct uprobe *uprobe;
	struct session *session;
	struct ledger __percpu *ledger;
	u32 id;
	u16 type;
	u32 fixed_size;
	struct spec_fields *fields;
	struct uprobecap_probe *definition;
	struct target *target;
	u64 offset;
	u64 ref_ctr_offset;
	struct list_head link;
};

struct probe *probe_create(struct session *session, struct target *target, const char *text,
			   char type, u64 offset, u64 ref_ctr_offset);
int probe_arm(struct probe *probe);
void probe_disarm(struct probe *probe);
void probe_free(struct probe *probe);
struct ledger probe_ledger(const struct probe *probe);

#endif /* UPROBECAP_PROBE_H */

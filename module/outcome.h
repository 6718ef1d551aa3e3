/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What becomes of a hit: wanted or not, complete or not, and in each case a counter.
 * What every hit goes through is inline.
 */
#ifndef UPROBECAP_OUTCOME_H
#define UPROBECAP_OUTCOME_H

#include <linux/cred.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "compat.h"
#include "filter.h"
#include "plan.h"
#include "probe.h"
#include "session.h"

enum verdict {
	HIT_COMPLETE,
	HIT_LACKS_PAGES,
	HIT_LEFT_OUT,
	HIT_TOO_BIG,
};

bool outcome_is_beyond_limit(struct probe *probe, u64 time);
bool outcome_drop(enum verdict verdict, struct ledger *ledger, struct ring *ring, bool whole);
void outcome_lose(struct ledger *ledger, struct ring *ring, bool whole, u64 time);
void outcome_fault_in(const struct probe *probe, const struct fetch_list *list,
		      struct pt_regs *regs, const struct call *call);

static inline struct probe *probe_of(struct uprobe_consumer *uc)
{
	return container_of(uc, struct probe, consumer);
}

static __always_inline void outcome_fill(struct uprobecap_hit *hit, const struct probe *probe,
					 unsigned long ip, u64 time, unsigned int cpu)
{
	hit->record.type = probe->plan->record_type;
	hit->record.flags = 0;
	hit->time = time;
	hit->probe = probe->id;
	hit->cpu = cpu;
	hit->pid = current->tgid;
	hit->tid = current->pid;
	hit->uid = __kuid_val(current_uid());
	hit->reserved = 0;
	hit->ip = ip;
	memcpy(hit->comm, current->comm, UPROBECAP_COMM_SIZE);
	hit->comm[UPROBECAP_COMM_SIZE - 1] = '\0';
}

static inline bool is_left_out(const struct plan *plan, struct ledger *ledger)
{
	u32 rest;

	if (plan->sample <= 1)
		return false;
	div_u64_rem(ledger_count(ledger->seen), plan->sample, &rest);
	if (!rest)
		return false;
	ledger_count(ledger->sampled);
	ledger_count(ledger->filtered);
	return true;
}

/*
 * Counts a hit, and decides what needs no field to be decided.
 * Return: whether to go on; if not, *action is what the kernel shall be told.
 */
static __always_inline bool outcome_is_wanted(const struct probe *probe, int *action)
{
	const struct scope *scope = &probe->session->scope;
	struct ledger *ledger = this_cpu_ptr(probe->ledger);

	ledger_count(ledger->hits);
	*action = UPROBE_HANDLER_IGNORE;
	if (!scope_has_current(scope)) {
		ledger_count(ledger->filtered);
		/* Not by the number of the process: that of vfork() runs in its parent's memory. */
		if (!scope_has_memory(scope, current->mm))
			*action = UPROBE_HANDLER_REMOVE;
		return false;
	}
	return !is_left_out(probe->plan, ledger);
}

/*
 * Asks the filter, if it needs nothing to be fetched: whom it leaves out needs no
 * clock, and no room.
 * Return: whether to go on; then *filters says whether it is still to be asked.
 */
static __always_inline bool outcome_passes_early(const struct probe *probe,
						 const struct fetch_list *list,
						 struct pt_regs *regs, bool *filters)
{
	const struct plan *plan = probe->plan;

	if (!*filters || !plan->filters_early || !fetch_is_usual(list, regs))
		return true;
	*filters = false;
	if (filter_passes(plan, regs, NULL, 0))
		return true;
	this_cpu_inc(probe->ledger->filtered);
	return false;
}

/* Fetches what the filter asks for, asks it, and only then fetches the rest. */
static __always_inline enum verdict outcome_fetch(const struct plan *plan,
						  const struct fetch_list *list, bool filters,
						  struct pt_regs *regs, struct fetch_output *out,
						  u64 latency, bool last)
{
	if (filters) {
		fetch_deciding(list, regs, out);
		if (out->faulted && !last)
			return HIT_LACKS_PAGES;
		if (out->overflow)
			return HIT_TOO_BIG;
		if (!filter_passes(plan, regs, out, latency))
			return HIT_LEFT_OUT;
		fetch_others(list, regs, out);
	} else {
		fetch_all(list, regs, out);
	}
	if (out->faulted && !last)
		return HIT_LACKS_PAGES;
	return out->overflow ? HIT_TOO_BIG : HIT_COMPLETE;
}

/* The room ends at a multiple of 8, as it begins. */
static inline u8 *pad(u8 *tail)
{
	unsigned int over = (unsigned long)tail % 8;

	if (over) {
		tail -= over;
		*(__le64 *)tail &= cpu_to_le64(GENMASK_ULL(8 * over - 1, 0));
		tail += 8;
	}
	return tail;
}

static __always_inline void outcome_commit(struct ledger *ledger, struct ring *ring,
					   struct uprobecap_hit *hit, u8 *tail, u64 irregular,
					   u64 time)
{
	hit->irregular = irregular;
	hit->record.size = pad(tail) - (u8 *)hit;
	/* Counted first: who reads of it finds it in the ledger. */
	ledger_count(ledger->delivered);
	ring_commit(ring, hit->record.size, time);
}

/* The record is complete but for its size; it becomes the reader's, or is dropped. */
static __always_inline void outcome_hand_out(struct probe *probe, struct ledger *ledger,
					     struct ring *ring, const struct fetch_output *out,
					     u64 time)
{
	if (probe->plan->limit && outcome_is_beyond_limit(probe, time)) {
		ledger_count(ledger->limited);
		ledger_count(ledger->filtered);
		return;
	}
	if (probe->session->count_only) {
		ledger_count(ledger->counted);
		return;
	}
	outcome_commit(ledger, ring, (void *)out->record, out->tail, out->irregular, time);
}

#endif /* UPROBECAP_OUTCOME_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hits of a call: what its entry leaves, its return joins and writes.
 */

#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "call_table.h"
#include "hit_call.h"
#include "outcome.h"

/* Is there more to decide than whose hit it is? */
static bool decides(const struct probe *probe)
{
	return probe->plan->filters_return || probe->plan->limit || probe->session->count_only;
}

static enum verdict fill_call(const struct probe *probe, struct call *call, struct pt_regs *regs,
			      bool filters, bool last)
{
	const struct plan *plan = probe->plan;
	u8 *text = call->data + plan->entry_size;
	struct fetch_output out = {
		.record = call->data - plan->slots_at,
		.tail = text,
		.end = text + plan->text_size,
		.text = text - plan->fixed_size,
		.text_max = plan->text_share,
		.probe = probe,
		.call = NULL,
		.irregular = 0,
		.faulted = false,
		.overflow = false,
	};
	enum verdict verdict = outcome_fetch(plan, &plan->at_entry, filters, regs, &out, 0, last);

	call->irregular = out.irregular;
	call->text_size = out.tail - text;
	return verdict;
}

static enum verdict fetch_call(struct probe *probe, struct call *call, struct pt_regs *regs,
			       bool filters)
{
	const struct plan *plan = probe->plan;
	enum verdict verdict;

	if (plan->at_entry.only_registers && !filters && fetch_is_usual(&plan->at_entry, regs)) {
		fetch_registers(&plan->at_entry, regs, call->data - plan->slots_at);
		call->irregular = 0;
		call->text_size = 0;
		return HIT_COMPLETE;
	}
	verdict = fill_call(probe, call, regs, filters, false);
	if (verdict == HIT_LACKS_PAGES) {
		outcome_fault_in(probe, &plan->at_entry, regs, NULL);
		verdict = fill_call(probe, call, regs, filters, true);
	}
	return verdict;
}

static int begin_call(struct probe *probe, struct pt_regs *regs)
{
	const struct plan *plan = probe->plan;
	bool filters = plan->filters_entry;
	struct call *call;
	int place;

	if (!outcome_passes_early(probe, &plan->at_entry, regs, &filters))
		return UPROBE_HANDLER_IGNORE;
	if (current->utask && current->utask->depth >= MAX_URETPROBE_DEPTH) {
		this_cpu_inc(probe->ledger->missed_depth);
		return UPROBE_HANDLER_IGNORE;
	}
	place = call_begin(plan->calls, probe, regs);
	if (place < 0) {
		this_cpu_inc(probe->ledger->missed_full);
		return UPROBE_HANDLER_IGNORE;
	}
	call = call_at(plan->calls, place);
	if (fetch_call(probe, call, regs, filters) == HIT_LEFT_OUT) {
		calls_give_back(plan->calls, place);
		this_cpu_inc(probe->ledger->filtered);
		return UPROBE_HANDLER_IGNORE;
	}
	if (plan->keeps_arguments)
		fetch_arguments(regs, call);
	this_cpu_inc(probe->ledger->in_flight);
	call->time = ktime_get_ns();
	calls_wait(plan->calls, place);
	return 0;
}

static int call_entry(struct uprobe_consumer *uc, struct pt_regs *regs, __u64 *cookie)
{
	struct probe *probe = probe_of(uc);
	int action;

	preempt_disable();
	if (outcome_is_wanted(probe, &action))
		action = begin_call(probe, regs);
	preempt_enable();
	if (action)
		rings_wake_reader(&probe->session->rings);
	return action;
}

/* Puts what the entry has left into the record. */
static void copy_entry(const struct plan *plan, const struct call *call, u8 *record)
{
	const u64 *from = (const u64 *)call->data;
	u64 *to = (u64 *)(record + plan->slots_at);
	u64 *end = (u64 *)(record + plan->slots_at + plan->entry_size);

	while (to < end)
		*to++ = *from++;
	if (call->text_size)
		memcpy(record + plan->fixed_size, from, call->text_size);
}

/* write_call(), when nothing can be missing and nothing is to be decided. */
static void write_call_registers(struct probe *probe, const struct call *call, struct pt_regs *regs)
{
	const struct plan *plan = probe->plan;
	struct ledger *ledger = this_cpu_ptr(probe->ledger);
	struct ring *ring = this_cpu_ptr(probe->session->rings.ring);
	u32 size = plan->fixed_size + call->text_size;
	u64 time = ktime_get_ns();
	struct ring_room room = ring_reserve(ring, plan->largest);
	struct uprobecap_call *record = (void *)room.start;

	if (unlikely(room.end - room.start < size)) {
		outcome_lose(ledger, ring, room.whole, time);
		return;
	}
	copy_entry(plan, call, room.start);
	fetch_registers(&plan->at_return, regs, room.start);
	outcome_fill(&record->hit, probe, call->ip, time, ring->cpu);
	record->latency = time - call->time;
	outcome_commit(ledger, ring, &record->hit, room.start + size, call->irregular, time);
}

/* As write_hit(), with what the entry has left. What it waits for pages is not the call's. */
static bool write_call(struct probe *probe, const struct call *call, struct pt_regs *regs,
		       u64 returned, bool last)
{
	const struct plan *plan = probe->plan;
	struct ledger *ledger = this_cpu_ptr(probe->ledger);
	struct ring *ring = this_cpu_ptr(probe->session->rings.ring);
	u64 time = last ? ktime_get_ns() : returned;
	u64 latency = returned - call->time;
	struct ring_room room = ring_reserve(ring, plan->largest);
	struct uprobecap_call *record = (void *)room.start;
	enum verdict verdict = HIT_TOO_BIG;
	struct fetch_output out = {
		.record = room.start,
		.tail = room.start + plan->fixed_size + call->text_size,
		.end = room.end,
		.text = room.start,
		.text_max = UPROBECAP_RECORD_MAX,
		.probe = probe,
		.call = call,
		.irregular = call->irregular,
		.faulted = false,
		.overflow = false,
	};

	if (room.end - room.start >= plan->fixed_size + call->text_size) {
		copy_entry(plan, call, room.start);
		verdict = outcome_fetch(plan, &plan->at_return, plan->filters_return, regs, &out,
					latency, last);
	}
	if (verdict != HIT_COMPLETE)
		return outcome_drop(verdict, ledger, ring, room.whole);
	outcome_fill(&record->hit, probe, call->ip, time, ring->cpu);
	record->latency = latency;
	outcome_hand_out(probe, ledger, ring, &out, time);
	return true;
}

static void end_call(struct probe *probe, int place, struct pt_regs *regs)
{
	const struct plan *plan = probe->plan;
	const struct call *call = call_at(plan->calls, place);
	u64 returned;

	if (plan->at_return.only_registers && !decides(probe)) {
		write_call_registers(probe, call, regs);
	} else {
		returned = ktime_get_ns();
		if (!write_call(probe, call, regs, returned, false)) {
			outcome_fault_in(probe, &plan->at_return, regs, call);
			write_call(probe, call, regs, returned, true);
		}
	}
	this_cpu_dec(probe->ledger->in_flight);
	calls_give_back(plan->calls, place);
}

/* Entries that were left out return, too, on kernels that do not know IGNORE. */
static bool leaves_entries_out(const struct probe *probe)
{
	return probe->plan->filters_entry || probe->plan->sample > 1 ||
	       !scope_has_current(&probe->session->scope);
}

static int call_return(struct uprobe_consumer *uc, unsigned long function, struct pt_regs *regs,
		       __u64 *cookie)
{
	struct probe *probe = probe_of(uc);
	int place;

	preempt_disable();
	place = call_find(probe->plan->calls, probe, regs);
	if (place < 0)
		place = call_find_popped(probe->plan->calls, probe, regs);
	if (place >= 0)
		end_call(probe, place, regs);
	else if (!leaves_entries_out(probe))
		this_cpu_inc(probe->ledger->unmatched);
	preempt_enable();
	rings_wake_reader(&probe->session->rings);
	return 0;
}

DEFINE_UPROBE_CALLBACKS(call_entry, call_return)

/**
 * hit_call_prepare() - say what the kernel shall call for a probe of calls
 * @consumer: of the probe
 */
void hit_call_prepare(struct uprobe_consumer *consumer)
{
	consumer->handler = uprobe_handler(call_entry);
	consumer->ret_handler = uprobe_ret_handler(call_return);
}

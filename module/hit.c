// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens at a hit, in the context of the traced task: from the kernel's
 * callback to a record in the ring. Here are entries and returns, each with a
 * record of its own, and those that are only counted.
 */

#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/timekeeping.h>

#include "hit.h"
#include "hit_call.h"
#include "outcome.h"

/*
 * Writes the record of an entry or a return.
 * @filters: the filter is still to be asked
 * Return: false, and nothing is written or counted, when pages were missing and
 * @last is not set.
 */
static bool write_hit(struct probe *probe, const struct fetch_list *list, struct pt_regs *regs,
		      bool filters, bool last)
{
	const struct plan *plan = probe->plan;
	struct ledger *ledger = this_cpu_ptr(probe->ledger);
	struct ring *ring = this_cpu_ptr(probe->session->rings.ring);
	struct ring_room room = ring_reserve(ring, plan->largest);
	enum verdict verdict = HIT_TOO_BIG;
	u64 time;
	struct fetch_output out = {
		.record = room.start,
		.tail = room.start + plan->fixed_size,
		.end = room.end,
		.text = room.start,
		.text_max = UPROBECAP_RECORD_MAX,
		.probe = probe,
		.call = NULL,
		.irregular = 0,
		.faulted = false,
		.overflow = false,
	};

	if (room.end - room.start >= plan->fixed_size)
		verdict = outcome_fetch(plan, list, filters, regs, &out, 0, last);
	if (verdict != HIT_COMPLETE)
		return outcome_drop(verdict, ledger, ring, room.whole);
	time = ktime_get_ns();
	outcome_fill((void *)room.start, probe, instruction_pointer(regs), time, ring->cpu);
	outcome_hand_out(probe, ledger, ring, &out, time);
	return true;
}

static int take_hit(struct probe *probe, const struct fetch_list *list, struct pt_regs *regs)
{
	bool filters = probe->plan->filters_return;
	int action;

	preempt_disable();
	if (outcome_is_wanted(probe, &action)) {
		action = 0;
		if (outcome_passes_early(probe, list, regs, &filters) &&
		    !write_hit(probe, list, regs, filters, false)) {
			outcome_fault_in(probe, list, regs, NULL);
			write_hit(probe, list, regs, filters, true);
		}
	}
	preempt_enable();
	/* For a hit that was filtered, too: there is a ledger to tell. */
	rings_wake_reader(&probe->session->rings);
	return action;
}

static int hit_entry(struct uprobe_consumer *uc, struct pt_regs *regs, __u64 *cookie)
{
	struct probe *probe = probe_of(uc);

	return take_hit(probe, &probe->plan->at_entry, regs);
}

static int hit_return(struct uprobe_consumer *uc, unsigned long function, struct pt_regs *regs,
		      __u64 *cookie)
{
	struct probe *probe = probe_of(uc);

	take_hit(probe, &probe->plan->at_return, regs);
	return 0;
}

DEFINE_UPROBE_CALLBACKS(hit_entry, hit_return)

/* write_hit(), when nothing can be missing and nothing is to be decided. */
static void write_registers(struct probe *probe, const struct fetch_list *list,
			    struct pt_regs *regs)
{
	struct ledger *ledger = this_cpu_ptr(probe->ledger);
	struct ring *ring = this_cpu_ptr(probe->session->rings.ring);
	u32 size = probe->plan->fixed_size;
	u64 time = ktime_get_ns();
	struct ring_room room = ring_reserve(ring, size);
	struct uprobecap_hit *hit = (void *)room.start;

	if (unlikely(room.end - room.start < size)) {
		outcome_lose(ledger, ring, room.whole, time);
		return;
	}
	outcome_fill(hit, probe, instruction_pointer(regs), time, ring->cpu);
	fetch_registers(list, regs, room.start);
	hit->irregular = 0;
	hit->record.size = size;
	ledger_count(ledger->delivered);
	ring_commit(ring, size, time);
}

static int take_registers(struct probe *probe, const struct fetch_list *list, struct pt_regs *regs)
{
	int action;

	if (unlikely(!fetch_is_usual(list, regs)))
		return take_hit(probe, list, regs);
	preempt_disable();
	if (outcome_is_wanted(probe, &action)) {
		action = 0;
		write_registers(probe, list, regs);
	}
	preempt_enable();
	rings_wake_reader(&probe->session->rings);
	return action;
}

static int registers_entry(struct uprobe_consumer *uc, struct pt_regs *regs, __u64 *cookie)
{
	struct probe *probe = probe_of(uc);

	return take_registers(probe, &probe->plan->at_entry, regs);
}

static int registers_return(struct uprobe_consumer *uc, unsigned long function,
			    struct pt_regs *regs, __u64 *cookie)
{
	struct probe *probe = probe_of(uc);

	take_registers(probe, &probe->plan->at_return, regs);
	return 0;
}

DEFINE_UPROBE_CALLBACKS(registers_entry, registers_return)

static int count_hit(struct probe *probe)
{
	int action;

	preempt_disable();
	if (outcome_is_wanted(probe, &action)) {
		this_cpu_inc(probe->ledger->counted);
		action = 0;
	}
	preempt_enable();
	rings_tell_soon(&probe->session->rings);
	return action;
}

static int count_entry(struct uprobe_consumer *uc, struct pt_regs *regs, __u64 *cookie)
{
	return count_hit(probe_of(uc));
}

static int count_return(struct uprobe_consumer *uc, unsigned long function, struct pt_regs *regs,
			__u64 *cookie)
{
	count_hit(probe_of(uc));
	return 0;
}

DEFINE_UPROBE_CALLBACKS(count_entry, count_return)

/* Each plan gets the callback that does no more than it needs. */
static void prepare_entry(struct uprobe_consumer *consumer, const struct plan *plan, bool decides)
{
	if (plan->at_entry.only_registers && !decides)
		consumer->handler = uprobe_handler(registers_entry);
	else
		consumer->handler = uprobe_handler(hit_entry);
}

static void prepare_return(struct uprobe_consumer *consumer, const struct plan *plan, bool decides)
{
	if (plan->at_return.only_registers && !decides)
		consumer->ret_handler = uprobe_ret_handler(registers_return);
	else
		consumer->ret_handler = uprobe_ret_handler(hit_return);
}

static void prepare_count(struct uprobe_consumer *consumer, const struct plan *plan)
{
	if (plan->record_type == UPROBECAP_RETURN)
		consumer->ret_handler = uprobe_ret_handler(count_return);
	else
		consumer->handler = uprobe_handler(count_entry);
}

/**
 * hit_prepare() - say what the kernel shall call
 * @consumer: of the probe
 * @plan: of the probe
 * @count_only: its hits are counted, and that is all
 */
void hit_prepare(struct uprobe_consumer *consumer, const struct plan *plan, bool count_only)
{
	bool decides = plan->spec.filter.nr || plan->limit;

	if (count_only && !decides)
		prepare_count(consumer, plan);
	else if (plan->record_type == UPROBECAP_CALL)
		hit_call_prepare(consumer);
	else if (plan->record_type == UPROBECAP_ENTRY)
		prepare_entry(consumer, plan, decides || count_only);
	else
		prepare_return(consumer, plan, decides || count_only);
}

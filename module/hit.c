// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens at a hit, in the context of the traced task: from the kernel's
 * callback to a record in the ring, and in each case to a counter.
 */

#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "call.h"
#include "filter.h"
#include "hit.h"
#include "plan.h"
#include "probe.h"
#include "session.h"

static struct probe *probe_of(struct uprobe_consumer *uc)
{
	return container_of(uc, struct probe, consumer);
}

static __always_inline void fill_hit(struct uprobecap_hit *hit, const struct probe *probe,
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

/* The first one of each second that the probe writes in counts for all CPUs. */
static bool is_beyond_limit(struct probe *probe, u64 time)
{
	u64 second = div_u64(time, NSEC_PER_SEC);
	u64 before = READ_ONCE(probe->second);

	if (second != before && cmpxchg(&probe->second, before, second) == before)
		atomic_set(&probe->written, 0);
	if (atomic_read(&probe->written) >= probe->plan->limit)
		return true;
	return atomic_inc_return(&probe->written) > probe->plan->limit;
}

static bool is_left_out(const struct plan *plan, struct ledger *ledger)
{
	u32 rest;

	if (plan->sample <= 1)
		return false;
	div_u64_rem(ledger->seen++, plan->sample, &rest);
	if (!rest)
		return false;
	ledger->sampled++;
	ledger->filtered++;
	return true;
}

static void lose(struct ledger *ledger, struct ring *ring, const struct ring_room *room, u64 time)
{
	if (room->whole)
		ledger->lost_too_big++;
	else
		ledger->lost_full++;
	ring_lose(ring, time);
}

/* Is there more to decide than whose hit it is? */
static bool decides(const struct probe *probe)
{
	return probe->plan->filters_return || probe->plan->limit || probe->session->count_only;
}

enum verdict {
	HIT_COMPLETE,
	HIT_LACKS_PAGES,
	HIT_LEFT_OUT,
	HIT_TOO_BIG,
};

/* Fetches what the filter asks for, asks it, and only then fetches the rest. */
static __always_inline enum verdict fetch_fields(const struct plan *plan,
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
static u8 *pad(u8 *tail)
{
	unsigned int over = (unsigned long)tail % 8;

	if (over) {
		tail -= over;
		*(__le64 *)tail &= cpu_to_le64(GENMASK_ULL(8 * over - 1, 0));
		tail += 8;
	}
	return tail;
}

static __always_inline void commit(struct ledger *ledger, struct ring *ring,
				   struct uprobecap_hit *hit, u8 *tail, u64 irregular, u64 time)
{
	hit->irregular = irregular;
	hit->record.size = pad(tail) - (u8 *)hit;
	/* Counted first: who reads of it finds it in the ledger. */
	ledger->delivered++;
	ring_commit(ring, hit->record.size, time);
}

/* The record is complete but for its size; it becomes the reader's, or is dropped. */
static __always_inline void hand_out(struct probe *probe, struct ledger *ledger, struct ring *ring,
				     const struct fetch_output *out, u64 time)
{
	if (probe->plan->limit && is_beyond_limit(probe, time)) {
		ledger->limited++;
		ledger->filtered++;
		return;
	}
	if (probe->session->count_only) {
		ledger->counted++;
		return;
	}
	commit(ledger, ring, (void *)out->record, out->tail, out->irregular, time);
}

/*
 * Writes the record of an entry or a return.
 * Return: false, and nothing is written or counted, when pages were missing and
 * @last is not set.
 */
static bool write_hit(struct probe *probe, const struct fetch_list *list, struct pt_regs *regs,
		      bool last)
{
	const struct plan *plan = probe->plan;
	struct ledger *ledger = this_cpu_ptr(probe->ledger);
	struct ring *ring = this_cpu_ptr(probe->session->rings.ring);
	u64 time = ktime_get_ns();
	struct ring_room room = ring_reserve(ring);
	enum verdict verdict = HIT_TOO_BIG;
	struct fetch_output out = {
		.record = room.start,
		.tail = room.start + plan->fixed_size,
		.end = room.end,
		.text = room.start + plan->fixed_size,
		.text_at = plan->fixed_size,
		.text_max = UPROBECAP_RECORD_MAX,
	};

	if (room.end - room.start >= plan->fixed_size)
		verdict = fetch_fields(plan, list, plan->filters_return, regs, &out, 0, last);
	switch (verdict) {
	case HIT_LACKS_PAGES:
		return false;
	case HIT_LEFT_OUT:
		ledger->filtered++;
		return true;
	case HIT_TOO_BIG:
		lose(ledger, ring, &room, time);
		return true;
	case HIT_COMPLETE:
		fill_hit((void *)room.start, probe, instruction_pointer(regs), time, ring->cpu);
		hand_out(probe, ledger, ring, &out, time);
	}
	return true;
}

/*
 * Who serves the missing pages may take for ever (userfaultfd, FUSE). Meanwhile
 * the reference lets rmmod say at once that the module is in use; a module that
 * is already going reads without them.
 */
static void fault_in(const struct probe *probe, const struct fetch_list *list, struct pt_regs *regs,
		     const unsigned long *arguments)
{
	preempt_enable();
	if (!probe->session->nofault && try_module_get(THIS_MODULE)) {
		fetch_fault_in(list, regs, arguments);
		module_put(THIS_MODULE);
	}
	preempt_disable();
}

/*
 * Counts a hit, and decides what needs no field to be decided.
 * Return: whether to go on; if not, *action is what the kernel shall be told.
 */
static __always_inline bool is_wanted(const struct probe *probe, int *action)
{
	const struct scope *scope = &probe->session->scope;
	struct ledger *ledger = this_cpu_ptr(probe->ledger);

	ledger->hits++;
	*action = UPROBE_HANDLER_IGNORE;
	if (!scope_has_current(scope)) {
		ledger->filtered++;
		if (!scope_has_process(scope, current->tgid))
			*action = UPROBE_HANDLER_REMOVE;
		return false;
	}
	return !is_left_out(probe->plan, ledger);
}

static int take_hit(struct probe *probe, const struct fetch_list *list, struct pt_regs *regs)
{
	int action;

	preempt_disable();
	if (is_wanted(probe, &action)) {
		action = 0;
		if (!write_hit(probe, list, regs, false)) {
			fault_in(probe, list, regs, NULL);
			write_hit(probe, list, regs, true);
		}
	}
	/* For a hit that was filtered, too: there is a ledger to tell. */
	rings_wake_reader(&probe->session->rings);
	preempt_enable();
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
	struct ring_room room = ring_reserve(ring);
	struct uprobecap_hit *hit = (void *)room.start;

	if (unlikely(room.end - room.start < size)) {
		lose(ledger, ring, &room, time);
		return;
	}
	fill_hit(hit, probe, instruction_pointer(regs), time, ring->cpu);
	fetch_registers(list, regs, room.start);
	hit->irregular = 0;
	hit->record.size = size;
	ledger->delivered++;
	ring_commit(ring, size, time);
}

static int take_registers(struct probe *probe, const struct fetch_list *list, struct pt_regs *regs)
{
	int action;

	if (unlikely(!fetch_is_usual(list, regs)))
		return take_hit(probe, list, regs);
	preempt_disable();
	if (is_wanted(probe, &action)) {
		action = 0;
		write_registers(probe, list, regs);
	}
	rings_wake_reader(&probe->session->rings);
	preempt_enable();
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

static enum verdict fill_call(const struct plan *plan, struct call *call, struct pt_regs *regs,
			      bool last)
{
	u8 *text = call->data + plan->entry_size;
	struct fetch_output out = {
		.record = call->data - plan->slots_at,
		.tail = text,
		.end = text + plan->text_size,
		.text = text,
		.text_at = plan->fixed_size,
		.text_max = plan->text_share,
	};
	enum verdict verdict =
		fetch_fields(plan, &plan->at_entry, plan->filters_entry, regs, &out, 0, last);

	call->irregular = out.irregular;
	call->text_size = out.tail - text;
	return verdict;
}

static enum verdict fetch_call(struct probe *probe, struct call *call, struct pt_regs *regs)
{
	const struct plan *plan = probe->plan;
	enum verdict verdict;

	if (plan->at_entry.only_registers && !plan->filters_entry &&
	    fetch_is_usual(&plan->at_entry, regs)) {
		fetch_registers(&plan->at_entry, regs, call->data - plan->slots_at);
		call->irregular = 0;
		call->text_size = 0;
		return HIT_COMPLETE;
	}
	verdict = fill_call(plan, call, regs, false);
	if (verdict == HIT_LACKS_PAGES) {
		fault_in(probe, &plan->at_entry, regs, NULL);
		verdict = fill_call(plan, call, regs, true);
	}
	return verdict;
}

static int begin_call(struct probe *probe, struct pt_regs *regs)
{
	const struct plan *plan = probe->plan;
	struct call *call;

	if (current->utask && current->utask->depth >= MAX_URETPROBE_DEPTH) {
		this_cpu_inc(probe->ledger->missed_depth);
		return UPROBE_HANDLER_IGNORE;
	}
	call = call_begin(plan->calls, probe, regs);
	if (!call) {
		this_cpu_inc(probe->ledger->missed_full);
		return UPROBE_HANDLER_IGNORE;
	}
	if (fetch_call(probe, call, regs) == HIT_LEFT_OUT) {
		call_end(plan->calls, call);
		this_cpu_inc(probe->ledger->filtered);
		return UPROBE_HANDLER_IGNORE;
	}
	if (plan->keeps_arguments)
		fetch_arguments(regs, call->arguments);
	this_cpu_inc(probe->ledger->in_flight);
	call->time = ktime_get_ns();
	call_wait(plan->calls, call);
	return 0;
}

static int call_entry(struct uprobe_consumer *uc, struct pt_regs *regs, __u64 *cookie)
{
	struct probe *probe = probe_of(uc);
	int action;

	preempt_disable();
	if (is_wanted(probe, &action))
		action = begin_call(probe, regs);
	if (action)
		rings_wake_reader(&probe->session->rings);
	preempt_enable();
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
	struct ring_room room = ring_reserve(ring);
	struct uprobecap_call *record = (void *)room.start;

	if (unlikely(room.end - room.start < size)) {
		lose(ledger, ring, &room, time);
		return;
	}
	copy_entry(plan, call, room.start);
	fetch_registers(&plan->at_return, regs, room.start);
	fill_hit(&record->hit, probe, call->ip, time, ring->cpu);
	record->latency = time - call->time;
	commit(ledger, ring, &record->hit, room.start + size, call->irregular, time);
}

/* As write_hit(), with what the entry has left. */
static bool write_call(struct probe *probe, const struct call *call, struct pt_regs *regs,
		       bool last)
{
	const struct plan *plan = probe->plan;
	struct ledger *ledger = this_cpu_ptr(probe->ledger);
	struct ring *ring = this_cpu_ptr(probe->session->rings.ring);
	u64 time = ktime_get_ns();
	u64 latency = time - call->time;
	struct ring_room room = ring_reserve(ring);
	struct uprobecap_call *record = (void *)room.start;
	enum verdict verdict = HIT_TOO_BIG;
	struct fetch_output out = {
		.record = room.start,
		.tail = room.start + plan->fixed_size + call->text_size,
		.end = room.end,
		.text = room.start + plan->fixed_size,
		.text_at = plan->fixed_size,
		.text_max = UPROBECAP_RECORD_MAX,
		.arguments = call->arguments,
		.irregular = call->irregular,
	};

	if (room.end - room.start >= plan->fixed_size + call->text_size) {
		copy_entry(plan, call, room.start);
		verdict = fetch_fields(plan, &plan->at_return, plan->filters_return, regs, &out,
				       latency, last);
	}
	switch (verdict) {
	case HIT_LACKS_PAGES:
		return false;
	case HIT_LEFT_OUT:
		ledger->filtered++;
		return true;
	case HIT_TOO_BIG:
		lose(ledger, ring, &room, time);
		return true;
	case HIT_COMPLETE:
		fill_hit(&record->hit, probe, call->ip, time, ring->cpu);
		record->latency = latency;
		hand_out(probe, ledger, ring, &out, time);
	}
	return true;
}

static void end_call(struct probe *probe, struct call *call, struct pt_regs *regs)
{
	const struct plan *plan = probe->plan;

	if (plan->at_return.only_registers && !decides(probe)) {
		write_call_registers(probe, call, regs);
	} else if (!write_call(probe, call, regs, false)) {
		fault_in(probe, &plan->at_return, regs, call->arguments);
		write_call(probe, call, regs, true);
	}
	this_cpu_dec(probe->ledger->in_flight);
	call_end(plan->calls, call);
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
	struct call *call;

	preempt_disable();
	call = call_find(probe->plan->calls, probe, regs);
	if (call)
		end_call(probe, call, regs);
	else if (!leaves_entries_out(probe))
		this_cpu_inc(probe->ledger->unmatched);
	rings_wake_reader(&probe->session->rings);
	preempt_enable();
	return 0;
}

DEFINE_UPROBE_CALLBACKS(call_entry, call_return)

static int count_hit(struct probe *probe)
{
	int action;

	preempt_disable();
	if (is_wanted(probe, &action)) {
		this_cpu_inc(probe->ledger->counted);
		action = 0;
	}
	rings_wake_reader(&probe->session->rings);
	preempt_enable();
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

	if (count_only && !decides) {
		prepare_count(consumer, plan);
	} else if (plan->record_type == UPROBECAP_CALL) {
		consumer->handler = uprobe_handler(call_entry);
		consumer->ret_handler = uprobe_ret_handler(call_return);
	} else if (plan->record_type == UPROBECAP_ENTRY) {
		prepare_entry(consumer, plan, decides || count_only);
	} else {
		prepare_return(consumer, plan, decides || count_only);
	}
}

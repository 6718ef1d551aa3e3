// SPDX-License-Identifier: GPL-2.0-only
/*
 * A probe: how it comes into the file, what happens at a hit, how it goes.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "definition.h"
#include "fetch.h"
#include "probe.h"
#include "session.h"
#include "target.h"

static void fill_hit(struct uprobecap_hit *hit, const struct probe *probe, struct pt_regs *regs,
		     u64 time, unsigned int cpu)
{
	*hit = (struct uprobecap_hit){
		.record.type = probe->type,
		.time = time,
		.probe = probe->id,
		.cpu = cpu,
		.pid = current->tgid,
		.tid = current->pid,
		.uid = __kuid_val(current_uid()),
		.ip = instruction_pointer(regs),
	};
	memcpy(hit->comm, current->comm, UPROBECAP_COMM_SIZE - 1);
}

/*
 * Fills the reserved room with the hit's record.
 * Return: its size; 0 when it does not fit. *faulted says whether a page that
 * may be had was not there.
 */
static size_t fill_room(const struct probe *probe, struct pt_regs *regs, const struct ring *ring,
			struct ring_room room, u64 time, bool *faulted)
{
	struct uprobecap_hit *hit = (void *)room.start;
	struct fetch_output out = {
		.slot = room.start + sizeof(*hit),
		.tail = room.start + probe->fixed_size,
		.end = room.end,
		.record = room.start,
	};
	size_t size;

	if (room.end - room.start < probe->fixed_size)
		return 0;
	fill_hit(hit, probe, regs, time, ring->cpu);
	fetch_fields(probe->fields, regs, &out);
	*faulted = out.faulted;
	/* The room ends at a multiple of 8, as it begins. */
	size = ALIGN(out.tail - out.record, 8);
	if (out.overflow)
		return 0;
	memset(out.tail, 0, size - (out.tail - out.record));
	hit->irregular = out.irregular;
	hit->record.size = size;
	return size;
}

/*
 * Writes the record of a hit, or counts it as lost.
 * Return: false, and nothing is written or counted, when pages were missing and
 * @last is not set.
 */
static bool write_hit(const struct probe *probe, struct pt_regs *regs, bool last)
{
	struct ring_room room;
	struct ring *ring;
	bool faulted = false;
	size_t size;
	u64 time;

	preempt_disable();
	ring = this_cpu_ptr(probe->session->rings.ring);
	time = ktime_get_ns();
	room = ring_reserve(ring);
	size = fill_room(probe, regs, ring, room, time, &faulted);
	if (faulted && !last) {
		preempt_enable();
		return false;
	}
	if (size) {
		/* Counted first: who reads of it finds it in the ledger. */
		this_cpu_inc(probe->ledger->delivered);
		ring_commit(ring, size, time);
	} else {
		if (room.whole)
			this_cpu_inc(probe->ledger->lost_too_big);
		else
			this_cpu_inc(probe->ledger->lost_full);
		ring_lose(ring, time);
	}
	preempt_enable();
	return true;
}

/*
 * Who serves the missing pages may take for ever (userfaultfd, FUSE). Meanwhile
 * the reference lets rmmod say at once that the module is in use; a module that
 * is already going reads without them.
 */
static void fault_in(const struct probe *probe, struct pt_regs *regs)
{
	if (!try_module_get(THIS_MODULE))
		return;
	fetch_fault_in(probe->fields, regs);
	module_put(THIS_MODULE);
}

static void take_hit(struct uprobe_consumer *uc, struct pt_regs *regs)
{
	const struct probe *probe = container_of(uc, struct probe, consumer);
	struct session *session = probe->session;

	this_cpu_inc(probe->ledger->hits);
	if (!filter_passes(&session->filter)) {
		this_cpu_inc(probe->ledger->filtered);
	} else if (!write_hit(probe, regs, false)) {
		fault_in(probe, regs);
		write_hit(probe, regs, true);
	}
	/* For a hit that was filtered, too: there is a ledger to tell. */
	rings_wake_reader(&session->rings);
}

static int probe_entry(struct uprobe_consumer *uc, struct pt_regs *regs, __u64 *cookie)
{
	take_hit(uc, regs);
	return 0;
}

static int probe_return(struct uprobe_consumer *uc, unsigned long func, struct pt_regs *regs,
			__u64 *cookie)
{
	take_hit(uc, regs);
	return 0;
}

DEFINE_UPROBE_CALLBACKS(probe_entry, probe_return)

static void explain_refusal(const struct probe *probe, int err)
{
	if (err == -EOPNOTSUPP)
		pr_err("offset=0x%llx of %s: the kernel cannot probe the instruction there; take another place (the function's start, or the next instruction)\n",
		       probe->offset, probe->target->path);
	else
		pr_err("offset=0x%llx of %s: the kernel refused the probe with error %d; see errno(3)\n",
		       probe->offset, probe->target->path, err);
}

static int parse_fields(struct probe *probe, const char *text)
{
	bool is_return = probe->type == UPROBECAP_RETURN;
	struct spec_error error;
	unsigned int n;
	int err;

	probe->fields = kvmalloc(sizeof(*probe->fields), GFP_KERNEL);
	if (!probe->fields)
		return -ENOMEM;
	err = spec_parse_fields(text, is_return, probe->fields, &error);
	if (err) {
		pr_err("%s, column %u: %s; see the probe language in uprobecap(4)\n",
		       is_return ? "retargs" : "args", error.column, error.message);
		return err;
	}
	probe->fixed_size = sizeof(struct uprobecap_hit);
	for (n = 0; n < probe->fields->nr; n++)
		probe->fixed_size += fetch_slot_size(&probe->fields->field[n]);
	return 0;
}

/**
 * probe_create() - make a probe
 * @session: whose rings it fills; the probe is not linked to it yet
 * @target: the file
 * @text: its fields
 * @type: 'p' or 'r'
 * @offset: of the site
 * @ref_ctr_offset: of the reference counter; 0 for none
 *
 * Return: the probe, not armed, for probe_free(), or an ERR_PTR; then the reason
 * was printed.
 */
struct probe *probe_create(struct session *session, struct target *target, const char *text,
			   char type, u64 offset, u64 ref_ctr_offset)
{
	struct probe *probe = kzalloc(sizeof(*probe), GFP_KERNEL);
	int err;

	if (!probe)
		return ERR_PTR(-ENOMEM);
	probe->session = session;
	probe->target = target_get(target);
	probe->id = session->nr_probes + 1;
	probe->offset = offset;
	probe->ref_ctr_offset = ref_ctr_offset;
	if (type == 'r') {
		probe->type = UPROBECAP_RETURN;
		probe->consumer.ret_handler = uprobe_ret_handler(probe_return);
	} else {
		probe->type = UPROBECAP_ENTRY;
		probe->consumer.handler = uprobe_handler(probe_entry);
	}
	err = parse_fields(probe, text);
	if (err)
		goto free_probe;
	probe->ledger = alloc_percpu(struct ledger);
	probe->definition = definition_create(probe, text);
	if (!probe->ledger || !probe->definition) {
		err = -ENOMEM;
		goto free_probe;
	}
	return probe;

free_probe:
	probe_free(probe);
	return ERR_PTR(err);
}

/**
 * probe_arm() - put the breakpoint in
 * @probe: not armed
 *
 * Hits may come before this returns.
 *
 * Return: 0 or an errno; then the reason was printed.
 */
int probe_arm(struct probe *probe)
{
	unsigned long page = target_map_page(probe->target, probe->offset);
	struct uprobe *uprobe;
	int err;

	if (IS_ERR_VALUE(page)) {
		pr_err("filename=%s cannot be mapped as code: error %ld; is its file system mounted noexec?\n",
		       probe->target->path, (long)page);
		return page;
	}
	uprobe = uprobe_register(probe->target->inode, probe->offset, probe->ref_ctr_offset,
				 &probe->consumer);
	target_unmap_page(page);
	if (!IS_ERR(uprobe)) {
		probe->uprobe = uprobe;
		return 0;
	}
	/* User space has no name for ENOTSUPP. */
	err = PTR_ERR(uprobe) == -ENOTSUPP ? -EOPNOTSUPP : PTR_ERR(uprobe);
	explain_refusal(probe, err);
	return err;
}

/**
 * probe_disarm() - take the breakpoint out
 * @probe: armed or not
 *
 * Hits may go on until uprobe_unregister_sync() has returned.
 */
void probe_disarm(struct probe *probe)
{
	if (probe->uprobe)
		uprobe_unregister_nosync(probe->uprobe, &probe->consumer);
}

/**
 * probe_free() - give back what a probe owns
 * @probe: no longer armed, and without hits
 */
void probe_free(struct probe *probe)
{
	kvfree(probe->definition);
	free_percpu(probe->ledger);
	kvfree(probe->fields);
	target_put(probe->target);
	kfree(probe);
}

/**
 * probe_ledger() - add up the counters of all CPUs
 * @probe: armed
 */
struct ledger probe_ledger(const struct probe *probe)
{
	struct ledger sum = {};
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		const struct ledger *part = per_cpu_ptr(probe->ledger, cpu);

		sum.hits += READ_ONCE(part->hits);
		sum.delivered += READ_ONCE(part->delivered);
		sum.filtered += READ_ONCE(part->filtered);
		sum.lost_full += READ_ONCE(part->lost_full);
		sum.lost_too_big += READ_ONCE(part->lost_too_big);
	}
	return sum;
}

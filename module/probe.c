// SPDX-License-Identifier: GPL-2.0-only
/*
 * A probe: how it comes into the file, and how it goes.
 */

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "hit.h"
#include "plan.h"
#include "probe.h"
#include "refusal.h"
#include "session.h"
#include "target.h"

/* The kernel asks before it puts the breakpoint into a process. */
static bool probe_wants(struct uprobe_consumer *uc, struct mm_struct *mm)
{
	const struct probe *probe = container_of(uc, struct probe, consumer);

	return scope_has_memory(&probe->session->scope, mm);
}

DEFINE_UPROBE_FILTER(probe_wants)

/**
 * probe_create() - make a probe
 * @session: whose rings it fills; the probe is not linked to it yet
 * @target: the file
 * @plan: what to do at its hits
 * @offset: of the site
 * @ref_ctr_offset: of the reference counter; 0 for none
 *
 * Return: the probe, not armed, for probe_free(), or NULL when there is no memory.
 */
struct probe *probe_create(struct session *session, struct target *target, struct plan *plan,
			   u64 offset, u64 ref_ctr_offset)
{
	struct probe *probe = kzalloc(sizeof(*probe), GFP_KERNEL_ACCOUNT);

	if (!probe)
		return NULL;
	probe->ledger = alloc_percpu_gfp(struct ledger, GFP_KERNEL_ACCOUNT);
	if (!probe->ledger) {
		kfree(probe);
		return NULL;
	}
	probe->session = session;
	probe->target = target_get(target);
	probe->plan = plan_get(plan);
	probe->offset = offset;
	probe->ref_ctr_offset = ref_ctr_offset;
	probe->told = U64_MAX;
	probe->consumer.filter = uprobe_filter(probe_wants);
	hit_prepare(&probe->consumer, plan, session->count_only);
	return probe;
}

static int explain(const struct probe *probe, int err, struct refusal *refusal)
{
	if (err == -EOPNOTSUPP)
		return refuse(
			refusal, err,
			"offset=0x%llx of %s: the kernel cannot probe the instruction there; take another place (the function's start, or the next instruction)",
			probe->offset, probe->target->path);
	return refuse(
		refusal, err,
		"offset=0x%llx of %s: the kernel refused the probe with error %d; see errno(3)",
		probe->offset, probe->target->path, err);
}

/*
 * The kernel keeps the instruction that it found first, and executes it, whatever is
 * written over it. So nobody shall, as with programs that run; who has the file open for
 * writing already goes on. Not by deny_write_access(): that takes a file, which of an
 * overlay has another inode.
 */
static void deny_writing(struct probe *probe)
{
	atomic_t *writers = &probe->target->inode->i_writecount;

	probe->denies_writing = atomic_dec_unless_positive(writers);
}

static void allow_writing(struct probe *probe)
{
	if (probe->denies_writing)
		atomic_inc(&probe->target->inode->i_writecount);
	probe->denies_writing = false;
}

/**
 * probe_arm() - put the breakpoint in
 * @probe: not armed
 * @page: stays mapped for the next one
 * @refusal: why it cannot be done
 *
 * Hits may come before this returns.
 *
 * Return: 0 or an errno.
 */
int probe_arm(struct probe *probe, struct target_page *page, struct refusal *refusal)
{
	int err = target_page_move(page, probe->target, probe->offset);
	struct uprobe *uprobe;

	if (err)
		return refuse(
			refusal, err,
			"filename=%s cannot be mapped as code: error %d; is its file system mounted noexec?",
			probe->target->path, err);
	deny_writing(probe);
	WRITE_ONCE(probe->session->scope.registering, current->mm);
	uprobe = uprobe_register(probe->target->inode, probe->offset, probe->ref_ctr_offset,
				 &probe->consumer);
	WRITE_ONCE(probe->session->scope.registering, NULL);
	if (IS_ERR(uprobe)) {
		allow_writing(probe);
		/* User space has no name for ENOTSUPP. */
		return explain(probe, PTR_ERR(uprobe) == -ENOTSUPP ? -EOPNOTSUPP : PTR_ERR(uprobe),
			       refusal);
	}
	WRITE_ONCE(probe->uprobe, uprobe);
	return 0;
}

/**
 * probe_disarm() - take the breakpoint out
 * @probe: armed or not
 *
 * Hits may go on until uprobe_unregister_sync() has returned.
 */
void probe_disarm(struct probe *probe)
{
	if (probe->uprobe) {
		uprobe_unregister_nosync(probe->uprobe, &probe->consumer);
		allow_writing(probe);
	}
	WRITE_ONCE(probe->uprobe, NULL);
}

/**
 * probe_free() - give back what a probe owns
 * @probe: no longer armed, and without hits
 */
void probe_free(struct probe *probe)
{
	free_percpu(probe->ledger);
	plan_put(probe->plan);
	target_put(probe->target);
	kfree(probe);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ADD names, taken from user space and checked: a text, a file and places in it; and
 * probes made of them.
 */

#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "add.h"
#include "plan.h"
#include "refusal.h"
#include "session.h"
#include "target.h"

/* Return: the sites, for kvfree(), checked; or an ERR_PTR. */
static struct site *take_sites(struct uprobecap_add *add, const struct target *target,
			       struct refusal *refusal)
{
	const u64 __user *offsets = u64_to_user_ptr(add->offsets);
	const u64 __user *counters = u64_to_user_ptr(add->ref_ctr_offsets);
	struct site *sites;
	int err = 0;
	u32 n;

	if (!add->nr)
		return ERR_PTR(-EINVAL);
	if (add->nr > UPROBECAP_PROBES_MAX)
		return ERR_PTR(-E2BIG);
	sites = kvcalloc(add->nr, sizeof(*sites), GFP_KERNEL_ACCOUNT);
	if (!sites)
		return ERR_PTR(-ENOMEM);
	for (n = 0; n < add->nr && !err; n++) {
		add->error_site = n;
		if (get_user(sites[n].offset, &offsets[n]) ||
		    (counters && get_user(sites[n].ref_ctr_offset, &counters[n])))
			err = -EFAULT;
		else
			err = target_check_site(target, sites[n].offset, sites[n].ref_ctr_offset,
						refusal);
	}
	if (!err)
		return sites;
	kvfree(sites);
	return ERR_PTR(err);
}

static struct plan *take_plan(const struct uprobecap_add *add, unsigned int nr_calls,
			      struct refusal *refusal)
{
	/* Of a text that is too long as much as is needed to refuse it. */
	size_t size = min_t(size_t, add->spec_size, UPROBECAP_SPEC_MAX + 1);
	char *text = memdup_user_nul(u64_to_user_ptr(add->spec), size);
	struct plan *plan;

	if (IS_ERR(text))
		return ERR_CAST(text);
	if (strlen(text) == size)
		plan = plan_create(text, nr_calls, refusal);
	else
		plan = ERR_PTR(-EINVAL);
	kfree(text);
	if (IS_ERR(plan))
		return plan;
	plan->sample = add->sample;
	plan->limit = add->limit;
	return plan;
}

static struct target *take_target(int fd, struct refusal *refusal)
{
	struct file *file = fget(fd);

	if (!file)
		return ERR_PTR(-EBADF);
	if (!(file->f_mode & FMODE_READ)) {
		fput(file);
		return ERR_PTR(-EBADF);
	}
	return target_adopt(file, refusal);
}

static int add_sites(struct session *session, struct uprobecap_add *add, struct target *target,
		     struct plan *plan, struct refusal *refusal)
{
	struct site *sites = take_sites(add, target, refusal);
	int err;

	if (IS_ERR(sites))
		return PTR_ERR(sites);
	if (mutex_lock_killable(&session->lock)) {
		err = -ERESTARTSYS;
		goto free_sites;
	}
	err = session_add(session, target, plan, sites, add->nr);
	if (!err)
		add->id = session->last_id - add->nr + 1;
	mutex_unlock(&session->lock);
	/* Its reader has definitions to read. */
	if (!err)
		wake_up_interruptible(&session->rings.wait);
free_sites:
	kvfree(sites);
	return err;
}

/**
 * add_apply() - add the probes that a program asks for, not armed yet
 * @session: whose owner's lock is held, and not its own
 * @add: as the program has it; its @id and @error_site are the result
 * @refusal: what was refused, and why
 *
 * Return: 0 or an errno; see struct uprobecap_add.
 */
int add_apply(struct session *session, struct uprobecap_add *add, struct refusal *refusal)
{
	struct plan *plan = take_plan(add, session->nr_calls, refusal);
	struct target *target;
	int err;

	if (IS_ERR(plan))
		return PTR_ERR(plan);
	target = take_target(add->fd, refusal);
	if (IS_ERR(target)) {
		err = PTR_ERR(target);
		goto put_plan;
	}
	err = add_sites(session, add, target, plan, refusal);
	target_put(target);
put_plan:
	plan_put(plan);
	return err;
}

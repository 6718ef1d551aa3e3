// SPDX-License-Identifier: GPL-2.0-only
/*
 * Decides on one hit, before anything is fetched.
 */

#include <linux/cred.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "filter.h"

static bool pid_passes(const struct filter *filter)
{
	unsigned int n;

	for (n = 0; n < filter->nr_pids; n++)
		if (filter->pids[n] == current->tgid)
			return true;
	return !filter->nr_pids;
}

static bool uid_passes(const struct filter *filter)
{
	uid_t uid = __kuid_val(current_uid());
	unsigned int n;

	for (n = 0; n < filter->nr_uids; n++)
		if (filter->uids[n] == uid)
			return true;
	return !filter->nr_uids;
}

static bool comm_passes(const struct filter *filter)
{
	return !filter->comm[0] || !strncmp(filter->comm, current->comm, sizeof(filter->comm));
}

/**
 * filter_passes() - is the current task one whose hits are captured?
 * @filter: of the session
 */
bool filter_passes(const struct filter *filter)
{
	return pid_passes(filter) && uid_passes(filter) && comm_passes(filter);
}

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_FILTER_H
#define UPROBECAP_FILTER_H

#include <linux/types.h>

#include "uapi/uprobecap.h"

/**
 * struct filter - whose hits are captured
 * @pids: processes (tgid in the initial pid namespace); all when @nr_pids is 0
 * @uids: real users (in the initial user namespace); all when @nr_uids is 0
 * @comm: name of the thread; any when empty
 * @nr_pids: how many @pids there are
 * @nr_uids: how many @uids there are
 *
 * A hit has to satisfy all three.
 */
struct filter {
	pid_t pids[UPROBECAP_FILTER_MAX];
	uid_t uids[UPROBECAP_FILTER_MAX];
	char comm[UPROBECAP_COMM_SIZE];
	unsigned int nr_pids;
	unsigned int nr_uids;
};

bool filter_passes(const struct filter *filter);

#endif /* UPROBECAP_FILTER_H */

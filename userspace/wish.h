/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the command line of uprobecap trace, or record, asks for.
 */
#ifndef UPROBECAP_WISH_H
#define UPROBECAP_WISH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "command.h"
#include "uapi/uprobecap.h"

/**
 * struct wish - the command line, understood
 * @specs: the probes, as they were typed
 * @nr_specs: how many
 * @child: COMMAND and its arguments; NULL when there is none
 * @pids: whose hits are wanted
 * @nr_pids: how many; 0: of any process
 * @uids: whose hits are wanted
 * @nr_uids: how many; 0: of any user
 * @comm: name of the thread; "": any
 * @no_follow: without the children
 * @exact: probes stay at endbr64
 * @strict: a loss is an error
 * @json: print JSON
 * @path: of the recording; NULL when hits are printed
 * @count: so many hits; 0: all
 * @duration: for so many ns; 0: to the end
 */
struct wish {
	char **specs;
	size_t nr_specs;
	char **child;
	__u32 pids[UPROBECAP_FILTER_MAX];
	__u32 nr_pids;
	__u32 uids[UPROBECAP_FILTER_MAX];
	__u32 nr_uids;
	char comm[UPROBECAP_COMM_SIZE];
	bool no_follow;
	bool exact;
	bool strict;
	bool json;
	const char *path;
	uint64_t count;
	uint64_t duration;
};

int wish_parse(const struct command *command, int argc, char **argv, struct wish *wish,
	       struct error *error);

#endif /* UPROBECAP_WISH_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the command line of uprobecap trace, record or run asks for.
 */
#ifndef UPROBECAP_WISH_H
#define UPROBECAP_WISH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "binary/container.h"
#include "command/command.h"
#include "print/columns.h"
#include "target/target.h"
#include "uapi/uprobecap.h"

struct printer;

/**
 * struct wish - the command line, understood
 * @specs: the probes, as they were typed; of run, the recipe and its file
 * @nr_specs: how many
 * @child: COMMAND and its arguments; NULL when there is none
 * @pids: whose hits are wanted
 * @nr_pids: how many; 0: of any process
 * @uids: whose hits are wanted
 * @nr_uids: how many; 0: of any user
 * @comm: name of the thread; "": any
 * @cgroup: path of the folder that they are in, or below; NULL: any
 * @container_name: of the container that they are in, and that files are searched in;
 *	NULL: any, and none
 * @container: it, after wish_find_container()
 * @no_follow: without the children
 * @no_fault: no page is brought in to be read
 * @overwrite: the newest hits are kept, and shown when that is asked for
 * @count_only: hits are counted, not shown
 * @sample: of so many hits, one; 0: all
 * @limit: so many hits of each probe in a second; 0: all
 * @ring_kb: KiB of each CPU's ring; 0: as the module likes
 * @exact: probes stay at endbr64
 * @force: also where a probe harms the program
 * @strict: a loss is an error
 * @json: print JSON
 * @printer: of hits, where not JSON is asked for; NULL: as lines of text
 * @list: recipes are listed, not run
 * @hex: of run: bytes are printed as hex
 * @only: of run: the one value that the recipe's field for it shall have; NULL: any
 * @columns: of the lines of text
 * @path: of the recording; NULL when hits are printed
 * @max_size: of the recording, in bytes; 0: whatever it takes
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
	const char *cgroup;
	const char *container_name;
	struct container container;
	bool no_follow;
	bool no_fault;
	bool overwrite;
	bool count_only;
	__u32 sample;
	__u32 limit;
	__u32 ring_kb;
	bool exact;
	bool force;
	bool strict;
	bool json;
	const struct printer *printer;
	bool list;
	bool hex;
	const char *only;
	struct columns columns;
	const char *path;
	uint64_t max_size;
	uint64_t count;
	uint64_t duration;
};

#define WISH_RING_KB "a power of two from 4 to 1048576 (KiB for each CPU)"

bool wish_ring_kb(const char *text, __u32 *kb);
int wish_parse(const struct command *command, int argc, char **argv, struct wish *wish,
	       struct error *error);
int wish_find_container(struct wish *wish, struct error *error);
struct target_wish wish_of_target(const struct wish *wish);

#endif /* UPROBECAP_WISH_H */

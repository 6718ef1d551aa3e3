/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A run of a command under the module and under tracefs at once.
 */
#ifndef UPROBECAP_TRIAL_H
#define UPROBECAP_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "target/request.h"
#include "uapi/uprobecap.h"
#include "verify/comparison.h"
#include "verify/sightings.h"
#include "verify/tracefs.h"
#include "verify/tracefs_probe.h"

/**
 * struct trial_wish - what was asked for
 * @spec: the probe, as it was typed
 * @command: and its arguments
 * @ring_kb: KiB of each CPU's ring, and of its buffer in tracefs
 * @exact: the probe stays at endbr64
 * @force: also where a probe harms the program
 */
struct trial_wish {
	const char *spec;
	char **command;
	uint32_t ring_kb;
	bool exact;
	bool force;
};

enum trial_verdict {
	TRIAL_EQUAL,
	TRIAL_DIFFERENT,
	TRIAL_LOST, /* and what is missing cannot be compared */
};

/**
 * struct trial - the run
 * @wish: of the caller
 * @request: what the module is told
 * @probes: what tracefs is told, of each site
 * @tracefs: what we have added to it
 * @ours: hits as the module has told them
 * @theirs: as tracefs has
 * @ledger: sums of all sites
 * @unbalanced: of the ledger of some site
 * @profile: hits that uprobe_profile has counted, of any process
 * @recorded: in the trace, of any process
 * @lost: that the buffers of tracefs could not hold
 * @comparison: of @ours and @theirs
 * @code: exit code of the command
 */
struct trial {
	const struct trial_wish *wish;
	struct request request;
	struct tracefs_probe *probes;
	struct tracefs tracefs;
	struct sightings ours;
	struct sightings theirs;
	struct uprobecap_ledger ledger;
	bool unbalanced;
	uint64_t profile;
	uint64_t recorded;
	uint64_t lost;
	struct comparison comparison;
	int code;
};

int trial_run(struct trial *trial, const struct trial_wish *wish, struct error *error);
enum trial_verdict trial_judge(const struct trial *trial);
uint64_t trial_lost(const struct trial *trial);
void trial_free(struct trial *trial);

#endif /* UPROBECAP_TRIAL_H */

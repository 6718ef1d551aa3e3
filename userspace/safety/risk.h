/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What may go wrong with a probe at a site, and what to do about it.
 */
#ifndef UPROBECAP_RISK_H
#define UPROBECAP_RISK_H

#include <stdio.h>
#include <sys/types.h>

#include "safety/code.h"
#include "target/target.h"

/**
 * struct risk_site - what is to be probed
 * @target: with the site
 * @function: that it is in; NULL when none is known there
 * @code: what is there
 * @offset: where, in the file
 * @at_return: the return is wanted, too
 * @pid: of a process that shall be looked at; 0: of none
 * @release: of the kernel, as uname(2) says it
 */
struct risk_site {
	struct target *target;
	const struct function *function;
	const struct code_site *code;
	uint64_t offset;
	bool at_return;
	pid_t pid;
	const char *release;
};

size_t risk_print(FILE *out, const struct risk_site *site);

#endif /* UPROBECAP_RISK_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command behind "--": it is started, held until the probes are armed, and
 * its end is waited for.
 */
#ifndef UPROBECAP_CHILD_H
#define UPROBECAP_CHILD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/signalfd.h>
#include <sys/types.h>

#include "error.h"

/**
 * struct child - the process
 * @name: as it was typed
 * @pid: of it
 * @line: a socket: what it waits for, and where it says why it could not exec
 * @ended: it was reaped
 * @ended_at: CLOCK_MONOTONIC in ns, then
 * @code: then, what a shell would make of its end
 */
struct child {
	const char *name;
	pid_t pid;
	int line;
	bool ended;
	uint64_t ended_at;
	int code;
};

int child_start(struct child *child, char **argv, struct error *error);
int child_release(struct child *child, struct error *error);
void child_abandon(struct child *child);
bool child_has_ended(struct child *child);
void child_signal(const struct child *child, const struct signalfd_siginfo *signal);

#endif /* UPROBECAP_CHILD_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What uprobecap trace, record and run have in common: all but where the hits
 * go.
 */
#ifndef UPROBECAP_TRACING_H
#define UPROBECAP_TRACING_H

#include "command/command.h"
#include "command/wish.h"
#include "target/requests.h"

#define TRACING_OPTIONS                                                                \
	"[-p PID]... [-u UID]... [-c COMM] [--no-follow] [--exact] [--force] "         \
	"[--cgroup FOLDER] [--container NAME] [--sample N] [--limit N] [--ring-kb N] " \
	"[--no-fault] [--overwrite] [--strict] [-n COUNT] [--duration TIME] "          \
	"[-- COMMAND [ARG...]]"

extern const char tracing_help[];

int tracing_capture(struct wish *wish, struct requests *requests, struct error *error);
int tracing_run(const struct command *command, int argc, char **argv, struct error *error);

#endif /* UPROBECAP_TRACING_H */

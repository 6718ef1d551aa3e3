/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a probe would break the program.
 */
#ifndef UPROBECAP_HARM_H
#define UPROBECAP_HARM_H

#include <stdbool.h>
#include <sys/types.h>

#include "error.h"
#include "target/target.h"

int harm_check(struct target *target, bool at_return, struct error *error);
int harm_check_process(pid_t pid, const char *release, struct error *error);

#endif /* UPROBECAP_HARM_H */

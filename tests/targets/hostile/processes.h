/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_PROCESSES_H
#define HOSTILE_PROCESSES_H

#include "actor.h"

void processes_make(const char *path);

act_function fork_process, run_program, kill_process;

#endif /* HOSTILE_PROCESSES_H */

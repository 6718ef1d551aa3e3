/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_REQUESTS_H
#define HOSTILE_REQUESTS_H

#include "actor.h"

void requests_make(char **offsets, unsigned int nr);

act_function config, add, enable, disable, remove_probes, ledgers, list, info, hold, noise;

#endif /* HOSTILE_REQUESTS_H */

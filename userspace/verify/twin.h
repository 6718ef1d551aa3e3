/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hit of the module as tracefs prints its own.
 */
#ifndef UPROBECAP_TWIN_H
#define UPROBECAP_TWIN_H

#include <stdio.h>

#include "stream/probe.h"

void twin_put(FILE *out, const struct probe *probe, const struct uprobecap_hit *hit,
	      uint64_t left_out);

#endif /* UPROBECAP_TWIN_H */

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_FILTER_H
#define UPROBECAP_FILTER_H

#include <linux/ptrace.h>
#include <linux/types.h>

struct fetch_output;
struct plan;

bool filter_asks_registers(const struct plan *plan);
bool filter_passes(const struct plan *plan, struct pt_regs *regs, const struct fetch_output *out,
		   u64 latency);

#endif /* UPROBECAP_FILTER_H */

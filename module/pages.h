/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_PAGES_H
#define UPROBECAP_PAGES_H

#include <linux/ptrace.h>

#include "fetch_list.h"

struct call;
struct probe;

void pages_bring_in(const struct fetch_list *list, const struct probe *probe, struct pt_regs *regs,
		    const struct call *call);

#endif /* UPROBECAP_PAGES_H */

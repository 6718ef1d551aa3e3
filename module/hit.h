/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_HIT_H
#define UPROBECAP_HIT_H

#include <linux/types.h>

struct plan;
struct uprobe_consumer;

void hit_prepare(struct uprobe_consumer *consumer, const struct plan *plan, bool count_only);

#endif /* UPROBECAP_HIT_H */

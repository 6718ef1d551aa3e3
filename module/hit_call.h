/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_HIT_CALL_H
#define UPROBECAP_HIT_CALL_H

struct uprobe_consumer;

void hit_call_prepare(struct uprobe_consumer *consumer);

#endif /* UPROBECAP_HIT_CALL_H */

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_FOLLOW_H
#define UPROBECAP_FOLLOW_H

#include <linux/types.h>

struct scope;

int follow_begin(struct scope *scope, bool children);
int follow_process(struct scope *scope, pid_t number);
void follow_end(struct scope *scope);

#endif /* UPROBECAP_FOLLOW_H */

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_FOLLOW_H
#define UPROBECAP_FOLLOW_H

struct scope;

int follow_begin(struct scope *scope);
void follow_end(struct scope *scope);

#endif /* UPROBECAP_FOLLOW_H */

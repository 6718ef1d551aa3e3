/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_ADD_H
#define UPROBECAP_ADD_H

#include "uapi/uprobecap.h"

struct refusal;
struct session;

int add_apply(struct session *session, struct uprobecap_add *add, struct refusal *refusal);

#endif /* UPROBECAP_ADD_H */

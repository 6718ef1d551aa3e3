/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_CONFIG_H
#define UPROBECAP_CONFIG_H

#include "uapi/uprobecap.h"

struct client;

int config_apply(struct client *client, struct uprobecap_config *config);

#endif /* UPROBECAP_CONFIG_H */

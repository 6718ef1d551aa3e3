/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A session: the probes of one descriptor of the device.
 */
#ifndef UPROBECAP_SESSION_H
#define UPROBECAP_SESSION_H

#include "error.h"
#include "target/request.h"
#include "uapi/uprobecap.h"

/**
 * struct session_share - of many hits, those that are wanted
 * @sample: of so many, one; 0: all
 * @limit: so many of each probe in a second; 0: all
 */
struct session_share {
	uint32_t sample;
	uint32_t limit;
};

int session_open(struct error *error);
int session_configure(int device, struct uprobecap_config *config, struct error *error);
int session_add(int device, struct request *request, const struct session_share *share,
		struct error *error);
int session_enable(int device, struct request *request, struct error *error);
int session_disable(int device, struct error *error);
int session_hold(int device, bool hold, struct error *error);
int session_list(int device, struct error *error);

#endif /* UPROBECAP_SESSION_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a program asks of its session.
 */
#ifndef TESTS_SESSION_H
#define TESTS_SESSION_H

#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>

#include "../../module/uapi/uprobecap.h"

/* Adds a probe at one site. */
static inline int session_add(int device, int target, __u64 site, const char *spec)
{
	struct uprobecap_add probe = {
		.size = sizeof(probe),
		.fd = target,
		.nr = 1,
		.offsets = (uintptr_t)&site,
		.spec = (uintptr_t)spec,
		.spec_size = strlen(spec),
	};

	return ioctl(device, UPROBECAP_ADD, &probe);
}

/* Asks for ENABLE, DISABLE or REMOVE of all probes. */
static inline int session_change(int device, unsigned long request)
{
	struct uprobecap_range all = { .size = sizeof(all) };

	return ioctl(device, request, &all);
}

/* Reads the ledger of the first probe. */
static inline int session_ledger(int device, struct uprobecap_ledger *ledger)
{
	struct uprobecap_ledgers request = {
		.size = sizeof(request),
		.nr = 1,
		.ledgers = (uintptr_t)ledger,
	};

	return ioctl(device, UPROBECAP_LEDGERS, &request);
}

#endif /* TESTS_SESSION_H */

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

/* Adds a probe at each of some sites. */
static inline int session_add_all(int device, int target, const __u64 *sites, __u32 nr,
				  const char *spec)
{
	struct uprobecap_add probe = {
		.size = sizeof(probe),
		.fd = target,
		.nr = nr,
		.offsets = (uintptr_t)sites,
		.spec = (uintptr_t)spec,
		.spec_size = strlen(spec),
	};

	return ioctl(device, UPROBECAP_ADD, &probe);
}

static inline int session_add(int device, int target, __u64 site, const char *spec)
{
	return session_add_all(device, target, &site, 1, spec);
}

/* Asks for ENABLE, DISABLE or REMOVE of all probes. */
static inline int session_change(int device, unsigned long request)
{
	struct uprobecap_range all = { .size = sizeof(all) };

	return ioctl(device, request, &all);
}

/* Reads up to so many ledgers. Return: how many there were; -1 is an error. */
static inline int session_ledgers(int device, struct uprobecap_ledger *ledgers, __u32 nr)
{
	struct uprobecap_ledgers request = {
		.size = sizeof(request),
		.nr = nr,
		.ledgers = (uintptr_t)ledgers,
	};

	return ioctl(device, UPROBECAP_LEDGERS, &request) ? -1 : (int)request.nr;
}

/* Reads the ledger of the first probe. */
static inline int session_ledger(int device, struct uprobecap_ledger *ledger)
{
	return session_ledgers(device, ledger, 1) == 1 ? 0 : -1;
}

#endif /* TESTS_SESSION_H */

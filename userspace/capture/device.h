/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /dev/uprobecap.
 */
#ifndef UPROBECAP_DEVICE_H
#define UPROBECAP_DEVICE_H

#include <stddef.h>
#include <sys/types.h>

#include "error.h"

#define DEVICE_INSMOD \
	"insmod uprobecap.ko filename=/usr/bin/bash offset=$(uprobecap offset /usr/bin/bash:readline)"
#define DEVICE_LOAD DEVICE_INSMOD " (or modprobe uprobecap, with the same parameters)"

/**
 * struct device_holder - a process that has the device open
 * @pid: of it
 * @comm: its name
 */
struct device_holder {
	pid_t pid;
	char comm[64];
};

int device_open(int access, const char *load, struct error *error);
int device_explain(int reason, struct error *error);
size_t device_find_holders(struct device_holder *holder);

#endif /* UPROBECAP_DEVICE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A file that records are written to, as they came out of the device.
 */
#ifndef UPROBECAP_RECORDING_H
#define UPROBECAP_RECORDING_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"

/**
 * struct recording - the file
 * @path: of it
 * @fd: its descriptor
 * @bytes: that were written
 */
struct recording {
	const char *path;
	int fd;
	uint64_t bytes;
};

int recording_open(struct recording *recording, const char *path, struct error *error);
int recording_write(struct recording *recording, const void *bytes, size_t size,
		    struct error *error);
int recording_close(struct recording *recording, struct error *error);

#endif /* UPROBECAP_RECORDING_H */

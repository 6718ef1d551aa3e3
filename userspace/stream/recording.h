/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A file that records are written to: as they came out of the device, or as an
 * archive.
 */
#ifndef UPROBECAP_RECORDING_H
#define UPROBECAP_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct archive;
struct probe_names;

/**
 * struct recording - the file
 * @path: of it
 * @fd: its descriptor
 * @bytes: that were written
 * @file_bytes: of them, those in the file that is open
 * @names: of probes, which an archive tells; NULL when nobody gives any
 * @archive: how it is written; NULL when it is the plain stream
 */
struct recording {
	const char *path;
	int fd;
	uint64_t bytes;
	uint64_t file_bytes;
	const struct probe_names *names;
	struct archive *archive;
};

int recording_open(struct recording *recording, const char *path, struct error *error);
int recording_open_archive(struct recording *recording, const char *path, uint64_t max_size,
			   struct error *error);
int recording_write(struct recording *recording, const void *bytes, size_t size,
		    struct error *error);
int recording_append(struct recording *recording, const void *bytes, size_t size,
		     struct error *error);
int recording_rotate(struct recording *recording, struct error *error);
int recording_flush(struct recording *recording, struct error *error);
int recording_close(struct recording *recording, struct error *error);

#endif /* UPROBECAP_RECORDING_H */

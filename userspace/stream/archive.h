/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How uprobecap record writes a recording: in frames, with notes, and if that is
 * asked for, not more than so many bytes.
 */
#ifndef UPROBECAP_ARCHIVE_H
#define UPROBECAP_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct archive;
struct recording;

struct archive *archive_create(uint64_t max_size);
void archive_destroy(struct archive *archive);
int archive_put(struct archive *archive, struct recording *recording, const void *bytes,
		size_t size, struct error *error);
int archive_flush(struct archive *archive, struct recording *recording, struct error *error);

#endif /* UPROBECAP_ARCHIVE_H */

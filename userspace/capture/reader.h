/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a file descriptor to the printer.
 */
#ifndef UPROBECAP_READER_H
#define UPROBECAP_READER_H

#include <stdio.h>
#include <sys/types.h>

#include "binary/site.h"
#include "error.h"
#include "print/printer.h"
#include "stream/recording.h"
#include "stream/selection.h"
#include "stream/stream.h"

#define READER_BUFFER (256 * 1024)

/**
 * struct reader - reads a stream
 * @stream: what is known of it
 * @printer: how it is shown; NULL to follow it only
 * @out: where to
 * @recording: where it is recorded; NULL when it is not
 * @selection: which hits are shown; NULL for all
 * @limit: so many hits are shown or recorded, and no more; 0: all
 * @shown: how many were
 * @site_file: that the last probe is in
 * @names: of probes, asked before @site_file; NULL when nobody gives any
 * @filled: bytes in @buffer: that were read and are not shown yet
 */
struct reader {
	struct stream stream;
	const struct printer *printer;
	FILE *out;
	struct recording *recording;
	struct selection *selection;
	uint64_t limit;
	uint64_t shown;
	struct site_file site_file;
	const struct probe_names *names;
	size_t filled;
	uint64_t buffer[READER_BUFFER / sizeof(uint64_t)];
};

struct reader *reader_create(const char *name, const struct printer *printer, FILE *out);
void reader_destroy(struct reader *reader);
void *reader_room(struct reader *reader, size_t *size);
ssize_t reader_fill(struct reader *reader, int fd);
ssize_t reader_take(struct reader *reader, const void *from, size_t size, struct error *error);
int reader_show(struct reader *reader, struct error *error);
int reader_finish(struct reader *reader, struct error *error);
void reader_show_ledgers(struct reader *reader, const struct printer *printer, FILE *out);
const char *reader_name(struct reader *reader, struct probe *probe);

#endif /* UPROBECAP_READER_H */

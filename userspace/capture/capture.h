/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A capture that runs: from the device to the printer or the recording, until
 * somebody or something ends it.
 */
#ifndef UPROBECAP_CAPTURE_H
#define UPROBECAP_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "capture/child.h"
#include "capture/progress.h"
#include "capture/reader.h"
#include "capture/rings.h"
#include "error.h"

/**
 * struct capture - a capture
 * @printer: of hits; NULL when they go to @path
 * @path: of the recording; NULL when there is none
 * @is_archive: it is one of frames and notes, not the plain stream
 * @max_size: of such a recording, in bytes; 0: whatever it takes
 * @count: so many hits are wanted; 0: all
 * @duration: it ends by itself after so many ns; 0: it does not
 * @strict: a loss is an error
 * @device: descriptor of the device; of the caller, as all above
 * @is_session: the probes are this descriptor's own, and are disarmed at the end; its
 *	hits are read in @rings
 * @names: how probes are called; NULL when only their files say so
 * @overwrites: its rings keep the newest hits, which are read at the end and at SIGUSR1,
 *	with read(2)
 * @child: the command whose end is the capture's; NULL when there is none
 * @reader: of @device
 * @rings: of @device, mapped
 * @recording: written to @path
 * @progress: what a terminal is told of it
 * @signals: a signalfd
 * @held: rings that overwrite do not, for they are read
 * @deadline: CLOCK_MONOTONIC when @duration is over; 0: never
 * @more: the last read found something, so there may be more
 * @stopped: CLOCK_MONOTONIC when it was to stop; 0 until then
 * @unheard: who reads what is printed has gone
 */
struct capture {
	const struct printer *printer;
	const char *path;
	bool is_archive;
	uint64_t max_size;
	uint64_t count;
	uint64_t duration;
	bool strict;
	int device;
	bool is_session;
	bool overwrites;
	struct child *child;
	const struct probe_names *names;
	struct reader *reader;
	struct rings rings;
	struct recording recording;
	struct progress progress;
	int signals;
	bool held;
	uint64_t deadline;
	bool more;
	uint64_t stopped;
	bool unheard;
};

int capture_all(struct capture *capture, struct error *error);

#endif /* UPROBECAP_CAPTURE_H */

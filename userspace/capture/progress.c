// SPDX-License-Identifier: GPL-2.0-only
/*
 * How far a recording is: one line on stderr that is written anew each second, and
 * only if that is a terminal.
 */

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "capture/progress.h"

#define NSEC_PER_SEC 1000000000ull

/* To the beginning of the line, and nothing right of there. */
#define CLEAR_LINE "\r\033[K"

/**
 * progress_begin() - the recording begins
 * @progress: to be filled
 * @name: of the recording; must live as long as @progress
 * @now: CLOCK_MONOTONIC
 */
void progress_begin(struct progress *progress, const char *name, uint64_t now)
{
	progress->name = name;
	progress->begun = now;
	progress->due = isatty(STDERR_FILENO) ? now + NSEC_PER_SEC : UINT64_MAX;
}

/**
 * progress_show() - if it is due
 * @progress: begun, or with @due UINT64_MAX
 * @hits: that were recorded
 * @bytes: that were written
 * @now: CLOCK_MONOTONIC
 */
void progress_show(struct progress *progress, uint64_t hits, uint64_t bytes, uint64_t now)
{
	uint64_t seconds = (now - progress->begun) / NSEC_PER_SEC;

	if (now < progress->due)
		return;
	fprintf(stderr, CLEAR_LINE "%s: %" PRIu64 " hits, %" PRIu64 " KiB, %" PRIu64 " s",
		progress->name, hits, bytes / 1024, seconds);
	progress->due = now + NSEC_PER_SEC;
}

/**
 * progress_end() - give the line back
 * @progress: not shown any more
 */
void progress_end(struct progress *progress)
{
	if (progress->due != UINT64_MAX)
		fputs(CLEAR_LINE, stderr);
	progress->due = UINT64_MAX;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What tracefs has counted: hits, and those that its buffers could not hold.
 */

#include <glob.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "verify/tracefs.h"

static bool has_event(const struct tracefs *tracefs, const char *name)
{
	size_t n;

	for (n = 0; n < tracefs->nr_events; n++)
		if (!strcmp(tracefs->events[n], name))
			return true;
	return false;
}

/**
 * tracefs_profile() - hits that uprobe_profile has counted, of any process
 * @tracefs: with events
 */
uint64_t tracefs_profile(const struct tracefs *tracefs)
{
	char path[PATH_MAX], line[PATH_MAX + 256], name[64];
	uint64_t hits, sum = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/uprobe_profile", tracefs->root);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%*s %63s %" SCNu64, name, &hits) == 2 && has_event(tracefs, name))
			sum += hits;
	if (file)
		fclose(file);
	return sum;
}

static uint64_t lost_of_cpu(const char *path)
{
	static const char * const losses[] = {
		"overrun: ",
		"commit overrun: ",
		"dropped events: ",
	};
	FILE *file = fopen(path, "re");
	uint64_t lost = 0;
	char line[256];
	size_t n;

	while (file && fgets(line, sizeof(line), file))
		for (n = 0; n < ARRAY_SIZE(losses); n++)
			if (!strncmp(line, losses[n], strlen(losses[n])))
				lost += strtoull(line + strlen(losses[n]), NULL, 10);
	if (file)
		fclose(file);
	return lost;
}

/**
 * tracefs_lost() - what the buffers could not hold
 * @tracefs: begun
 */
uint64_t tracefs_lost(const struct tracefs *tracefs)
{
	char pattern[PATH_MAX];
	uint64_t lost = 0;
	glob_t found;
	size_t n;

	snprintf(pattern, sizeof(pattern), "%s/per_cpu/cpu*/stats", tracefs->instance);
	if (!glob(pattern, 0, NULL, &found)) {
		for (n = 0; n < found.gl_pathc; n++)
			lost += lost_of_cpu(found.gl_pathv[n]);
		globfree(&found);
	}
	return lost;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A place in a file -> the name that people know it by. The recording may be
 * from another machine or from before an upgrade: a wrong name is worse than
 * none.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "elf.h"
#include "error.h"
#include "place.h"
#include "site.h"

#define NSEC_PER_SEC 1000000000ull

static bool is_unchanged(const struct stat *status, const struct uprobecap_probe *definition,
			 uint64_t recorded_at)
{
	uint64_t changed = status->st_ctim.tv_sec * NSEC_PER_SEC + status->st_ctim.tv_nsec;

	return major(status->st_dev) == definition->dev_major &&
	       minor(status->st_dev) == definition->dev_minor &&
	       status->st_ino == definition->inode && changed < recorded_at;
}

static bool is_same_file(const struct elf_file *file, const struct stat *status,
			 const struct uprobecap_probe *definition, uint64_t recorded_at)
{
	const void *id;
	size_t size = elf_build_id(file, &id);

	if (size != definition->build_id_size)
		return false;
	return size ? !memcmp(id, definition->build_id, size) :
		      is_unchanged(status, definition, recorded_at);
}

static char *name_by_number(const char *path, uint64_t offset)
{
	const char *slash = strrchr(path, '/');
	char *name = NULL;

	if (asprintf(&name, "%s+0x%llx", slash ? slash + 1 : path, (unsigned long long)offset) < 0)
		name = NULL;
	return need_memory(name);
}

/**
 * site_name() - how a probe is shown
 * @definition: of the probe
 * @path: of its target
 * @recorded_at: when its stream began, in ns since 1970
 *
 * Return: the function's name if @path is still the file that was probed, or
 * the file's name and the offset; for free().
 */
char *site_name(const struct uprobecap_probe *definition, const char *path, uint64_t recorded_at)
{
	struct elf_file file;
	struct error error;
	struct stat status;
	char *name = NULL;

	/* Nothing but a plain file is opened: the path is whatever a recording says. */
	if (path[0] == '/' && !stat(path, &status) && S_ISREG(status.st_mode) &&
	    !elf_open(&file, path, &error)) {
		if (is_same_file(&file, &status, definition, recorded_at))
			name = place_name(&file, definition->offset);
		elf_close(&file);
	}
	return name ? name : name_by_number(path, definition->offset);
}

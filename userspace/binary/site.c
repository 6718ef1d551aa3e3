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

#include "binary/elf.h"
#include "binary/place.h"
#include "binary/site.h"
#include "error.h"

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

/* Probes come by thousands, and most are of one file. */
static bool is_last(const struct site_file *last, const struct uprobecap_probe *definition,
		    const char *path)
{
	const struct uprobecap_probe *other = &last->definition;

	return last->path && !strcmp(last->path, path) && other->inode == definition->inode &&
	       other->dev_major == definition->dev_major &&
	       other->dev_minor == definition->dev_minor &&
	       other->build_id_size == definition->build_id_size &&
	       !memcmp(other->build_id, definition->build_id, sizeof(other->build_id));
}

static void ask_for(struct site_file *last, const struct uprobecap_probe *definition,
		    const char *path, uint64_t recorded_at)
{
	struct error error;
	struct stat status;

	site_forget(last);
	last->path = need_memory(strdup(path));
	last->definition = *definition;
	/* Nothing but a plain file is opened: the path is whatever a recording says. */
	if (path[0] != '/' || stat(path, &status) || !S_ISREG(status.st_mode) ||
	    elf_open(&last->file, last->path, &error))
		return;
	last->is_same = is_same_file(&last->file, &status, definition, recorded_at);
	if (!last->is_same)
		elf_close(&last->file);
}

/**
 * site_name() - how a probe is shown
 * @last: zeroed before the first probe of a stream
 * @definition: of the probe
 * @path: of its target
 * @recorded_at: when its stream began, in ns since 1970
 *
 * Return: the function's name if @path is still the file that was probed, or
 * the file's name and the offset; for free().
 */
char *site_name(struct site_file *last, const struct uprobecap_probe *definition, const char *path,
		uint64_t recorded_at)
{
	char *name = NULL;

	if (!is_last(last, definition, path))
		ask_for(last, definition, path, recorded_at);
	if (last->is_same)
		name = place_name(&last->file, definition->offset);
	return name ? name : name_by_number(path, definition->offset);
}

/**
 * site_forget() - give back what site_name() took
 * @last: as before the first probe, behind this
 */
void site_forget(struct site_file *last)
{
	if (last->is_same)
		elf_close(&last->file);
	free(last->path);
	*last = (struct site_file){ 0 };
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A name without a folder -> the file that the system would run or load. A
 * program is searched in the folders of PATH, as the shell does; a library where
 * the dynamic linker looks.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "binary/library.h"
#include "binary/search.h"

static bool is_program(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISREG(status.st_mode) && !access(path, X_OK);
}

static char *join(const char *folder, size_t length, const char *name)
{
	char *path = NULL;

	if (asprintf(&path, "%.*s/%s", (int)length, folder, name) < 0)
		path = NULL;
	return need_memory(path);
}

/**
 * search_program() - as the shell finds it
 * @name: of a command, or a path
 *
 * Return: its path, for free(); NULL when there is none.
 */
char *search_program(const char *name)
{
	const char *folder = getenv("PATH");
	char *path;
	size_t length;

	if (strchr(name, '/'))
		return need_memory(strdup(name));
	for (; folder && *name; folder = folder[length] ? folder + length + 1 : NULL) {
		length = strcspn(folder, ":");
		path = length ? join(folder, length, name) : join(".", 1, name);
		if (is_program(path))
			return path;
		free(path);
	}
	return NULL;
}

/**
 * search_file() - a program or library
 * @name: its path, or a name that is searched when it has no '/'
 * @error: why there is none
 *
 * Return: the path, for free(); or NULL.
 */
char *search_file(const char *name, struct error *error)
{
	char *path = search_program(name);

	if (!path)
		path = library_find(name);
	if (!path && library_find_short(name, &path, error))
		return NULL;
	if (path)
		return path;
	error_what(error, EXIT_NO_TARGET, "there is no program or library %s", name);
	error_why(
		error,
		"no folder of PATH has it, nor is it a soname that ldconfig -p shows, or the beginning of one");
	error_remedy(error,
		     "give a path (./%s for a file that is here), or see: ldconfig -p | grep %s",
		     name, name);
	return NULL;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is installed beside the program: PREFIX/bin, PREFIX/share.
 */

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "share.h"

/**
 * share_path() - where a file, or a folder, of ours is
 * @name: below PREFIX/share/uprobecap
 *
 * Return: its path, for free().
 */
char *share_path(const char *name)
{
	char program[PATH_MAX] = "/";
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *path;

	program[length < 0 ? 1 : length] = '\0';
	*strrchr(program, '/') = '\0';
	if (asprintf(&path, "%s/../share/uprobecap/%s", program, name) < 0)
		path = NULL;
	return need_memory(path);
}

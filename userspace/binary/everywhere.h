/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All files of a library.
 */
#ifndef UPROBECAP_EVERYWHERE_H
#define UPROBECAP_EVERYWHERE_H

#include <stddef.h>
#include <sys/types.h>

#include "binary/container.h"
#include "error.h"

/**
 * struct everywhere_file - a file of the library
 * @path: leads to it from here
 * @fd: open as a process has it; -1 when @path is its own
 * @device: of the file, and
 * @inode: tell whether two are the same
 */
struct everywhere_file {
	char *path;
	int fd;
	dev_t device;
	ino_t inode;
};

/**
 * struct everywhere - all of them
 * @nr: how many
 * @file: each once
 */
struct everywhere {
	size_t nr;
	struct everywhere_file *file;
};

int everywhere_find(struct everywhere *everywhere, const struct container *container,
		    const char *name, struct error *error);
void everywhere_free(struct everywhere *everywhere);

#endif /* UPROBECAP_EVERYWHERE_H */

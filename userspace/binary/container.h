/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A container by its name: the processes that are in it, and the files that they see.
 */
#ifndef UPROBECAP_CONTAINER_H
#define UPROBECAP_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "error.h"

/**
 * struct container - a folder of cgroup2, and who is in it
 * @folder: its path
 * @nr: how many processes are in it, or below; at least one
 * @pids: of each, in rising order
 */
struct container {
	char *folder;
	size_t nr;
	pid_t *pids;
};

bool container_is_called(const char *folder, const char *name);
int container_find(struct container *container, const char *name, struct error *error);
int container_file(const struct container *container, const char *path, struct error *error);
void container_free(struct container *container);

#endif /* UPROBECAP_CONTAINER_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A file of code as it is typed -> where it is.
 */
#ifndef UPROBECAP_BINARY_H
#define UPROBECAP_BINARY_H

#include <stddef.h>

#include "binary/container.h"
#include "binary/elf.h"
#include "error.h"

/* Of what we have open already: the path of our descriptor begins so. */
#define BINARY_OPEN "/proc/self/fd/"

/**
 * struct binary_file - a file that may be meant
 * @path: how it is shown
 * @link: what is opened
 * @held: a descriptor that @link leads to; -1 when it is none
 */
struct binary_file {
	char *path;
	char *link;
	int held;
};

/**
 * struct binary - those that may be meant
 * @nr: 1, or all that a process has mapped
 * @file: its program first
 */
struct binary {
	size_t nr;
	struct binary_file *file;
};

int binary_find(struct binary *binary, const char *name, struct error *error);
int binary_find_in(struct binary *binary, const struct container *container, const char *name,
		   struct error *error);
int binary_open(const struct binary *binary, size_t n, struct elf_file *file, struct error *error);
void binary_free(struct binary *binary);

#endif /* UPROBECAP_BINARY_H */

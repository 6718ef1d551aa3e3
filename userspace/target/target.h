/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a probe shall be: a file, and the sites in it.
 */
#ifndef UPROBECAP_TARGET_H
#define UPROBECAP_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "binary/container.h"
#include "binary/elf.h"
#include "target/usdt.h"

/**
 * struct target - the file and its sites
 * @path: of the file
 * @file: open
 * @nr: how many sites there are
 * @offset: of each
 * @ref_ctr_offset: of the reference counter of each, 0 for none; NULL when none has one
 * @usdt: each, of a USDT probe; NULL when they are none
 */
struct target {
	char *path;
	struct elf_file file;
	size_t nr;
	uint64_t *offset;
	uint64_t *ref_ctr_offset;
	struct usdt *usdt;
};

/**
 * struct target_wish - how a site is chosen
 * @at_return: of a function's return, or of all of a call
 * @exact: just where the name says
 * @force: also where a probe harms the program
 * @container: where files are searched; NULL: here
 */
struct target_wish {
	bool at_return;
	bool exact;
	bool force;
	const struct container *container;
};

char *target_find_colon(char *text);
int target_open(struct target *target, const char *text, const struct target_wish *wish,
		struct error *error);
char *target_site_name(struct target *target, size_t index);
void target_close(struct target *target);

#endif /* UPROBECAP_TARGET_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A place in a file -> the name that people know it by.
 */
#ifndef UPROBECAP_SITE_H
#define UPROBECAP_SITE_H

#include <stdbool.h>
#include <stdint.h>

#include "binary/elf.h"
#include "uapi/uprobecap.h"

/**
 * struct site_file - the file that was asked for last
 * @path: of it; NULL when there was none
 * @definition: of the probe that it was asked for
 * @is_same: it is open, and what was probed
 * @file: it
 */
struct site_file {
	char *path;
	struct uprobecap_probe definition;
	bool is_same;
	struct elf_file file;
};

char *site_name(struct site_file *last, const struct uprobecap_probe *definition, const char *path,
		uint64_t recorded_at);
void site_forget(struct site_file *last);

#endif /* UPROBECAP_SITE_H */

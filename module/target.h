/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_TARGET_H
#define UPROBECAP_TARGET_H

#include <linux/fs.h>
#include <linux/kref.h>

#include "elf.h"

struct refusal;

/**
 * struct target - a file that carries probes
 * @refs: one for each probe, and one for who opened it
 * @file: holds the file and its mount, so that nobody unmounts it under a probe
 * @inode: the real one, behind an overlay
 * @path: as it was given, or as the one who gave its descriptor sees it
 * @image: the file as ELF
 */
struct target {
	struct kref refs;
	struct file *file;
	struct inode *inode;
	char *path;
	struct elf_image image;
};

/**
 * struct target_page - a page of a target that is mapped
 * @target: the file; NULL: none is mapped
 * @offset: of the page in it
 * @address: where it is
 */
struct target_page {
	struct target *target;
	u64 offset;
	unsigned long address;
};

struct target *target_open(const char *path, struct refusal *refusal);
struct target *target_adopt(struct file *file, struct refusal *refusal);
struct target *target_get(struct target *target);
void target_put(struct target *target);
int target_check_site(const struct target *target, u64 offset, u64 ref_ctr_offset,
		      struct refusal *refusal);
int target_page_move(struct target_page *page, struct target *target, u64 offset);
void target_page_unmap(struct target_page *page);

#endif /* UPROBECAP_TARGET_H */

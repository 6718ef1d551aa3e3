/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_ELF_H
#define UPROBECAP_ELF_H

#include <linux/fs.h>

#include "uapi/uprobecap.h"

/**
 * struct elf_segment - a program header, of either class
 * @type: PT_...
 * @flags: PF_...
 * @offset: of its bytes in the file
 * @size: how many bytes the file has of it
 */
struct elf_segment {
	u32 type;
	u32 flags;
	u64 offset;
	u64 size;
};

/**
 * struct elf_image - what a probe needs to know of an ELF file
 * @nr: how many of @segment there are
 * @build_id_size: bytes of @build_id; 0 when it has none
 */
struct elf_image {
	unsigned int nr;
	u32 build_id_size;
	u8 build_id[UPROBECAP_BUILD_ID_MAX];
	struct elf_segment segment[UPROBECAP_SEGMENTS_MAX];
};

int elf_read(struct file *file, struct elf_image *image);
const struct elf_segment *elf_loaded_segment(const struct elf_image *image, u64 offset);

#endif /* UPROBECAP_ELF_H */

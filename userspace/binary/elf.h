/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Programs and libraries: what of the file is loaded where.
 */
#ifndef UPROBECAP_USERSPACE_ELF_H
#define UPROBECAP_USERSPACE_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gelf.h>

#include "error.h"

struct debug;
struct functions;

/**
 * struct elf_file - an open program or library
 * @path: as it was given
 * @fd: of the file
 * @elf: libelf's handle
 * @segments: number of program headers
 * @functions: by address, once symbols_at() was asked; NULL until then
 * @debug: debug information, once it was asked for; NULL until then
 */
struct elf_file {
	const char *path;
	int fd;
	Elf *elf;
	size_t segments;
	struct functions *functions;
	struct debug *debug;
};

int elf_open_as(struct elf_file *file, const char *link, const char *path, struct error *error);
int elf_open(struct elf_file *file, const char *path, struct error *error);
void elf_close(struct elf_file *file);
bool elf_offset_of(const struct elf_file *file, uint64_t address, uint64_t *offset);
bool elf_data_offset_of(const struct elf_file *file, uint64_t address, uint64_t *offset);
const char *elf_soname(const struct elf_file *file);
size_t elf_find_section(const struct elf_file *file, const char *wanted);
bool elf_is_code(const struct elf_file *file, uint64_t address);
bool elf_address_of(const struct elf_file *file, uint64_t offset, uint64_t *address);
size_t elf_build_id(const struct elf_file *file, const void **id);

#endif /* UPROBECAP_USERSPACE_ELF_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The functions of a program or library: .symtab, then .dynsym.
 */
#ifndef UPROBECAP_SYMBOLS_H
#define UPROBECAP_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "elf.h"

/**
 * struct function - a function that can be probed
 * @name: valid until elf_close()
 * @offset: of its first instruction in the file
 * @size: its bytes; 0 when the file does not say
 */
struct function {
	const char *name;
	uint64_t offset;
	uint64_t size;
};

int symbols_find(const struct elf_file *file, const char *name, struct function *function,
		 struct error *error);
bool symbols_at(struct elf_file *file, uint64_t offset, struct function *function);

#endif /* UPROBECAP_SYMBOLS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Debug information of a file, wherever it is kept.
 */
#ifndef UPROBECAP_DEBUG_H
#define UPROBECAP_DEBUG_H

#include <stdbool.h>
#include <stdint.h>

#include <elfutils/libdw.h>

#include "binary/elf.h"

/**
 * struct debug_symbols - the symbol table that was stripped from a file
 * @elf: libelf's handle of the file that has it, until elf_close()
 * @bias: to be added to its addresses
 */
struct debug_symbols {
	Elf *elf;
	uint64_t bias;
};

bool debug_symbols(struct elf_file *file, struct debug_symbols *symbols);
/**
 * struct debug_function - a function, as debug information has it
 * @die: libdw's handle, until elf_close()
 */
struct debug_function {
	Dwarf_Die die;
};

/**
 * struct debug_lines - the code of a line of the source
 * @line: the line that was found; 0 when there is none
 * @is_exact: it is the one that was asked for, not the next one that has code
 * @nr: how many places it has
 * @address: of each, as the file has it before it is loaded; for free()
 */
struct debug_lines {
	int line;
	bool is_exact;
	size_t nr;
	uint64_t *address;
};

void debug_find_lines(struct elf_file *file, const char *name, int line, struct debug_lines *lines);
bool debug_find_function(struct elf_file *file, uint64_t offset, struct debug_function *function);
size_t debug_inlined_copies(struct elf_file *file, uint64_t offset);
void debug_close(struct debug *debug);

#endif /* UPROBECAP_DEBUG_H */

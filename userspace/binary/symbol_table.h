/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The symbol tables of a file.
 */
#ifndef UPROBECAP_SYMBOL_TABLE_H
#define UPROBECAP_SYMBOL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "binary/elf.h"

/* .symtab, .dynsym, the .symtab that was stripped: in the order in which they are tried. */
#define SYMBOL_TABLES 3

/**
 * struct symbol_table - a symbol table
 * @elf: that it is part of
 * @symbols: its section
 * @versions: of .dynsym, by number; NULL when there are none
 * @version_names: of .dynsym, section with the names of @versions; NULL likewise
 * @version_strings: index of the section with their texts
 * @names: index of the section with its names
 * @nr: of the symbols
 * @bias: to be added to their addresses
 */
struct symbol_table {
	Elf *elf;
	Elf_Data *symbols;
	Elf_Data *versions;
	Elf_Data *version_names;
	size_t version_strings;
	size_t names;
	size_t nr;
	uint64_t bias;
};

bool symbol_table_open(struct elf_file *file, unsigned int which, struct symbol_table *table);
const char *symbol_table_read(const struct symbol_table *table, size_t n, GElf_Sym *symbol);

const char *symbol_version(const struct symbol_table *table, size_t n);
bool symbol_is_hidden(const struct symbol_table *table, size_t n);
bool symbol_is_function(const GElf_Sym *symbol);
bool symbol_is_indirect(const GElf_Sym *symbol);
bool symbol_is_local(const GElf_Sym *symbol);
bool symbol_is_part(const char *name);

#endif /* UPROBECAP_SYMBOL_TABLE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The symbol tables of a file.
 */
#ifndef UPROBECAP_SYMBOL_TABLE_H
#define UPROBECAP_SYMBOL_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "elf.h"

#define SYMBOL_TABLES 2 /* .symtab, then .dynsym: in the order in which they are tried */

/**
 * struct symbol_table - a symbol table
 * @elf: that it is part of
 * @symbols: its section
 * @versions: of .dynsym; NULL when there are none
 * @names: index of the section with its names
 * @nr: of the symbols
 */
struct symbol_table {
	Elf *elf;
	Elf_Data *symbols;
	Elf_Data *versions;
	size_t names;
	size_t nr;
};

bool symbol_table_open(const struct elf_file *file, unsigned int which, struct symbol_table *table);
const char *symbol_table_read(const struct symbol_table *table, size_t n, GElf_Sym *symbol);

bool symbol_is_hidden(const struct symbol_table *table, size_t n);
bool symbol_is_function(const GElf_Sym *symbol);
bool symbol_is_local(const GElf_Sym *symbol);
bool symbol_is_part(const char *name);

#endif /* UPROBECAP_SYMBOL_TABLE_H */

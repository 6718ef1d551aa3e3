// SPDX-License-Identifier: GPL-2.0-only
/*
 * The symbol tables of a file.
 */

#include <string.h>

#include "symbol_table.h"

static const unsigned int types[SYMBOL_TABLES] = { SHT_SYMTAB, SHT_DYNSYM };

static Elf_Scn *find_section(Elf *elf, unsigned int type, GElf_Shdr *header)
{
	Elf_Scn *section = NULL;

	while ((section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, header) && header->sh_type == type)
			return section;
	return NULL;
}

/**
 * symbol_table_open() - look at one of the tables
 * @file: open
 * @which: of them, below SYMBOL_TABLES
 * @table: the result
 *
 * Return: false when the file has no such table.
 */
bool symbol_table_open(const struct elf_file *file, unsigned int which, struct symbol_table *table)
{
	GElf_Shdr header;
	Elf_Scn *section = find_section(file->elf, types[which], &header);
	size_t entry = gelf_fsize(file->elf, ELF_T_SYM, 1, EV_CURRENT);

	*table = (struct symbol_table){ .elf = file->elf };
	if (!section || !entry)
		return false;
	table->symbols = elf_getdata(section, NULL);
	if (!table->symbols)
		return false;
	table->names = header.sh_link;
	table->nr = table->symbols->d_size / entry;
	if (types[which] == SHT_DYNSYM) {
		section = find_section(file->elf, SHT_GNU_versym, &header);
		table->versions = section ? elf_getdata(section, NULL) : NULL;
	}
	return true;
}

/**
 * symbol_table_read() - a symbol
 * @table: open
 * @n: its index
 * @symbol: the result
 *
 * Return: its name; NULL when it has none.
 */
const char *symbol_table_read(const struct symbol_table *table, size_t n, GElf_Sym *symbol)
{
	const char *name;

	if (!gelf_getsym(table->symbols, n, symbol))
		return NULL;
	name = elf_strptr(table->elf, table->names, symbol->st_name);
	return name && *name ? name : NULL;
}

/**
 * symbol_is_hidden() - is it an old version, which the linker gives to old programs only?
 * @table: open
 * @n: index of the symbol
 */
bool symbol_is_hidden(const struct symbol_table *table, size_t n)
{
	GElf_Versym version;

	return table->versions && gelf_getversym(table->versions, n, &version) && version & 0x8000;
}

/**
 * symbol_is_function() - is it a function that this file has?
 * @symbol: any
 */
bool symbol_is_function(const GElf_Sym *symbol)
{
	return GELF_ST_TYPE(symbol->st_info) == STT_FUNC && symbol->st_shndx != SHN_UNDEF;
}

/**
 * symbol_is_local() - do only parts of this file know it?
 * @symbol: any
 */
bool symbol_is_local(const GElf_Sym *symbol)
{
	return GELF_ST_BIND(symbol->st_info) == STB_LOCAL;
}

/**
 * symbol_is_part() - is it a part of a function, that is jumped to and not called?
 * @name: of a symbol
 */
bool symbol_is_part(const char *name)
{
	return strstr(name, ".cold");
}

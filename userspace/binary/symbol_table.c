// SPDX-License-Identifier: GPL-2.0-only
/*
 * The symbol tables of a file.
 */

#include <limits.h>
#include <string.h>

#include "binary/debug.h"
#include "binary/symbol_table.h"

/* A number of .gnu.version. */
#define HIDDEN	0x8000
#define VERSION 0x7fff

enum which {
	SYMTAB,
	DYNSYM,
	STRIPPED_SYMTAB,
};

static Elf_Scn *find_section(Elf *elf, unsigned int type, GElf_Shdr *header)
{
	Elf_Scn *section = NULL;

	while ((section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, header) && header->sh_type == type)
			return section;
	return NULL;
}

static void open_versions(struct symbol_table *table)
{
	GElf_Shdr header;
	Elf_Scn *section = find_section(table->elf, SHT_GNU_versym, &header);

	table->versions = section ? elf_getdata(section, NULL) : NULL;
	section = find_section(table->elf, SHT_GNU_verdef, &header);
	table->version_names = section ? elf_getdata(section, NULL) : NULL;
	table->version_strings = header.sh_link;
}

/**
 * symbol_table_open() - look at one of the tables
 * @file: open
 * @which: of them, below SYMBOL_TABLES
 * @table: the result
 *
 * Return: false when the file has no such table.
 */
bool symbol_table_open(struct elf_file *file, unsigned int which, struct symbol_table *table)
{
	struct debug_symbols stripped;
	unsigned int type = which == DYNSYM ? SHT_DYNSYM : SHT_SYMTAB;
	Elf_Scn *section;
	GElf_Shdr header;
	size_t entry;

	*table = (struct symbol_table){ .elf = file->elf };
	if (which == STRIPPED_SYMTAB) {
		if (find_section(file->elf, SHT_SYMTAB, &header) || !debug_symbols(file, &stripped))
			return false;
		table->elf = stripped.elf;
		table->bias = stripped.bias;
	}
	section = find_section(table->elf, type, &header);
	table->symbols = section ? elf_getdata(section, NULL) : NULL;
	entry = gelf_fsize(table->elf, ELF_T_SYM, 1, EV_CURRENT);
	if (!table->symbols || !entry)
		return false;
	table->names = header.sh_link;
	table->nr = table->symbols->d_size / entry;
	if (which == DYNSYM)
		open_versions(table);
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
	symbol->st_value += table->bias;
	name = elf_strptr(table->elf, table->names, symbol->st_name);
	return name && *name ? name : NULL;
}

/**
 * symbol_version() - the version of a symbol that this file has
 * @table: open
 * @n: index of the symbol
 *
 * Return: its name; NULL when it has none, or is part of the symbol's name.
 */
const char *symbol_version(const struct symbol_table *table, size_t n)
{
	GElf_Verdaux name;
	GElf_Versym wanted;
	GElf_Verdef version;
	int at = 0;

	if (!table->versions || !table->version_names ||
	    !gelf_getversym(table->versions, n, &wanted))
		return NULL;
	while (gelf_getverdef(table->version_names, at, &version)) {
		if (version.vd_ndx == (wanted & VERSION))
			return gelf_getverdaux(table->version_names, at + version.vd_aux, &name) ?
				       elf_strptr(table->elf, table->version_strings,
						  name.vda_name) :
				       NULL;
		/* Always forward, so that a spoilt file has an end. */
		if (!version.vd_next || version.vd_next > INT_MAX - (unsigned int)at)
			break;
		at += version.vd_next;
	}
	return NULL;
}

/**
 * symbol_is_hidden() - is it an old version, which the linker gives to old programs only?
 * @table: open
 * @n: index of the symbol
 */
bool symbol_is_hidden(const struct symbol_table *table, size_t n)
{
	GElf_Versym version;

	return table->versions && gelf_getversym(table->versions, n, &version) && version & HIDDEN;
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
 * symbol_is_indirect() - does it choose an implementation, which this file has?
 * @symbol: any
 */
bool symbol_is_indirect(const GElf_Sym *symbol)
{
	return GELF_ST_TYPE(symbol->st_info) == STT_GNU_IFUNC && symbol->st_shndx != SHN_UNDEF;
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

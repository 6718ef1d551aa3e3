// SPDX-License-Identifier: GPL-2.0-only
/*
 * Variables of which each thread has its own. Where they are differs from process to
 * process: the dynamic linker writes it down in each, for the code of the library.
 */

#include <string.h>

#include "binary/thread_variable.h"

/**
 * struct wanted - the variable that is looked for
 * @file: open
 * @name: of it
 * @value: where it is in what each thread has of this file, if @is_own
 * @is_own: the file has it, and is not only using it
 */
struct wanted {
	const struct elf_file *file;
	const char *name;
	uint64_t value;
	bool is_own;
};

static bool is_named(const struct wanted *wanted, const GElf_Shdr *table, const GElf_Sym *symbol)
{
	const char *name = elf_strptr(wanted->file->elf, table->sh_link, symbol->st_name);

	return GELF_ST_TYPE(symbol->st_info) == STT_TLS && name && !strcmp(name, wanted->name);
}

static void find_own(struct wanted *wanted)
{
	Elf_Scn *section = elf_getscn(wanted->file->elf, elf_find_section(wanted->file, ".dynsym"));
	Elf_Data *data = section ? elf_getdata(section, NULL) : NULL;
	GElf_Shdr table;
	GElf_Sym symbol;
	int n;

	if (!data || !gelf_getshdr(section, &table))
		return;
	for (n = 0; gelf_getsym(data, n, &symbol); n++) {
		if (symbol.st_shndx == SHN_UNDEF || !is_named(wanted, &table, &symbol))
			continue;
		wanted->is_own = true;
		wanted->value = symbol.st_value;
		return;
	}
}

/* Of the library's own one the linker need not keep the name. */
static bool is_wanted(const struct wanted *wanted, const GElf_Shdr *relocations,
		      const GElf_Rela *relocation)
{
	Elf_Scn *section = elf_getscn(wanted->file->elf, relocations->sh_link);
	Elf_Data *symbols = section ? elf_getdata(section, NULL) : NULL;
	size_t n = GELF_R_SYM(relocation->r_info);
	GElf_Shdr table;
	GElf_Sym symbol;

	if (GELF_R_TYPE(relocation->r_info) != R_X86_64_TPOFF64)
		return false;
	if (!n)
		return wanted->is_own && (uint64_t)relocation->r_addend == wanted->value;
	return symbols && gelf_getshdr(section, &table) && gelf_getsym(symbols, n, &symbol) &&
	       !relocation->r_addend && is_named(wanted, &table, &symbol);
}

static bool find_in(const struct wanted *wanted, Elf_Scn *section, uint64_t *address)
{
	GElf_Shdr header;
	Elf_Data *data;
	GElf_Rela relocation;
	int n;

	if (!gelf_getshdr(section, &header) || header.sh_type != SHT_RELA)
		return false;
	data = elf_getdata(section, NULL);
	for (n = 0; data && gelf_getrela(data, n, &relocation); n++) {
		if (!is_wanted(wanted, &header, &relocation))
			continue;
		*address = relocation.r_offset;
		return true;
	}
	return false;
}

/**
 * thread_variable_find() - where a process has written down where a variable is
 * @file: open; a library of 64 bits
 * @name: of the variable
 * @address: the result, as the file has it: what lies there is counted from where the
 *           thread's %fs leads
 *
 * Return: false when the file uses no such variable, or reaches it in another way.
 */
bool thread_variable_find(const struct elf_file *file, const char *name, uint64_t *address)
{
	struct wanted wanted = { .file = file, .name = name };
	Elf_Scn *section = NULL;
	GElf_Ehdr header;

	if (!gelf_getehdr(file->elf, &header) || header.e_machine != EM_X86_64)
		return false;
	find_own(&wanted);
	while ((section = elf_nextscn(file->elf, section)))
		if (find_in(&wanted, section, address))
			return true;
	return false;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * All functions of a file whose names match a pattern.
 */

#include <fnmatch.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "glob.h"
#include "symbol_table.h"

/**
 * struct offsets - those that were found
 * @nr: how many they are
 * @size: how many @offset has room for
 * @offset: of each
 */
struct offsets {
	size_t nr;
	size_t size;
	uint64_t *offset;
};

static void append(struct offsets *offsets, uint64_t offset)
{
	if (offsets->nr == offsets->size) {
		offsets->size = offsets->size ? 2 * offsets->size : 64;
		offsets->offset = need_memory(
			reallocarray(offsets->offset, offsets->size, sizeof(*offsets->offset)));
	}
	offsets->offset[offsets->nr++] = offset;
}

/* In .symtab the version is part of the name, and is left out here. */
static bool matches(const char *glob, const char *name)
{
	size_t length = strcspn(name, "@");
	char plain[512];

	if (length >= sizeof(plain))
		return false;
	memcpy(plain, name, length);
	plain[length] = '\0';
	return !symbol_is_part(plain) && !fnmatch(glob, plain, 0);
}

static void search_table(const struct elf_file *file, const struct symbol_table *table,
			 const char *glob, struct offsets *offsets)
{
	GElf_Sym symbol;
	uint64_t offset;
	size_t n;

	for (n = 0; n < table->nr; n++) {
		const char *name = symbol_table_read(table, n, &symbol);

		if (name && symbol_is_function(&symbol) && matches(glob, name) &&
		    elf_offset_of(file, symbol.st_value, &offset))
			append(offsets, offset);
	}
}

static int compare(const void *one, const void *other)
{
	const uint64_t *left = one, *right = other;

	return (*left > *right) - (*left < *right);
}

/* One function may have many names, and stand in both tables. */
static void drop_doubles(struct offsets *offsets)
{
	size_t n, kept = 0;

	if (offsets->nr)
		qsort(offsets->offset, offsets->nr, sizeof(*offsets->offset), compare);
	for (n = 0; n < offsets->nr; n++)
		if (!kept || offsets->offset[n] != offsets->offset[kept - 1])
			offsets->offset[kept++] = offsets->offset[n];
	offsets->nr = kept;
}

/**
 * glob_functions() - where they are
 * @file: open
 * @glob: as glob(7) has it
 * @offsets: of each in the file, in ascending order; for free()
 *
 * Return: how many there are.
 */
size_t glob_functions(const struct elf_file *file, const char *glob, uint64_t **offsets)
{
	struct offsets found = { 0 };
	struct symbol_table table;
	unsigned int which;

	for (which = 0; which < SYMBOL_TABLES; which++)
		if (symbol_table_open(file, which, &table))
			search_table(file, &table, glob, &found);
	drop_doubles(&found);
	*offsets = found.offset;
	return found.nr;
}

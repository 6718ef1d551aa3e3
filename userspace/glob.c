// SPDX-License-Identifier: GPL-2.0-only
/*
 * All functions of a file whose names match patterns.
 */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "glob.h"
#include "symbol_table.h"

/**
 * struct found - the functions that were found
 * @nr: how many they are
 * @size: how many @function has room for
 * @function: each
 */
struct found {
	size_t nr;
	size_t size;
	struct function *function;
};

static void append(struct found *found, const struct function *function)
{
	if (found->nr == found->size) {
		found->size = found->size ? 2 * found->size : 64;
		found->function = need_memory(
			reallocarray(found->function, found->size, sizeof(*found->function)));
	}
	found->function[found->nr++] = *function;
}

/* In .symtab the version is part of the name, and is left out here. */
static bool matches(const struct patterns *patterns, const char *name)
{
	size_t length = strcspn(name, "@");
	char plain[512];

	if (symbol_is_part(name))
		return false;
	if (!name[length])
		return patterns_match(patterns, name);
	if (length >= sizeof(plain))
		return false;
	memcpy(plain, name, length);
	plain[length] = '\0';
	return patterns_match(patterns, plain);
}

static void search_table(const struct elf_file *file, const struct symbol_table *table,
			 const struct patterns *patterns, struct found *found)
{
	GElf_Sym symbol;
	size_t n;

	for (n = 0; n < table->nr; n++) {
		const char *name = symbol_table_read(table, n, &symbol);
		struct function function = { .name = name };

		if (!name || !symbol_is_function(&symbol) || !matches(patterns, name) ||
		    !elf_offset_of(file, symbol.st_value, &function.offset))
			continue;
		function.size = symbol.st_size;
		append(found, &function);
	}
}

static int compare(const void *one, const void *other)
{
	const struct function *left = one, *right = other;

	if (left->offset != right->offset)
		return left->offset < right->offset ? -1 : 1;
	return strcmp(left->name, right->name);
}

/* One function may stand in both tables. */
static void drop_doubles(struct found *found)
{
	size_t n, kept = 0;

	if (found->nr)
		qsort(found->function, found->nr, sizeof(*found->function), compare);
	for (n = 0; n < found->nr; n++)
		if (!kept || compare(&found->function[n], &found->function[kept - 1]))
			found->function[kept++] = found->function[n];
	found->nr = kept;
}

/**
 * glob_functions() - where they are
 * @file: open
 * @patterns: of their names
 * @functions: in the order of their offsets, once for each name; for free()
 *
 * Return: how many there are.
 */
size_t glob_functions(const struct elf_file *file, const struct patterns *patterns,
		      struct function **functions)
{
	struct found found = { 0 };
	struct symbol_table table;
	unsigned int which;

	for (which = 0; which < SYMBOL_TABLES; which++)
		if (symbol_table_open(file, which, &table))
			search_table(file, &table, patterns, &found);
	drop_doubles(&found);
	*functions = found.function;
	return found.nr;
}

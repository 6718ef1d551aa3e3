// SPDX-License-Identifier: GPL-2.0-only
/*
 * All functions of a file whose names match patterns.
 */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "binary/glob.h"
#include "binary/readable.h"
#include "binary/symbol_table.h"

#define NAMES 3 /* of one function: the linker's, the source's without and with parameters */

static bool matches(const struct patterns *patterns, const char *name)
{
	char *names[NAMES] = { strndup(name, strcspn(name, "@")), readable_name(name) };
	bool is_wanted;
	size_t n, nr = 1;

	need_memory(names[0]);
	if (names[1]) {
		names[2] = readable_signature(name);
		nr = names[2] ? 3 : 2;
	}
	is_wanted = patterns_match(patterns, names, nr);
	for (n = 0; n < NAMES; n++)
		free(names[n]);
	return is_wanted;
}

/* In .symtab the version is part of the name: memcpy@@NEW, memcpy@OLD. */
static const char *old_version(const struct symbol_table *table, size_t n, const char *name)
{
	const char *version = strchr(name, '@');

	if (version)
		return version[1] == '@' ? NULL : version + 1;
	return symbol_is_hidden(table, n) ? symbol_version(table, n) : NULL;
}

static void search_table(struct elf_file *file, const struct symbol_table *table,
			 const struct patterns *patterns, struct function_list *list)
{
	GElf_Sym symbol;
	size_t n;

	for (n = 0; n < table->nr; n++) {
		const char *name = symbol_table_read(table, n, &symbol);
		struct function function = { .name = name };

		if (!name || symbol_is_part(name) ||
		    (!symbol_is_function(&symbol) && !symbol_is_indirect(&symbol)) ||
		    !elf_offset_of(file, symbol.st_value, &function.offset) ||
		    !matches(patterns, name))
			continue;
		function.size = symbol.st_size;
		function.is_indirect = symbol_is_indirect(&symbol);
		function.version = old_version(table, n, name);
		function_list_append(list, &function);
	}
}

/**
 * glob_functions() - where they are
 * @file: open
 * @patterns: of their names
 * @list: zeroed; the functions in the order of their offsets
 */
void glob_functions(struct elf_file *file, const struct patterns *patterns,
		    struct function_list *list)
{
	struct symbol_table table;
	unsigned int which;

	for (which = 0; which < SYMBOL_TABLES; which++)
		if (symbol_table_open(file, which, &table))
			search_table(file, &table, patterns, list);
	function_list_sort(list);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The functions of a name, NAME or NAME@VERSION, where NAME is as the linker has it
 * or, for C++ and Rust, as it was in the source.
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "binary/indirect.h"
#include "binary/nearest.h"
#include "binary/readable.h"
#include "binary/symbol_table.h"
#include "binary/symbols.h"

/* What a name may stand for; the better ones behind. */
enum rank {
	RANK_NONE,
	RANK_NO_FUNCTION,
	RANK_UNDEFINED,
	RANK_OLD_VERSION,
	RANK_LOCAL,
	RANK_GLOBAL,
};

/**
 * struct search - what is looked for, and the best that was found
 * @name: what shall be found, with
 * @length: so many bytes before the version
 * @version: NULL when the newest is meant
 * @rank: of what was found
 * @address: of some symbol that was found
 * @list: those of the best rank that are in the file
 */
struct search {
	const char *name;
	size_t length;
	const char *version;
	enum rank rank;
	uint64_t address;
	struct function_list list;
};

static enum rank rank_symbol(const GElf_Sym *symbol, bool is_old)
{
	if (symbol->st_shndx == SHN_UNDEF)
		return RANK_UNDEFINED;
	if (!symbol_is_function(symbol) && !symbol_is_indirect(symbol))
		return RANK_NO_FUNCTION;
	if (is_old)
		return RANK_OLD_VERSION;
	return symbol_is_local(symbol) ? RANK_LOCAL : RANK_GLOBAL;
}

/* In .symtab the version is part of the name: memcpy@@NEW, memcpy@OLD. */
static bool matches(const struct search *search, const struct symbol_table *table, size_t n,
		    const char *name, bool *is_old)
{
	const char *version = name + search->length;

	if (strncmp(name, search->name, search->length) || (*version && *version != '@'))
		return false;
	*is_old = symbol_is_hidden(table, n) || (*version && version[1] != '@');
	if (!search->version)
		return true;
	*is_old = false;
	version = *version ? version + strspn(version, "@") : symbol_version(table, n);
	return version && !strcmp(version, search->version);
}

static void take(struct search *search, struct elf_file *file, const GElf_Sym *symbol,
		 const char *name, enum rank rank)
{
	struct function function = {
		.name = name,
		.size = symbol->st_size,
		.is_indirect = symbol_is_indirect(symbol),
	};

	if (rank < search->rank)
		return;
	if (rank > search->rank)
		search->list.nr = 0;
	search->rank = rank;
	search->address = symbol->st_value;
	if (rank >= RANK_OLD_VERSION && elf_offset_of(file, symbol->st_value, &function.offset))
		function_list_append(&search->list, &function);
}

static void search_table(struct search *search, struct elf_file *file,
			 const struct symbol_table *table)
{
	GElf_Sym symbol;
	bool is_old;
	size_t n;

	for (n = 0; n < table->nr; n++) {
		const char *name = symbol_table_read(table, n, &symbol);

		if (name && matches(search, table, n, name, &is_old))
			take(search, file, &symbol, name, rank_symbol(&symbol, is_old));
	}
}

static void search_readable(struct search *search, struct elf_file *file,
			    const struct symbol_table *table)
{
	GElf_Sym symbol;
	size_t n;

	for (n = 0; n < table->nr; n++) {
		const char *name = symbol_table_read(table, n, &symbol);

		if (name && !symbol_is_part(name) && readable_is(name, search->name))
			take(search, file, &symbol, name,
			     rank_symbol(&symbol, false) >= RANK_LOCAL ?
				     RANK_GLOBAL :
				     rank_symbol(&symbol, false));
	}
}

static void search_tables(struct search *search, struct elf_file *file,
			  void (*look)(struct search *, struct elf_file *,
				       const struct symbol_table *))
{
	struct symbol_table table;
	unsigned int which;

	for (which = 0; which < SYMBOL_TABLES && search->rank < RANK_OLD_VERSION; which++)
		if (symbol_table_open(file, which, &table))
			look(search, file, &table);
}

static void find_nearest(struct elf_file *file, struct nearest *nearest)
{
	struct symbol_table table;
	GElf_Sym symbol;
	size_t n, i;
	char *readable;

	for (i = 0; i < SYMBOL_TABLES; i++) {
		if (!symbol_table_open(file, i, &table))
			continue;
		for (n = 0; n < table.nr; n++) {
			const char *name = symbol_table_read(&table, n, &symbol);

			if (!name || (!symbol_is_function(&symbol) && !symbol_is_indirect(&symbol)))
				continue;
			readable = readable_name(name);
			nearest_try(nearest, readable ? readable : name);
			free(readable);
		}
	}
}

static int not_found(struct elf_file *file, const struct search *search, struct error *error)
{
	struct nearest nearest = { .wanted = search->name };

	find_nearest(file, &nearest);
	error_what(error, EXIT_NO_TARGET, "%s has no function %s", file->path, search->name);
	if (!nearest.seen) {
		error_why(
			error,
			"it has no names of functions at all: it was stripped, and what was stripped is not found");
		error_remedy(
			error,
			"install its debug symbols (a package -dbgsym), or set DEBUGINFOD_URLS");
	} else {
		error_why(error, "none of its %zu functions has this name%s", nearest.seen,
			  search->version ? " and version" : "");
		if (nearest.nr)
			error_remedy(error, "near: %s%s%s%s%s", nearest.name[0],
				     nearest.nr > 1 ? ", " : "",
				     nearest.nr > 1 ? nearest.name[1] : "",
				     nearest.nr > 2 ? ", " : "",
				     nearest.nr > 2 ? nearest.name[2] : "");
		else
			error_remedy(error, "see their names: uprobecap list %s", file->path);
	}
	nearest_forget(&nearest);
	return -1;
}

static int no_code(struct elf_file *file, const struct search *search, struct error *error)
{
	error_what(error, EXIT_NO_TARGET, "%s in %s cannot be probed", search->name, file->path);
	switch (search->rank) {
	case RANK_UNDEFINED:
		error_why(error,
			  "the file calls this function but does not have it: a library does");
		return error_remedy(error, "give the library, one of these: ldd %s", file->path);
	case RANK_NO_FUNCTION:
		error_why(error, "it is data, not a function");
		return error_remedy(error, "give the name of a function: uprobecap list %s",
				    file->path);
	default:
		error_why(error,
			  "its address 0x%" PRIx64
			  " is in no part of the file that is loaded as code",
			  search->address);
		return error_remedy(
			error,
			"a file with debug information only has no code: give the program itself");
	}
}

static int no_implementation(struct elf_file *file, const char *name, struct error *error)
{
	error_what(error, EXIT_NO_TARGET, "%s in %s cannot be probed", name, file->path);
	error_why(error, "it is indirect, and what the code there chooses from is not to be seen");
	return error_remedy(
		error,
		"probe what is chosen, a function with a suffix like _avx2: uprobecap list %s",
		file->path);
}

static int search_all(struct elf_file *file, struct search *search, struct error *error)
{
	search_tables(search, file, search_table);
	if (search->rank == RANK_NONE)
		search_tables(search, file, search_readable);
	if (search->rank == RANK_NONE)
		return not_found(file, search, error);
	if (!search->list.nr)
		return no_code(file, search, error);
	/* What is chosen is what is called by this name. */
	indirect_expand(file, &search->list);
	return search->list.nr ? 0 : no_implementation(file, search->name, error);
}

/**
 * symbols_search() - all functions of a name
 * @file: open
 * @name: of them; parts of a program, overloads, or versions for several
 *        processors may share it
 * @list: zeroed; the functions in the order of their offsets
 * @error: why there is none
 *
 * Return: 0, or -1, and the list is empty.
 */
int symbols_search(struct elf_file *file, const char *name, struct function_list *list,
		   struct error *error)
{
	const char *version = strchr(name, '@');
	struct search search = {
		.name = name,
		.length = version ? (size_t)(version - name) : strlen(name),
		.version = version ? version + strspn(version, "@") : NULL,
	};

	if (search_all(file, &search, error)) {
		function_list_free(&search.list);
		return -1;
	}
	*list = search.list;
	return 0;
}

static bool is_one_place(const struct function_list *list)
{
	return list->function[0].offset == list->function[list->nr - 1].offset;
}

/**
 * symbols_find() - the only function of a name
 * @file: open
 * @name: of the function
 * @function: the result
 * @error: why there is none, or not one
 *
 * Return: 0 or -1.
 */
int symbols_find(struct elf_file *file, const char *name, struct function *function,
		 struct error *error)
{
	struct function_list list = { 0 };
	int err = 0;

	if (symbols_search(file, name, &list, error))
		return -1;
	*function = list.function[0];
	if (!is_one_place(&list)) {
		error_what(error, EXIT_NO_TARGET, "%s in %s is not one function", name, file->path);
		error_why(error, "%zu have this name, at 0x%" PRIx64 ", 0x%" PRIx64 "%s", list.nr,
			  list.function[0].offset, list.function[1].offset,
			  list.nr > 2 ? ", ..." : "");
		err = error_remedy(error, "see which is which: uprobecap list %s '%s*'", file->path,
				   name);
	}
	function_list_free(&list);
	return err;
}

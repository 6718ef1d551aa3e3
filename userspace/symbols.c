// SPDX-License-Identifier: GPL-2.0-only
/*
 * The functions of a program or library: .symtab, then .dynsym.
 */

#include <string.h>

#include "array.h"
#include "nearest.h"
#include "symbol_table.h"
#include "symbols.h"

/* What a name may stand for; the better ones behind. */
enum rank {
	RANK_NONE,
	RANK_NO_FUNCTION,
	RANK_UNDEFINED,
	RANK_OLD_VERSION,
	RANK_INDIRECT,
	RANK_LOCAL,
	RANK_GLOBAL,
};

static enum rank rank_symbol(const GElf_Sym *symbol, bool old_version)
{
	unsigned int type = GELF_ST_TYPE(symbol->st_info);

	if (symbol->st_shndx == SHN_UNDEF)
		return RANK_UNDEFINED;
	if (type == STT_GNU_IFUNC)
		return RANK_INDIRECT;
	if (type != STT_FUNC)
		return RANK_NO_FUNCTION;
	if (old_version)
		return RANK_OLD_VERSION;
	return symbol_is_local(symbol) ? RANK_LOCAL : RANK_GLOBAL;
}

static bool is_probeable(enum rank rank)
{
	return rank >= RANK_OLD_VERSION && rank != RANK_INDIRECT;
}

/* In .symtab the version is part of the name: memcpy@@NEW, memcpy@OLD. */
static bool name_matches(const char *name, const char *wanted, bool *old_version)
{
	size_t length = strlen(wanted);

	if (strncmp(name, wanted, length))
		return false;
	if (name[length] == '@' && name[length + 1] != '@')
		*old_version = true;
	return !name[length] || name[length] == '@';
}

/**
 * struct match - the best symbol of a name so far
 * @rank: of it
 * @symbol: itself
 * @other: address of another one that is as good; 0 when there is none
 */
struct match {
	enum rank rank;
	GElf_Sym symbol;
	uint64_t other;
};

static void search_table(const struct symbol_table *table, const char *wanted, struct match *best)
{
	GElf_Sym symbol;
	enum rank rank;
	size_t n;

	for (n = 0; n < table->nr; n++) {
		const char *name = symbol_table_read(table, n, &symbol);
		bool old_version = symbol_is_hidden(table, n);

		if (!name || !name_matches(name, wanted, &old_version))
			continue;
		rank = rank_symbol(&symbol, old_version);
		if (rank > best->rank)
			*best = (struct match){ .rank = rank, .symbol = symbol };
		else if (rank == best->rank && symbol.st_value != best->symbol.st_value)
			best->other = symbol.st_value;
	}
}

static void find_nearest(const struct elf_file *file, struct nearest *nearest)
{
	struct symbol_table table;
	GElf_Sym symbol;
	size_t n, i;

	for (i = 0; i < SYMBOL_TABLES; i++) {
		if (!symbol_table_open(file, i, &table))
			continue;
		for (n = 0; n < table.nr; n++) {
			const char *name = symbol_table_read(&table, n, &symbol);

			if (name && symbol_is_function(&symbol))
				nearest_try(nearest, name);
		}
	}
}

static int not_found(const struct elf_file *file, const char *name, struct error *error)
{
	struct nearest nearest = { .wanted = name };

	find_nearest(file, &nearest);
	error_what(error, EXIT_NO_TARGET, "%s has no function %s", file->path, name);
	if (!nearest.seen) {
		error_why(error, "it has no names of functions at all: it was stripped");
		return error_remedy(error,
				    "find the offset in the same build before it was stripped");
	}
	error_why(error, "none of its %zu functions has this name", nearest.seen);
	if (!nearest.nr)
		return error_remedy(error, "see their names: nm -D %s; nm %s", file->path,
				    file->path);
	return error_remedy(error, "near: %s%s%s%s%s", nearest.name[0], nearest.nr > 1 ? ", " : "",
			    nearest.nr > 1 ? nearest.name[1] : "", nearest.nr > 2 ? ", " : "",
			    nearest.nr > 2 ? nearest.name[2] : "");
}

static int no_function(const struct elf_file *file, const char *name, enum rank rank,
		       struct error *error)
{
	error_what(error, EXIT_NO_TARGET, "%s in %s cannot be probed", name, file->path);
	switch (rank) {
	case RANK_UNDEFINED:
		error_why(error,
			  "the file calls this function but does not have it: a library does");
		return error_remedy(error, "give the library, one of these: ldd %s", file->path);
	case RANK_INDIRECT:
		error_why(error,
			  "it is indirect: the code there runs once, to choose an implementation");
		return error_remedy(
			error, "probe what is chosen, a function with a suffix like _avx2: nm %s",
			file->path);
	default:
		error_why(error, "it is data, not a function");
		return error_remedy(error, "give the name of a function: nm -D %s", file->path);
	}
}

static int check_match(const struct elf_file *file, const char *name, const struct match *match,
		       struct error *error)
{
	if (match->rank == RANK_NONE)
		return not_found(file, name, error);
	if (!is_probeable(match->rank))
		return no_function(file, name, match->rank, error);
	if (match->other) {
		error_what(error, EXIT_NO_TARGET, "%s in %s is not one function", name, file->path);
		error_why(
			error,
			"two of its files have a static function of this name, at 0x%llx and 0x%llx",
			(unsigned long long)match->symbol.st_value,
			(unsigned long long)match->other);
		return error_remedy(error, "see which is which: nm -l %s | grep -w %s", file->path,
				    name);
	}
	return 0;
}

/**
 * symbols_find() - the function of a name
 * @file: open
 * @name: of the function
 * @function: the result
 * @error: why there is none
 *
 * Return: 0 or -1.
 */
int symbols_find(const struct elf_file *file, const char *name, struct function *function,
		 struct error *error)
{
	struct match best = { .rank = RANK_NONE };
	struct symbol_table table;
	size_t i;

	for (i = 0; i < SYMBOL_TABLES && !is_probeable(best.rank); i++)
		if (symbol_table_open(file, i, &table))
			search_table(&table, name, &best);
	if (check_match(file, name, &best, error))
		return -1;
	*function = (struct function){ .name = name, .size = best.symbol.st_size };
	if (elf_offset_of(file, best.symbol.st_value, &function->offset))
		return 0;
	error_what(error, EXIT_NO_TARGET, "%s in %s cannot be probed", name, file->path);
	error_why(error, "its address 0x%llx is in no part of the file that is loaded as code",
		  (unsigned long long)best.symbol.st_value);
	return error_remedy(
		error, "a file with debug information only has no code: give the program itself");
}

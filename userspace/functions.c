// SPDX-License-Identifier: GPL-2.0-only
/*
 * The functions of a file in order of their addresses: whoever asks for one name
 * often asks for thousands.
 */

#include <stdlib.h>
#include <string.h>

#include "symbol_table.h"
#include "symbols.h"

/**
 * struct named - a function and one of its names
 * @address: of its first byte
 * @size: its bytes; 0 when the file does not say
 * @reach: behind the last byte of this one and of all before it
 * @name: of it
 * @is_local: only parts of this file know the name
 */
struct named {
	uint64_t address;
	uint64_t size;
	uint64_t reach;
	const char *name;
	bool is_local;
};

/**
 * struct functions - those of all tables
 * @nr: of each table
 * @named: of the first table, then those of the second
 */
struct functions {
	size_t nr[SYMBOL_TABLES];
	struct named named[];
};

static int compare(const void *one, const void *other)
{
	const struct named *left = one, *right = other;

	return (left->address > right->address) - (left->address < right->address);
}

/* One without a size has its first byte at least. */
static uint64_t end_of(const struct named *named)
{
	return named->address + (named->size ? named->size : 1);
}

static size_t read_table(const struct symbol_table *table, struct named *named)
{
	uint64_t reach = 0;
	size_t n, nr = 0;
	GElf_Sym symbol;

	for (n = 0; n < table->nr; n++) {
		const char *name = symbol_table_read(table, n, &symbol);

		if (!name || !symbol_is_function(&symbol))
			continue;
		named[nr++] = (struct named){
			.address = symbol.st_value,
			.size = symbol.st_size,
			.name = name,
			.is_local = symbol_is_local(&symbol),
		};
	}
	qsort(named, nr, sizeof(*named), compare);
	for (n = 0; n < nr; n++) {
		if (reach < end_of(&named[n]))
			reach = end_of(&named[n]);
		named[n].reach = reach;
	}
	return nr;
}

static struct functions *read_functions(const struct elf_file *file)
{
	struct symbol_table tables[SYMBOL_TABLES];
	struct functions *functions;
	size_t i, nr = 0;

	for (i = 0; i < SYMBOL_TABLES; i++) {
		symbol_table_open(file, i, &tables[i]);
		nr += tables[i].nr;
	}
	functions = need_memory(calloc(1, sizeof(*functions) + nr * sizeof(*functions->named)));
	for (i = 0, nr = 0; i < SYMBOL_TABLES; nr += functions->nr[i], i++)
		functions->nr[i] = read_table(&tables[i], functions->named + nr);
	return functions;
}

/* Of the names of one place, that by which people call it: openat, not __openat64. */
static bool is_better(const struct named *one, const struct named *other)
{
	size_t reserved = strspn(one->name, "_");
	size_t other_reserved;

	if (!other)
		return true;
	other_reserved = strspn(other->name, "_");
	if (one->is_local != other->is_local)
		return other->is_local;
	if (reserved != other_reserved)
		return reserved < other_reserved;
	if (strlen(one->name) != strlen(other->name))
		return strlen(one->name) < strlen(other->name);
	return strcmp(one->name, other->name) < 0;
}

/* Return: how many begin at the address or before it. */
static size_t count_before(const struct named *named, size_t nr, uint64_t address)
{
	size_t low = 0, middle;

	while (low < nr) {
		middle = low + (nr - low) / 2;
		if (named[middle].address > address)
			nr = middle;
		else
			low = middle + 1;
	}
	return low;
}

static const struct named *search(const struct named *named, size_t nr, uint64_t address)
{
	size_t n = count_before(named, nr, address);
	const struct named *best = NULL;

	while (n-- && named[n].reach > address)
		if (end_of(&named[n]) > address && is_better(&named[n], best))
			best = &named[n];
	return best;
}

/**
 * symbols_at() - the function that has a byte of the file
 * @file: open
 * @offset: of the byte
 * @function: the result
 *
 * Return: false when no function is known there.
 */
bool symbols_at(struct elf_file *file, uint64_t offset, struct function *function)
{
	const struct named *named, *best = NULL;
	uint64_t address;
	size_t i;

	if (!elf_address_of(file, offset, &address))
		return false;
	if (!file->functions)
		file->functions = read_functions(file);
	named = file->functions->named;
	for (i = 0; i < SYMBOL_TABLES && !best; i++) {
		best = search(named, file->functions->nr[i], address);
		named += file->functions->nr[i];
	}
	if (!best)
		return false;
	function->name = best->name;
	function->size = best->size;
	return elf_offset_of(file, best->address, &function->offset);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The functions of a file in order of their addresses: whoever asks for one place
 * often asks for thousands.
 */

#include <stdlib.h>
#include <string.h>

#include "binary/indirect.h"
#include "binary/symbol_table.h"
#include "binary/symbols.h"

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

/* What is asked for one after the other: the tables, then what is chosen when a program starts. */
#define SOURCES		(SYMBOL_TABLES + 1)
#define IMPLEMENTATIONS SYMBOL_TABLES

/**
 * struct source - what one table has
 * @is_read: the rest is filled in
 * @nr: of the functions
 * @named: each, in order of their addresses
 */
struct source {
	bool is_read;
	size_t nr;
	struct named *named;
};

/**
 * struct functions - those of all tables
 * @source: what was asked so far
 */
struct functions {
	struct source source[SOURCES];
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

static void sort(struct source *source)
{
	uint64_t reach = 0;
	size_t n;

	if (source->nr)
		qsort(source->named, source->nr, sizeof(*source->named), compare);
	for (n = 0; n < source->nr; n++) {
		if (reach < end_of(&source->named[n]))
			reach = end_of(&source->named[n]);
		source->named[n].reach = reach;
	}
}

static void read_table(struct elf_file *file, unsigned int which, struct source *source)
{
	struct symbol_table table;
	GElf_Sym symbol;
	size_t n;

	if (!symbol_table_open(file, which, &table))
		return;
	source->named = need_memory(calloc(table.nr + 1, sizeof(*source->named)));
	for (n = 0; n < table.nr; n++) {
		const char *name = symbol_table_read(&table, n, &symbol);

		if (name && symbol_is_function(&symbol))
			source->named[source->nr++] = (struct named){
				.address = symbol.st_value,
				.size = symbol.st_size,
				.name = name,
				.is_local = symbol_is_local(&symbol),
			};
	}
}

static void find_resolvers(struct elf_file *file, struct function_list *list)
{
	struct symbol_table table;
	unsigned int which;
	GElf_Sym symbol;
	size_t n;

	for (which = 0; which < SYMBOL_TABLES && !list->nr; which++) {
		if (!symbol_table_open(file, which, &table))
			continue;
		for (n = 0; n < table.nr; n++) {
			struct function resolver = {
				.name = symbol_table_read(&table, n, &symbol),
				.size = symbol.st_size,
				.is_indirect = symbol_is_indirect(&symbol),
			};

			if (resolver.name && resolver.is_indirect &&
			    elf_offset_of(file, symbol.st_value, &resolver.offset))
				function_list_append(list, &resolver);
		}
	}
}

static void read_implementations(struct elf_file *file, struct source *source)
{
	struct function_list list = { 0 };
	size_t n;

	find_resolvers(file, &list);
	indirect_expand(file, &list);
	source->named = need_memory(calloc(list.nr + 1, sizeof(*source->named)));
	for (n = 0; n < list.nr; n++) {
		struct named *named = &source->named[source->nr];

		*named = (struct named){ .name = list.function[n].name };
		if (elf_address_of(file, list.function[n].offset, &named->address))
			source->nr++;
	}
	function_list_free(&list);
}

static const struct source *ask(struct elf_file *file, unsigned int which)
{
	struct source *source;

	if (!file->functions)
		file->functions = need_memory(calloc(1, sizeof(*file->functions)));
	source = &file->functions->source[which];
	if (!source->is_read) {
		if (which == IMPLEMENTATIONS)
			read_implementations(file, source);
		else
			read_table(file, which, source);
		sort(source);
		source->is_read = true;
	}
	return source;
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

static const struct named *search(const struct source *source, uint64_t address)
{
	size_t n = count_before(source->named, source->nr, address);
	const struct named *named = source->named;
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
	const struct named *best = NULL;
	unsigned int which;
	uint64_t address;

	if (!elf_address_of(file, offset, &address))
		return false;
	for (which = 0; which < SOURCES && !best; which++)
		best = search(ask(file, which), address);
	if (!best)
		return false;
	*function = (struct function){ .name = best->name, .size = best->size };
	return elf_offset_of(file, best->address, &function->offset);
}

/**
 * symbols_close() - give back what symbols_at() keeps
 * @functions: of a file, or NULL
 */
void symbols_close(struct functions *functions)
{
	unsigned int which;

	for (which = 0; functions && which < SOURCES; which++)
		free(functions->source[which].named);
	free(functions);
}

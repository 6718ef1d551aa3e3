// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names of an enum's values, as debug information has them.
 */

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "target/debug_enumeration.h"

/**
 * struct named - an enumerator
 * @value: as the field has it
 * @name: valid until elf_close()
 * @place: of several with one value the first one counts
 */
struct named {
	uint64_t value;
	const char *name;
	size_t place;
};

/**
 * struct named_list - those that were found
 * @size: how many @named has room for
 */
struct named_list {
	size_t nr;
	size_t size;
	struct named *named;
};

static int compare(const void *left, const void *right)
{
	const struct named *a = left, *b = right;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return a->place < b->place ? -1 : 1;
}

/* Of the type u8 to s64 of the probe language. */
static uint64_t extend(uint64_t value, const char *type)
{
	unsigned int unused = 64 - atoi(type + 1);

	if (*type == 's')
		return (int64_t)(value << unused) >> unused;
	return value << unused >> unused;
}

static bool may_be_printed(const char *name)
{
	const char *end = name;

	while (end && enumeration_is_character(*end))
		end++;
	return end && end != name && !*end;
}

static void append(struct named_list *list, Dwarf_Die *enumerator, const char *type)
{
	const char *name = dwarf_diename(enumerator);

	if (!may_be_printed(name))
		return;
	if (list->nr == list->size) {
		list->size = list->size ? 2 * list->size : 16;
		list->named =
			need_memory(reallocarray(list->named, list->size, sizeof(*list->named)));
	}
	list->named[list->nr] = (struct named){
		.value = extend(debug_number(enumerator, DW_AT_const_value), type),
		.name = name,
		.place = list->nr,
	};
	list->nr++;
}

/* By rising values, of each the first name. */
static size_t choose(const struct named_list *list, struct enumeration_name *names)
{
	size_t kept = 0, n;

	if (list->nr)
		qsort(list->named, list->nr, sizeof(*list->named), compare);
	for (n = 0; n < list->nr; n++)
		if (!kept || names[kept - 1].value != list->named[n].value)
			names[kept++] = (struct enumeration_name){
				.value = list->named[n].value,
				.name = list->named[n].name,
			};
	return kept;
}

static struct note_enumeration *make_note(const struct named_list *list)
{
	struct enumeration_name *names = need_memory(calloc(list->nr + 1, sizeof(*names)));
	struct note_enumeration *note = enumeration_create(names, choose(list, names));

	free(names);
	return note;
}

/**
 * debug_enumeration() - the names of a field's values, if it is an enum
 * @enumerations: of its probe; NULL before the first
 * @field: it
 */
void debug_enumeration(struct enumerations **enumerations, struct debug_field *field)
{
	struct named_list list = { 0 };
	Dwarf_Die child;
	int end;

	if (dwarf_tag(&field->type) != DW_TAG_enumeration_type)
		return;
	for (end = dwarf_child(&field->type, &child); !end; end = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_enumerator)
			append(&list, &child, field->name);
	enumerations_set(enumerations, field->index, make_note(&list));
	free(list.named);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A variable of the traced program: what a parameter, a result, and what they lead to
 * are in the probe language.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "target/variable.h"

/**
 * variable_begin() - a parameter or the result
 * @variable: to be filled; for variable_free()
 * @parameter: that can be fetched
 */
void variable_begin(struct variable *variable, const struct debug_parameter *parameter)
{
	*variable = (struct variable){
		.has_type = true,
		.type = parameter->type,
		.base = need_memory(strdup(parameter->fetch)),
	};
	variable->in_memory = debug_type_is_struct(&variable->type);
	debug_type_complete(&variable->type);
}

/**
 * variable_free() - give back
 * @variable: that was begun
 */
void variable_free(struct variable *variable)
{
	free(variable->base);
}

/* Of a member, what a pointer points to, an element. */
static void take_type(struct variable *variable, Dwarf_Die *of)
{
	variable->has_type = debug_type_of(of, &variable->type);
	variable->dimension = 0;
	if (variable->has_type)
		debug_type_complete(&variable->type);
}

/**
 * variable_fetch() - its value in the probe language, or the address of what lies in memory
 * @variable: any; of a string, an array or a struct it is where it begins
 *
 * Return: for free().
 */
char *variable_fetch(const struct variable *variable)
{
	bool is_negative = (int64_t)variable->offset < 0;
	char *fetch;
	int err;

	if (variable->in_memory)
		err = asprintf(&fetch, "%c%" PRIu64 "(%s)", is_negative ? '-' : '+',
			       is_negative ? -variable->offset : variable->offset, variable->base);
	else
		err = asprintf(&fetch, "%s", variable->base);
	return need_memory(err < 0 ? NULL : fetch);
}

/**
 * variable_follow() - what a pointer, or a reference, points to
 * @variable: the pointer; becomes that
 */
void variable_follow(struct variable *variable)
{
	char *address = variable_fetch(variable);

	free(variable->base);
	variable->base = address;
	variable->in_memory = true;
	variable->offset = 0;
	take_type(variable, &variable->type);
}

/**
 * variable_dereference() - a reference is what it refers to
 * @variable: any
 */
void variable_dereference(struct variable *variable)
{
	if (variable->has_type && debug_type_is_reference(&variable->type))
		variable_follow(variable);
}

/**
 * variable_enter() - a member
 * @variable: in memory; becomes the member
 * @member: of it
 */
void variable_enter(struct variable *variable, struct member *member)
{
	variable->offset += member->offset;
	variable->bit_width = member->bit_width;
	variable->bit_offset = member->bit_offset;
	take_type(variable, &member->die);
}

static uint64_t elements_of(Dwarf_Die *range)
{
	Dwarf_Attribute attribute;
	Dwarf_Word last;

	if (dwarf_hasattr(range, DW_AT_count))
		return debug_number(range, DW_AT_count);
	if (!dwarf_attr(range, DW_AT_upper_bound, &attribute) || dwarf_formudata(&attribute, &last))
		return 0;
	return last + 1;
}

/* Return: how many elements the dimensions from one on have, but no more of them; 0: unknown. */
static uint64_t count_elements(Dwarf_Die *array, unsigned int from, unsigned int dimensions)
{
	unsigned int n = 0;
	uint64_t nr = 1;
	Dwarf_Die child;
	int end;

	for (end = dwarf_child(array, &child); !end; end = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) != DW_TAG_subrange_type)
			continue;
		if (n >= from && n - from < dimensions)
			nr *= elements_of(&child);
		n++;
	}
	return nr;
}

static unsigned int count_dimensions(Dwarf_Die *array)
{
	unsigned int nr = 0;
	Dwarf_Die child;
	int end;

	for (end = dwarf_child(array, &child); !end; end = dwarf_siblingof(&child, &child))
		nr += dwarf_tag(&child) == DW_TAG_subrange_type;
	return nr;
}

/**
 * variable_is_array() - can it have an index?
 * @variable: any
 */
bool variable_is_array(struct variable *variable)
{
	return variable->has_type && dwarf_tag(&variable->type) == DW_TAG_array_type;
}

/**
 * variable_has_one_dimension() - is an element of it no array?
 * @variable: an array
 */
bool variable_has_one_dimension(struct variable *variable)
{
	return count_dimensions(&variable->type) == variable->dimension + 1;
}

/**
 * variable_count() - how many elements it has
 * @variable: an array
 * @all: those of its elements, too
 *
 * Return: 0 when that is not known.
 */
uint64_t variable_count(struct variable *variable, bool all)
{
	return count_elements(&variable->type, variable->dimension, all ? UINT32_MAX : 1);
}

/* Return: of a type; 0 when it is not known. */
static uint64_t size_of(Dwarf_Die *of)
{
	Dwarf_Word size;
	Dwarf_Die type;

	return !debug_type_of(of, &type) || dwarf_aggregate_size(&type, &size) ? 0 : size;
}

/**
 * variable_index() - an element
 * @variable: an array in memory, or a pointer; becomes the element
 * @index: of it
 */
void variable_index(struct variable *variable, uint64_t index)
{
	uint64_t size = size_of(&variable->type);

	if (!variable_is_array(variable)) {
		variable_follow(variable);
		variable->offset = index * size;
		return;
	}
	variable->dimension++;
	variable->offset +=
		index * size * count_elements(&variable->type, variable->dimension, UINT32_MAX);
	if (variable->dimension == count_dimensions(&variable->type))
		take_type(variable, &variable->type);
}

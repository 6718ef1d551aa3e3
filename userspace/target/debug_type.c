// SPDX-License-Identifier: GPL-2.0-only
/*
 * Types, as debug information has them, and as the probe language does.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target/debug_type.h"

/* Of a pointer to a pointer to ..., so many are told. */
#define POINTERS_MAX 8

/**
 * debug_type_of() - the type of a thing, without typedef, const and the like
 * @die: a variable, a member, a function, or a type made of another
 * @type: the result
 *
 * Return: false when it has no type: void, or one that is not told.
 */
bool debug_type_of(Dwarf_Die *die, Dwarf_Die *type)
{
	Dwarf_Attribute attribute;

	if (!dwarf_attr_integrate(die, DW_AT_type, &attribute) ||
	    !dwarf_formref_die(&attribute, type) || dwarf_peel_type(type, type))
		return false;
	/* It may have a unit of its own. */
	return !dwarf_attr(type, DW_AT_signature, &attribute) ||
	       dwarf_formref_die(&attribute, type);
}

/**
 * debug_number() - an attribute that is a number
 * @die: that has it
 * @name: of the attribute
 *
 * Return: 0 also when there is none.
 */
Dwarf_Word debug_number(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attribute;
	Dwarf_Word number = 0;

	if (!dwarf_attr_integrate(die, name, &attribute) || dwarf_formudata(&attribute, &number))
		return 0;
	return number;
}

/**
 * debug_type_is_character() - may an array of it be a string?
 * @type: from debug_type_of()
 */
bool debug_type_is_character(Dwarf_Die *type)
{
	Dwarf_Word encoding = debug_number(type, DW_AT_encoding);

	return dwarf_tag(type) == DW_TAG_base_type && dwarf_bytesize(type) == 1 &&
	       (encoding == DW_ATE_signed_char || encoding == DW_ATE_unsigned_char);
}

/**
 * debug_type_is_text() - is it the address of a string?
 * @type: from debug_type_of()
 */
bool debug_type_is_text(Dwarf_Die *type)
{
	Dwarf_Die pointee;

	return debug_type_is_pointer(type) && debug_type_of(type, &pointee) &&
	       debug_type_is_character(&pointee);
}

/**
 * debug_type_is_pointer() - is it an address that the program calls one?
 * @type: from debug_type_of()
 */
bool debug_type_is_pointer(Dwarf_Die *type)
{
	return dwarf_tag(type) == DW_TAG_pointer_type;
}

/**
 * debug_type_is_reference() - is it an address that looks like what lies there?
 * @type: from debug_type_of()
 */
bool debug_type_is_reference(Dwarf_Die *type)
{
	return dwarf_tag(type) == DW_TAG_reference_type ||
	       dwarf_tag(type) == DW_TAG_rvalue_reference_type;
}

/**
 * debug_type_is_struct() - has it members?
 * @type: from debug_type_of()
 */
bool debug_type_is_struct(Dwarf_Die *type)
{
	return dwarf_tag(type) == DW_TAG_structure_type || dwarf_tag(type) == DW_TAG_class_type ||
	       dwarf_tag(type) == DW_TAG_union_type;
}

static bool base_number(Dwarf_Die *type, char *name)
{
	Dwarf_Word encoding = debug_number(type, DW_AT_encoding);
	int size = dwarf_bytesize(type);
	bool is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;

	if (size != 1 && size != 2 && size != 4 && size != 8)
		return false;
	if (encoding == DW_ATE_complex_float || (encoding == DW_ATE_float && size < 4))
		return false;
	snprintf(name, DEBUG_TYPE_NAME, "%c%d",
		 encoding == DW_ATE_float ? 'f' :
		 is_signed		  ? 's' :
					    'u',
		 8 * size);
	return true;
}

/* Old compilers do not tell what it is made of. */
static bool enumeration_number(Dwarf_Die *type, char *name)
{
	int size = dwarf_bytesize(type);
	Dwarf_Die base;

	if (size != 1 && size != 2 && size != 4 && size != 8)
		return false;
	if (!debug_type_of(type, &base) || !base_number(&base, name))
		snprintf(name, DEBUG_TYPE_NAME, "s%d", 8 * size);
	return true;
}

/**
 * debug_type_number() - what a number of the type is in the probe language
 * @type: from debug_type_of()
 * @name: the result: "s32"
 *
 * Return: false when it is no number there.
 */
bool debug_type_number(Dwarf_Die *type, char name[DEBUG_TYPE_NAME])
{
	switch (dwarf_tag(type)) {
	case DW_TAG_base_type:
		return base_number(type, name);
	case DW_TAG_enumeration_type:
		return enumeration_number(type, name);
	case DW_TAG_pointer_type:
	case DW_TAG_reference_type:
	case DW_TAG_rvalue_reference_type:
		strcpy(name, "x64");
		return true;
	default:
		return false;
	}
}

/**
 * struct sought - a type that is declared in one unit, and defined in another
 * @path: its name, that of what it is in, and so on; the unit is the last
 * @nr: of @path, without the unit
 * @type: the definition, once it was found
 */
struct sought {
	Dwarf_Die *path;
	int nr;
	Dwarf_Die *type;
};

static bool has_name_of(Dwarf_Die *die, Dwarf_Die *other)
{
	const char *name = dwarf_diename(die), *wanted = dwarf_diename(other);

	return name && wanted && !strcmp(name, wanted);
}

static bool find_within(const struct sought *sought, Dwarf_Die *parent, int level)
{
	Dwarf_Die *wanted = &sought->path[level], child;
	int end;

	for (end = dwarf_child(parent, &child); !end; end = dwarf_siblingof(&child, &child)) {
		if (!has_name_of(&child, wanted))
			continue;
		if (level && find_within(sought, &child, level - 1))
			return true;
		if (level || !debug_type_is_struct(&child) ||
		    dwarf_hasattr(&child, DW_AT_declaration))
			continue;
		*sought->type = child;
		return true;
	}
	return false;
}

static void find_definition(Dwarf_Die *type)
{
	Dwarf_Die *path = NULL, unit;
	struct sought sought = { .nr = dwarf_getscopes_die(type, &path) - 1, .type = type };
	Dwarf *dwarf = dwarf_cu_getdwarf(type->cu);
	Dwarf_CU *cu = NULL;

	sought.path = path;
	while (sought.nr > 0 && !dwarf_get_units(dwarf, cu, &cu, NULL, NULL, &unit, NULL))
		if (find_within(&sought, &unit, sought.nr - 1))
			break;
	free(path);
}

/**
 * debug_type_complete() - find the members of a type that is only declared where it is used
 * @type: from debug_type_of(); becomes the definition, if there is one
 */
void debug_type_complete(Dwarf_Die *type)
{
	if (debug_type_is_struct(type) && dwarf_hasattr(type, DW_AT_declaration))
		find_definition(type);
}

static const char *word_of(Dwarf_Die *type)
{
	switch (dwarf_tag(type)) {
	case DW_TAG_structure_type:
		return "struct ";
	case DW_TAG_class_type:
		return "class ";
	case DW_TAG_union_type:
		return "union ";
	case DW_TAG_enumeration_type:
		return "enum ";
	case DW_TAG_array_type:
		return "array of ";
	default:
		return "";
	}
}

/**
 * debug_type_describe() - as people call it
 * @type: from debug_type_of(); NULL for none
 * @text: the result: "struct size *"
 * @size: of @text
 */
void debug_type_describe(Dwarf_Die *type, char *text, size_t size)
{
	static const char stars[] = " ********";
	unsigned int pointers = 0;
	const char *name = NULL;
	Dwarf_Die next;

	while (type && debug_type_is_pointer(type) && pointers < POINTERS_MAX) {
		type = debug_type_of(type, &next) ? &next : NULL;
		pointers++;
	}
	if (type)
		name = dwarf_diename(type);
	snprintf(text, size, "%s%s%.*s", type ? word_of(type) : "",
		 name ? name :
		 type ? "without a name" :
			"void",
		 pointers ? (int)pointers + 1 : 0, stars);
}

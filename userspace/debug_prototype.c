// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a function takes and returns, as debug information has it: its parameters in
 * the registers that the System V ABI passes them in, by name and type.
 */

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dwarf.h>
#include <elfutils/libdw.h>

#include "debug.h"
#include "debug_prototype.h"
#include "uapi/uprobecap.h"

#define GENERAL_MAX 6 /* registers for integers and pointers, $arg1 to $arg6 */
#define VECTOR_MAX  8 /* registers for floats, %xmm0 to %xmm7 */
#define WORD	    8

/* How a value is passed. */
enum passed {
	PASSED_GENERAL, /* in a general register */
	PASSED_TEXT,	/* likewise, the address of a string */
	PASSED_VECTOR,	/* in a vector register */
	PASSED_MEMORY,	/* on the stack, in no register */
	PASSED_UNKNOWN, /* in several registers, or we cannot tell */
};

/**
 * struct passing - the parameters so far
 * @out: the fields
 * @general: registers that are taken
 * @vector: likewise
 * @nr: of the parameters
 */
struct passing {
	FILE *out;
	unsigned int general;
	unsigned int vector;
	unsigned int nr;
};

/* Return: false when the value has no type: void, or a unit of its own kind. */
static bool type_of(Dwarf_Die *die, Dwarf_Die *type)
{
	Dwarf_Attribute attribute;

	return dwarf_attr_integrate(die, DW_AT_type, &attribute) &&
	       dwarf_formref_die(&attribute, type) && !dwarf_peel_type(type, type);
}

static Dwarf_Word number_of(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attribute;
	Dwarf_Word number = 0;

	if (!dwarf_attr_integrate(die, name, &attribute) || dwarf_formudata(&attribute, &number))
		return 0;
	return number;
}

static bool is_character(Dwarf_Die *type)
{
	Dwarf_Word encoding = number_of(type, DW_AT_encoding);

	return dwarf_tag(type) == DW_TAG_base_type && dwarf_bytesize(type) == 1 &&
	       (encoding == DW_ATE_signed_char || encoding == DW_ATE_unsigned_char);
}

static enum passed pass_base(Dwarf_Die *type, char *name)
{
	Dwarf_Word encoding = number_of(type, DW_AT_encoding);
	int size = dwarf_bytesize(type);
	bool is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;

	if (encoding == DW_ATE_float && (size == 4 || size == 8)) {
		sprintf(name, "f%d", 8 * size);
		return PASSED_VECTOR;
	}
	if (encoding == DW_ATE_float)
		return size == 16 ? PASSED_MEMORY : PASSED_UNKNOWN;
	if (size != 1 && size != 2 && size != 4 && size != 8)
		return PASSED_UNKNOWN;
	sprintf(name, "%c%d", is_signed ? 's' : 'u', 8 * size);
	return PASSED_GENERAL;
}

/* Small ones are in one or two registers, as their members are. */
static enum passed pass_struct(Dwarf_Die *type, char *name)
{
	strcpy(name, "x64");
	if (number_of(type, DW_AT_calling_convention) == DW_CC_pass_by_reference)
		return PASSED_GENERAL;
	return dwarf_bytesize(type) > 2 * WORD ? PASSED_MEMORY : PASSED_UNKNOWN;
}

/* @name: of the type in the probe language. */
static enum passed pass(Dwarf_Die *type, char *name)
{
	Dwarf_Die pointee;

	switch (dwarf_tag(type)) {
	case DW_TAG_base_type:
		return pass_base(type, name);
	case DW_TAG_enumeration_type:
		sprintf(name, "s%d", 8 * dwarf_bytesize(type));
		return PASSED_GENERAL;
	case DW_TAG_pointer_type:
		strcpy(name, "x64");
		return type_of(type, &pointee) && is_character(&pointee) ? PASSED_TEXT :
									   PASSED_GENERAL;
	case DW_TAG_reference_type:
	case DW_TAG_rvalue_reference_type:
		strcpy(name, "x64");
		return PASSED_GENERAL;
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_union_type:
		return pass_struct(type, name);
	default:
		return PASSED_UNKNOWN;
	}
}

static bool may_be_name(const char *name)
{
	size_t length = 0;

	while (name && (isalnum((unsigned char)name[length]) || name[length] == '_'))
		length++;
	return length && length <= UPROBECAP_NAME_MAX && !name[length];
}

static void put_name(const struct passing *passing, const char *name)
{
	fputs(passing->nr > 1 ? " " : "", passing->out);
	if (may_be_name(name))
		fprintf(passing->out, "%s=", name);
	else
		fprintf(passing->out, "arg%u=", passing->nr);
}

/* Return: false when nothing can be said of those behind it. */
static bool put_parameter(struct passing *passing, Dwarf_Die *parameter)
{
	char type_name[8];
	Dwarf_Die type;
	enum passed how = type_of(parameter, &type) ? pass(&type, type_name) : PASSED_UNKNOWN;

	passing->nr++;
	if (how == PASSED_MEMORY)
		return true;
	if (how == PASSED_UNKNOWN || (how == PASSED_VECTOR ? passing->vector == VECTOR_MAX :
							     passing->general == GENERAL_MAX))
		return how != PASSED_UNKNOWN;
	put_name(passing, dwarf_diename(parameter));
	if (how == PASSED_VECTOR)
		fprintf(passing->out, "%%xmm%u:%s", passing->vector++, type_name);
	else if (how == PASSED_TEXT)
		fprintf(passing->out, "+0($arg%u):string", ++passing->general);
	else
		fprintf(passing->out, "$arg%u:%s", ++passing->general, type_name);
	return true;
}

static void put_parameters(struct passing *passing, Dwarf_Die *function)
{
	Dwarf_Die child;
	int end;

	for (end = dwarf_child(function, &child); !end; end = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_formal_parameter && !put_parameter(passing, &child))
			return;
}

static void put_result(struct passing *passing, enum passed how, const char *type)
{
	fputs(" -> ", passing->out);
	if (how == PASSED_VECTOR)
		fprintf(passing->out, "retval=%%xmm0:%s", type);
	else if (how == PASSED_TEXT)
		fputs("retval=+0($retval):string", passing->out);
	else if (how != PASSED_UNKNOWN)
		fprintf(passing->out, "retval=$retval:%s", type);
}

/**
 * debug_prototype() - what a function takes and returns
 * @file: open
 * @function: of it
 *
 * Return: the fields of a call of it, for free(); NULL when there is no debug
 * information about it, or the compiler has changed how it is called.
 */
char *debug_prototype(struct elf_file *file, const struct function *function)
{
	struct passing passing = { 0 };
	struct debug_function debug;
	char result_type[8] = "";
	enum passed result = PASSED_UNKNOWN;
	char *fields = NULL;
	Dwarf_Die type;
	size_t size;

	if (strchr(function->name, '.') || !debug_find_function(file, function->offset, &debug))
		return NULL;
	if (type_of(&debug.die, &type))
		result = pass(&type, result_type);
	/* The address of its place comes first then, and is returned. */
	if (result == PASSED_MEMORY && dwarf_tag(&type) != DW_TAG_base_type)
		passing.general = 1;
	passing.out = need_memory(open_memstream(&fields, &size));
	put_parameters(&passing, &debug.die);
	put_result(&passing, result, result_type);
	fclose(passing.out);
	return fields;
}

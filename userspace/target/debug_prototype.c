// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a function takes and returns, as debug information has it: its parameters in
 * the registers that the System V ABI passes them in, by name and type.
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binary/debug.h"
#include "target/debug_enumeration.h"
#include "target/debug_parameter.h"
#include "target/debug_prototype.h"
#include "uapi/uprobecap.h"

/**
 * struct prototype - the fields so far
 * @out: their text
 * @nr: how many there are
 * @enumerations: the names of their values
 */
struct prototype {
	FILE *out;
	unsigned int nr;
	struct enumerations **enumerations;
};

static bool may_be_name(const char *name)
{
	size_t length = 0;

	while (name && (isalnum((unsigned char)name[length]) || name[length] == '_'))
		length++;
	return length && length <= UPROBECAP_NAME_MAX && !name[length];
}

static void put_value(struct prototype *prototype, struct debug_parameter *parameter)
{
	struct debug_field field = {
		.index = prototype->nr,
		.type = parameter->type,
		.name = parameter->type_name,
	};

	if (debug_type_is_text(&parameter->type))
		fprintf(prototype->out, "+0(%s):string", parameter->fetch);
	else
		fprintf(prototype->out, "%s:%s", parameter->fetch, parameter->type_name);
	debug_enumeration(prototype->enumerations, &field);
	prototype->nr++;
}

static void put_parameters(struct prototype *prototype, Dwarf_Die *function)
{
	struct debug_parameters parameters;
	struct debug_parameter parameter;
	unsigned int number = 0;

	debug_parameters_begin(&parameters, function);
	while (debug_parameters_next(&parameters, &parameter)) {
		number++;
		if (!*parameter.fetch)
			continue;
		fputs(prototype->nr ? " " : "", prototype->out);
		if (may_be_name(parameter.name))
			fprintf(prototype->out, "%s=", parameter.name);
		else
			fprintf(prototype->out, "arg%u=", number);
		put_value(prototype, &parameter);
	}
}

static void put_result(struct prototype *prototype, Dwarf_Die *function)
{
	struct debug_parameter result;

	debug_result(function, &result);
	fputs(" -> ", prototype->out);
	if (!*result.fetch)
		return;
	fputs("retval=", prototype->out);
	put_value(prototype, &result);
}

/**
 * debug_prototype() - what a function takes and returns
 * @file: open
 * @function: of it
 * @enumerations: NULL; out: the names of values, for enumerations_free()
 *
 * Return: the fields of a call of it, for free(); NULL when there is no debug
 * information about it, or the compiler has changed how it is called.
 */
char *debug_prototype(struct elf_file *file, const struct function *function,
		      struct enumerations **enumerations)
{
	struct prototype prototype = { .enumerations = enumerations };
	struct debug_function debug;
	char *fields = NULL;
	size_t size;

	if (strchr(function->name, '.') || !debug_find_function(file, function->offset, &debug))
		return NULL;
	prototype.out = need_memory(open_memstream(&fields, &size));
	put_parameters(&prototype, &debug.die);
	put_result(&prototype, &debug.die);
	fclose(prototype.out);
	return fields;
}

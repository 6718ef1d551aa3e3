// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the parameters and the result of a function are: in the registers that the
 * System V ABI passes them in, at the function's first instruction.
 */

#include <stdio.h>
#include <string.h>

#include "target/debug_parameter.h"

#define GENERAL_MAX 6 /* registers for integers and pointers, $arg1 to $arg6 */
#define VECTOR_MAX  8 /* registers for floats, %xmm0 to %xmm7 */
#define WORD	    8

static enum passed pass_base(Dwarf_Die *type, char *name)
{
	if (debug_number(type, DW_AT_encoding) == DW_ATE_float && dwarf_bytesize(type) == 16)
		return PASSED_MEMORY;
	if (!debug_type_number(type, name))
		return PASSED_UNKNOWN;
	return *name == 'f' ? PASSED_VECTOR : PASSED_GENERAL;
}

/* Small ones are in one or two registers, as their members are. */
static enum passed pass_struct(Dwarf_Die *type, char *name)
{
	strcpy(name, "x64");
	if (debug_number(type, DW_AT_calling_convention) == DW_CC_pass_by_reference)
		return PASSED_GENERAL;
	return dwarf_bytesize(type) > 2 * WORD ? PASSED_MEMORY : PASSED_UNKNOWN;
}

/* @name: of the type in the probe language. */
static enum passed pass(Dwarf_Die *type, char *name)
{
	if (dwarf_tag(type) == DW_TAG_base_type)
		return pass_base(type, name);
	if (debug_type_is_struct(type))
		return pass_struct(type, name);
	return debug_type_number(type, name) ? PASSED_GENERAL : PASSED_UNKNOWN;
}

static void take(Dwarf_Die *die, struct debug_parameter *parameter)
{
	*parameter = (struct debug_parameter){ .how = PASSED_UNKNOWN };
	if (debug_type_of(die, &parameter->type))
		parameter->how = pass(&parameter->type, parameter->type_name);
	else
		parameter->type = (Dwarf_Die){ 0 };
}

/**
 * debug_result() - what a function returns
 * @function: it
 * @result: as it returns
 */
void debug_result(Dwarf_Die *function, struct debug_parameter *result)
{
	take(function, result);
	/* long double has a register of its own. */
	if (result->how == PASSED_MEMORY && !debug_type_is_struct(&result->type))
		result->how = PASSED_UNKNOWN;
	if (result->how == PASSED_VECTOR)
		strcpy(result->fetch, "%xmm0");
	else if (result->how != PASSED_UNKNOWN)
		strcpy(result->fetch, "$retval");
}

/**
 * debug_parameters_begin() - before the first
 * @parameters: to be filled
 * @function: whose
 */
void debug_parameters_begin(struct debug_parameters *parameters, Dwarf_Die *function)
{
	struct debug_parameter result;

	*parameters = (struct debug_parameters){ 0 };
	debug_result(function, &result);
	/* The address of its place comes first then, and is returned. */
	parameters->general = result.how == PASSED_MEMORY;
	parameters->end = dwarf_child(function, &parameters->next);
}

static void find_register(struct debug_parameters *parameters, struct debug_parameter *parameter)
{
	if (parameters->is_lost)
		parameter->how = PASSED_UNKNOWN;
	switch (parameter->how) {
	case PASSED_GENERAL:
		if (parameters->general < GENERAL_MAX)
			sprintf(parameter->fetch, "$arg%u", ++parameters->general);
		break;
	case PASSED_VECTOR:
		if (parameters->vector < VECTOR_MAX)
			sprintf(parameter->fetch, "%%xmm%u", parameters->vector++);
		break;
	case PASSED_MEMORY:
		break;
	case PASSED_UNKNOWN:
		parameters->is_lost = true;
		break;
	}
}

/**
 * debug_parameters_next() - the next one
 * @parameters: from debug_parameters_begin()
 * @parameter: the result
 *
 * Return: false when there is none.
 */
bool debug_parameters_next(struct debug_parameters *parameters, struct debug_parameter *parameter)
{
	Dwarf_Die die;

	while (!parameters->end) {
		die = parameters->next;
		parameters->end = dwarf_siblingof(&die, &parameters->next);
		if (dwarf_tag(&die) != DW_TAG_formal_parameter)
			continue;
		take(&die, parameter);
		parameter->name = dwarf_diename(&die);
		find_register(parameters, parameter);
		return true;
	}
	return false;
}

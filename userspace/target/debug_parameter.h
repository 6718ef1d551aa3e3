/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the parameters and the result of a function are.
 */
#ifndef UPROBECAP_DEBUG_PARAMETER_H
#define UPROBECAP_DEBUG_PARAMETER_H

#include <stdbool.h>

#include "target/debug_type.h"

#define DEBUG_FETCH 8 /* bytes of "$retval", its NUL included */

/* How a value is passed. */
enum passed {
	PASSED_GENERAL, /* in a general register */
	PASSED_VECTOR,	/* in a vector register */
	PASSED_MEMORY,	/* on the stack, in no register; of a result, its address is */
	PASSED_UNKNOWN, /* in several registers, or we cannot tell */
};

/**
 * struct debug_parameter - a parameter, or the result
 * @how: it is passed
 * @name: as in the source; NULL when it has none
 * @type: of it; zeroed when it is unknown
 * @type_name: of its value, in the probe language; of what has members, that of its address
 * @fetch: its value, or the address of what has members, in the probe language; or empty
 */
struct debug_parameter {
	enum passed how;
	const char *name;
	Dwarf_Die type;
	char type_name[DEBUG_TYPE_NAME];
	char fetch[DEBUG_FETCH];
};

/**
 * struct debug_parameters - those of a function, one after the other
 * @next: the child of the function that is to be looked at
 * @end: there is none
 * @general: registers that are taken
 * @vector: likewise
 * @is_lost: nothing is known of those that follow
 */
struct debug_parameters {
	Dwarf_Die next;
	bool end;
	unsigned int general;
	unsigned int vector;
	bool is_lost;
};

void debug_parameters_begin(struct debug_parameters *parameters, Dwarf_Die *function);
bool debug_parameters_next(struct debug_parameters *parameters, struct debug_parameter *parameter);
void debug_result(Dwarf_Die *function, struct debug_parameter *result);

#endif /* UPROBECAP_DEBUG_PARAMETER_H */

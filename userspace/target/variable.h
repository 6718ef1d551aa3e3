/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A variable of the traced program: what a parameter, a result, and what they lead to
 * are in the probe language.
 */
#ifndef UPROBECAP_VARIABLE_H
#define UPROBECAP_VARIABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "target/debug_parameter.h"
#include "target/member.h"

/**
 * struct variable - where it is, and of which type
 * @has_type: or it is void
 * @type: from debug_type_of()
 * @dimension: so many indices were given of an array
 * @base: its value in the probe language, or its address; for free()
 * @in_memory: @base is its address, but for @offset
 * @offset: of it, with a sign
 * @bit_width: of a bit-field; 0 when it is none
 * @bit_offset: of a bit-field
 */
struct variable {
	bool has_type;
	Dwarf_Die type;
	unsigned int dimension;
	char *base;
	bool in_memory;
	uint64_t offset;
	unsigned int bit_width;
	unsigned int bit_offset;
};

void variable_begin(struct variable *variable, const struct debug_parameter *parameter);
void variable_free(struct variable *variable);
void variable_follow(struct variable *variable);
void variable_dereference(struct variable *variable);
void variable_enter(struct variable *variable, struct member *member);
void variable_index(struct variable *variable, uint64_t index);
bool variable_is_array(struct variable *variable);
uint64_t variable_count(struct variable *variable, bool all);
bool variable_has_one_dimension(struct variable *variable);
char *variable_fetch(const struct variable *variable);

#endif /* UPROBECAP_VARIABLE_H */

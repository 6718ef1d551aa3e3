/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A member of a struct, class or union.
 */
#ifndef UPROBECAP_MEMBER_H
#define UPROBECAP_MEMBER_H

#include <stdint.h>

#include "binary/nearest.h"
#include "target/debug_type.h"

/**
 * struct member - where it is
 * @die: debug information about it
 * @offset: from the beginning of the struct, in bytes
 * @bit_width: of a bit-field; 0 when it is none
 * @bit_offset: of a bit-field, from the lowest bit at @offset
 */
struct member {
	Dwarf_Die die;
	uint64_t offset;
	unsigned int bit_width;
	unsigned int bit_offset;
};

bool member_find(Dwarf_Die *type, struct nearest *nearest, struct member *member);
void member_list(Dwarf_Die *type, char *text, size_t size);

#endif /* UPROBECAP_MEMBER_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names of an enum's values, as debug information has them.
 */
#ifndef UPROBECAP_DEBUG_ENUMERATION_H
#define UPROBECAP_DEBUG_ENUMERATION_H

#include "stream/enumeration.h"
#include "target/debug_type.h"

/**
 * struct debug_field - a field of a probe
 * @index: of it
 * @type: from debug_type_of()
 * @name: of the type in the probe language: u8 to s64, or uN for N bits
 */
struct debug_field {
	unsigned int index;
	Dwarf_Die type;
	const char *name;
};

void debug_enumeration(struct enumerations **enumerations, struct debug_field *field);

#endif /* UPROBECAP_DEBUG_ENUMERATION_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Types, as debug information has them, and as the probe language does.
 */
#ifndef UPROBECAP_DEBUG_TYPE_H
#define UPROBECAP_DEBUG_TYPE_H

#include <stdbool.h>
#include <stddef.h>

#include <dwarf.h>
#include <elfutils/libdw.h>

#define DEBUG_TYPE_NAME 8 /* bytes of a number's type in the probe language, its NUL included */

bool debug_type_of(Dwarf_Die *die, Dwarf_Die *type);
Dwarf_Word debug_number(Dwarf_Die *die, unsigned int name);
bool debug_type_is_character(Dwarf_Die *type);
bool debug_type_is_text(Dwarf_Die *type);
bool debug_type_is_pointer(Dwarf_Die *type);
bool debug_type_is_reference(Dwarf_Die *type);
bool debug_type_is_struct(Dwarf_Die *type);
bool debug_type_number(Dwarf_Die *type, char name[DEBUG_TYPE_NAME]);
void debug_type_complete(Dwarf_Die *type);
void debug_type_describe(Dwarf_Die *type, char *text, size_t size);

#endif /* UPROBECAP_DEBUG_TYPE_H */

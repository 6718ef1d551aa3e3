/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names of values: RED for 0, and A|B for 3 where the values are bits.
 */
#ifndef UPROBECAP_ENUMERATION_H
#define UPROBECAP_ENUMERATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "print/line.h"
#include "stream/note.h"

/**
 * struct enumerations - those of a probe
 * @of_field: of each field; NULL when its values have no names
 */
struct enumerations {
	struct note_enumeration *of_field[UPROBECAP_FIELDS_MAX];
};

/**
 * struct enumeration_name - a value that has a name
 * @value: extended to 64 bits
 * @name: of letters, digits, '_' and '$'
 */
struct enumeration_name {
	uint64_t value;
	const char *name;
};

bool enumeration_is_character(char character);
struct note_enumeration *enumeration_create(const struct enumeration_name *names, size_t nr);
bool enumeration_has(const struct note_enumeration *enumeration, uint64_t value);
void enumeration_put(struct line *line, const struct note_enumeration *enumeration, uint64_t value);
void enumerations_set(struct enumerations **enumerations, unsigned int field,
		      struct note_enumeration *enumeration);
struct enumerations *enumerations_copy(const struct enumerations *enumerations);
void enumerations_free(struct enumerations *enumerations);

#endif /* UPROBECAP_ENUMERATION_H */

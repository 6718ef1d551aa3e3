/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The value of a field in a hit.
 */
#ifndef UPROBECAP_VALUE_H
#define UPROBECAP_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "uapi/uprobecap.h"

/**
 * struct value - the value of a field
 * @field: its definition
 * @hit: that it was read at
 * @irregular: see struct uprobecap_hit
 * @status: enum uprobecap_status when it could not be read; 0 when it was
 * @truncated: only the beginning of the string, or of bytes[], was
 * @text: of a string or bytes[], not NUL-terminated; NULL of any other
 * @length: of @text
 * @slot: of a number or an array
 */
struct value {
	const struct uprobecap_field *field;
	const struct uprobecap_hit *hit;
	bool irregular;
	uint64_t status;
	bool truncated;
	const char *text;
	size_t length;
	const void *slot;
};

#define VALUE_FLOAT_SIZE 32 /* bytes of a float as text, its NUL included */

bool value_is_sound(const struct uprobecap_hit *hit, const struct uprobecap_field *field,
		    unsigned int index);
struct value value_of(const struct uprobecap_hit *hit, const struct uprobecap_field *field,
		      unsigned int index);
struct value value_string(const struct value *value, unsigned int n);
uint64_t value_number(const struct value *value, unsigned int n);
double value_float(const struct value *value, unsigned int n, char text[VALUE_FLOAT_SIZE]);
size_t value_characters(const struct value *value);
const char *value_error(const struct value *value);

/**
 * value_integer() - the short way to the commonest fields
 * @hit: one of the field's probe
 * @field: checked
 * @index: of the field
 *
 * Return: the value, if it is just a number that was read; else NULL: see value_of().
 */
static inline const uint64_t *value_integer(const struct uprobecap_hit *hit,
					    const struct uprobecap_field *field, unsigned int index)
{
	if (field->count || field->kind > UPROBECAP_CHAR || hit->irregular >> index & 1)
		return NULL;
	return (const uint64_t *)((const char *)hit + field->offset);
}

#endif /* UPROBECAP_VALUE_H */

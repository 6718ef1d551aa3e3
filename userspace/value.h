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
 * @status: enum uprobecap_status when it could not be read; 0 when it was
 * @truncated: only the beginning of the string was
 * @text: of a string, not NUL-terminated
 * @length: of @text
 * @slot: of a number or an array
 */
struct value {
	const struct uprobecap_field *field;
	uint64_t status;
	bool truncated;
	const char *text;
	size_t length;
	const void *slot;
};

bool value_is_sound(const struct uprobecap_hit *hit, const struct uprobecap_field *field,
		    unsigned int index);
struct value value_of(const struct uprobecap_hit *hit, const struct uprobecap_field *field,
		      unsigned int index);
uint64_t value_number(const struct value *value, unsigned int n);
const char *value_error(const struct value *value);

#endif /* UPROBECAP_VALUE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What holds for whatever the parser of the probe language has taken, or refused.
 */
#ifndef TESTS_SOUND_H
#define TESTS_SOUND_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "arch.h"
#include "spec.h"

static inline bool memory_is_sound(const struct spec_field *field)
{
	if (field->kind == UPROBECAP_STRING || field->kind == UPROBECAP_BYTES)
		return !field->size && (field->nr_derefs || field->source == SPEC_COMM);
	return (field->size == 1 || field->size == 2 || field->size == 4 || field->size == 8) &&
	       field->bit_width + field->bit_offset <= 8 * field->size;
}

static inline bool length_is_sound(const struct spec_field *field)
{
	if (field->kind != UPROBECAP_BYTES)
		return true;
	if (field->length.source == SPEC_IMMEDIATE)
		return field->length.param >= 1 && field->length.param <= UPROBECAP_BYTES_MAX;
	return field->length.source <= SPEC_ARGUMENT && field->length.source != SPEC_COMM;
}

static inline bool source_is_sound(const struct spec_field *field)
{
	switch (field->source) {
	case SPEC_REGISTER:
		return field->param < (ARCH_REGISTERS(ARCH_COUNT_ONE) 0);
	case SPEC_ARGUMENT:
		return field->param < ARCH_ARGUMENTS_MAX;
	case SPEC_VECTOR:
		return field->param < ARCH_VECTORS && field->kind == UPROBECAP_FLOAT;
	case SPEC_FILE:
		return field->nr_derefs;
	default:
		return field->source <= SPEC_FILE;
	}
}

static inline bool field_is_sound(const struct spec_field *field)
{
	size_t name = strnlen(field->name, sizeof(field->name));

	return name >= 1 && name <= UPROBECAP_NAME_MAX && field->kind >= UPROBECAP_UNSIGNED &&
	       field->kind <= UPROBECAP_BYTES && field->nr_derefs <= UPROBECAP_DEREFS_MAX &&
	       field->count <= UPROBECAP_ARRAY_MAX && (!field->count || field->nr_derefs) &&
	       source_is_sound(field) && memory_is_sound(field) && length_is_sound(field);
}

static inline bool fields_are_sound(const struct spec_fields *fields)
{
	unsigned int i;

	if (fields->nr > UPROBECAP_FIELDS_MAX)
		return false;
	for (i = 0; i < fields->nr; i++)
		if (!field_is_sound(&fields->field[i]))
			return false;
	return true;
}

static inline bool jump_is_sound(const struct spec_filter *filter, unsigned int from,
				 unsigned int to)
{
	return to == SPEC_PASS || to == SPEC_FAIL || (to > from && to < filter->nr);
}

static inline bool filter_is_sound(const struct spec *spec)
{
	const struct spec_filter *filter = &spec->filter;
	unsigned int i;

	if (filter->nr > UPROBECAP_TERMS_MAX)
		return false;
	for (i = 0; i < filter->nr; i++) {
		const struct spec_term *term = &filter->term[i];

		if (term->operand > SPEC_LATENCY || term->comparison > SPEC_MATCH ||
		    (term->operand == SPEC_FIELD && term->index >= spec->fields.nr) ||
		    !memchr(term->text, '\0', sizeof(term->text)) ||
		    !jump_is_sound(filter, i, term->yes) || !jump_is_sound(filter, i, term->no))
			return false;
	}
	return true;
}

static inline bool spec_is_sound(const struct spec *spec)
{
	return (spec->type == 'p' || spec->type == 'r' || spec->type == 'c') &&
	       memchr(spec->name, '\0', sizeof(spec->name)) && spec->nr_entry <= spec->fields.nr &&
	       fields_are_sound(&spec->fields) && filter_is_sound(spec);
}

static inline bool refusal_is_sound(const char *text, int err, const struct spec_error *error)
{
	return (err == -EINVAL || err == -E2BIG) && error->column >= 1 &&
	       error->column <= strlen(text) + 1 && error->message;
}

#endif /* TESTS_SOUND_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The value of a field in a hit.
 */

#include <string.h>

#include "value.h"

static const void *slot_of(const struct uprobecap_hit *hit, const struct uprobecap_field *field)
{
	return (const char *)hit + field->offset;
}

static bool is_irregular(const struct uprobecap_hit *hit, unsigned int index)
{
	return hit->irregular >> index & 1;
}

/**
 * value_is_sound() - may value_of() be asked?
 * @hit: whose record reaches behind the slots of its fields
 * @field: checked
 * @index: of the field
 */
bool value_is_sound(const struct uprobecap_hit *hit, const struct uprobecap_field *field,
		    unsigned int index)
{
	const struct uprobecap_string *string = slot_of(hit, field);

	if (field->kind != UPROBECAP_STRING)
		return !is_irregular(hit, index) || *(const uint64_t *)slot_of(hit, field);
	if (!string->size)
		return is_irregular(hit, index) && string->offset;
	return string->offset <= hit->record.size &&
	       string->size <= hit->record.size - string->offset &&
	       !((const char *)hit)[string->offset + string->size - 1];
}

/**
 * value_of() - the value of a field
 * @hit: one of the field's probe
 * @field: for which value_is_sound()
 * @index: of the field
 */
struct value value_of(const struct uprobecap_hit *hit, const struct uprobecap_field *field,
		      unsigned int index)
{
	struct value value = { .field = field, .slot = slot_of(hit, field) };
	const struct uprobecap_string *string = value.slot;

	if (field->kind != UPROBECAP_STRING) {
		if (is_irregular(hit, index))
			value.status = *(const uint64_t *)value.slot;
		return value;
	}
	if (!string->size) {
		value.status = string->offset;
		return value;
	}
	value.truncated = is_irregular(hit, index);
	value.text = (const char *)hit + string->offset;
	value.length = string->size - 1;
	return value;
}

static uint64_t array_element(const void *slot, unsigned int size, unsigned int n)
{
	switch (size) {
	case 1:
		return ((const uint8_t *)slot)[n];
	case 2:
		return ((const uint16_t *)slot)[n];
	case 4:
		return ((const uint32_t *)slot)[n];
	default:
		return ((const uint64_t *)slot)[n];
	}
}

/**
 * value_number() - a number, or an element of an array
 * @value: that was read
 * @n: of the element; 0 for a number
 *
 * Return: extended to 64 bits, with its sign if it has one.
 */
uint64_t value_number(const struct value *value, unsigned int n)
{
	unsigned int size = value->field->size;
	uint64_t number;

	if (!value->field->count)
		return *(const uint64_t *)value->slot;
	number = array_element(value->slot, size, n);
	if (value->field->kind == UPROBECAP_SIGNED)
		number = (int64_t)(number << (64 - 8 * size)) >> (64 - 8 * size);
	return number;
}

/**
 * value_error() - why there is no value
 * @value: any
 *
 * Return: one or two words; NULL when there is a value.
 */
const char *value_error(const struct value *value)
{
	switch (value->status) {
	case 0:
		return NULL;
	case UPROBECAP_FAULTED:
		return "fault";
	case UPROBECAP_BAD:
		return "bad address";
	default:
		return "unreadable";
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The value of a field in a hit.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stream/value.h"

static const void *slot_of(const struct uprobecap_hit *hit, const struct uprobecap_field *field)
{
	return (const char *)hit + field->offset;
}

static bool is_irregular(const struct uprobecap_hit *hit, unsigned int index)
{
	return hit->irregular >> index & 1;
}

static bool lies_within(const struct uprobecap_hit *hit, const struct uprobecap_string *place)
{
	return place->offset <= hit->record.size && place->size <= hit->record.size - place->offset;
}

static bool ends_with_nul(const struct uprobecap_hit *hit, const struct uprobecap_string *place)
{
	return !((const char *)hit)[place->offset + place->size - 1];
}

/* In an array whose bit is set, what was cut is known by its end. */
static bool string_is_sound(const struct uprobecap_hit *hit, const struct uprobecap_string *place,
			    bool irregular, bool in_array)
{
	if (!place->size)
		return irregular && place->offset;
	return lies_within(hit, place) && ((irregular && in_array) || ends_with_nul(hit, place));
}

static bool strings_are_sound(const struct uprobecap_hit *hit, const struct uprobecap_field *field,
			      bool irregular)
{
	const struct uprobecap_string *place = slot_of(hit, field);
	uint32_t n;

	if (!field->count)
		return string_is_sound(hit, place, irregular, false);
	for (n = 0; n < field->count; n++)
		if (!string_is_sound(hit, &place[n], irregular, true))
			return false;
	return true;
}

static bool bytes_are_sound(const struct uprobecap_hit *hit, const struct uprobecap_string *place,
			    bool irregular)
{
	return place->size ? lies_within(hit, place) : !irregular || place->offset;
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
	bool irregular = is_irregular(hit, index);

	switch (field->kind) {
	case UPROBECAP_STRING:
		return strings_are_sound(hit, field, irregular);
	case UPROBECAP_BYTES:
		return bytes_are_sound(hit, slot_of(hit, field), irregular);
	default:
		return !irregular || *(const uint64_t *)slot_of(hit, field);
	}
}

static void take_string(struct value *value, const struct uprobecap_string *place, bool in_array)
{
	bool ended;

	if (!place->size) {
		value->status = place->offset;
		return;
	}
	ended = ends_with_nul(value->hit, place);
	value->truncated = value->irregular && !(in_array && ended);
	value->text = (const char *)value->hit + place->offset;
	value->length = place->size - ended;
}

static void take_bytes(struct value *value, const struct uprobecap_string *place)
{
	if (value->irregular && !place->size) {
		value->status = place->offset;
		return;
	}
	value->truncated = value->irregular;
	value->text = place->size ? (const char *)value->hit + place->offset : "";
	value->length = place->size;
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
	struct value value = {
		.field = field,
		.hit = hit,
		.irregular = is_irregular(hit, index),
		.slot = slot_of(hit, field),
	};

	if (field->kind == UPROBECAP_BYTES)
		take_bytes(&value, value.slot);
	else if (field->kind == UPROBECAP_STRING && !field->count)
		take_string(&value, value.slot, false);
	else if (field->kind != UPROBECAP_STRING && value.irregular)
		value.status = *(const uint64_t *)value.slot;
	return value;
}

/**
 * value_string() - an element of an array of strings
 * @value: the array
 * @n: of the element
 */
struct value value_string(const struct value *value, unsigned int n)
{
	const struct uprobecap_string *places = value->slot;
	struct value string = {
		.field = value->field,
		.hit = value->hit,
		.irregular = value->irregular,
	};

	take_string(&string, &places[n], true);
	return string;
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

static double float_of(uint64_t bits, bool is_double)
{
	uint32_t low = bits;
	double number;
	float single;

	if (is_double) {
		memcpy(&number, &bits, sizeof(number));
		return number;
	}
	memcpy(&single, &low, sizeof(single));
	return single;
}

/**
 * value_float() - a float, or an element of an array of them
 * @value: that was read
 * @n: of the element; 0 for a float
 * @text: out: the shortest that means exactly this number, or inf, -inf, nan, -nan
 *
 * Return: the number.
 */
double value_float(const struct value *value, unsigned int n, char text[VALUE_FLOAT_SIZE])
{
	bool is_double = value->field->size == sizeof(double);
	double number = float_of(value_number(value, n), is_double);
	int digits = is_double ? 17 : 9;
	int tried;

	for (tried = is_double ? 15 : 6; tried <= digits; tried++) {
		snprintf(text, VALUE_FLOAT_SIZE, "%.*g", tried, number);
		if ((is_double ? strtod(text, NULL) : strtof(text, NULL)) == number)
			break;
	}
	return number;
}

/**
 * value_characters() - how many characters are text in an array of them
 * @value: that was read
 *
 * Return: all but the NULs at its end.
 */
size_t value_characters(const struct value *value)
{
	const char *characters = value->slot;
	size_t length = value->field->count;

	while (length && !characters[length - 1])
		length--;
	return length;
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

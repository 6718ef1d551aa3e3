// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names of values: RED for 0, and A|B for 3 where the values are bits.
 */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "stream/enumeration.h"

#define UNIT (sizeof(struct note_enumerator)) /* beside the name */

/**
 * enumeration_is_character() - may it be in a name, which is printed as it is?
 * @character: any
 */
bool enumeration_is_character(char character)
{
	return isascii(character) &&
	       (isalnum((unsigned char)character) || character == '_' || character == '$');
}

/**
 * enumeration_create() - names for values
 * @names: by rising values
 * @nr: how many; the last ones, which have no room in a record, are left out
 *
 * Return: for enumerations_set(), or free().
 */
struct note_enumeration *enumeration_create(const struct enumeration_name *names, size_t nr)
{
	size_t size = sizeof(struct note_enumeration), kept, n;
	struct note_enumeration *note;
	uint32_t at;

	for (kept = 0; kept < nr; kept++) {
		size_t more = UNIT + strlen(names[kept].name) + 1;

		if (size + more > UPROBECAP_RECORD_MAX)
			break;
		size += more;
	}
	size = (size + 7) / 8 * 8;
	note = need_memory(calloc(1, size));
	note->record.type = NOTE_ENUMERATION;
	note->record.size = size;
	note->nr = kept;
	at = sizeof(*note) + kept * UNIT;
	for (n = 0; n < kept; n++) {
		note->enumerator[n].value = names[n].value;
		note->enumerator[n].name = at;
		strcpy((char *)note + at, names[n].name);
		at += strlen(names[n].name) + 1;
	}
	return note;
}

static const char *name_at(const struct note_enumeration *enumeration, uint32_t n)
{
	return (const char *)enumeration + enumeration->enumerator[n].name;
}

static const char *find_name(const struct note_enumeration *enumeration, uint64_t value)
{
	uint32_t low = 0, high = enumeration->nr;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (enumeration->enumerator[middle].value < value)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == enumeration->nr || enumeration->enumerator[low].value != value)
		return NULL;
	return name_at(enumeration, low);
}

static bool is_bit(uint64_t value)
{
	return value && !(value & (value - 1));
}

/* 0, 1, 2 are numbers rather than bits; 0 beside bits means that none is set. */
static bool are_bits(const struct note_enumeration *enumeration)
{
	const struct note_enumerator *enumerator = enumeration->enumerator;
	bool has_none = enumeration->nr && !enumerator[0].value;
	uint32_t n;

	for (n = has_none; n < enumeration->nr; n++)
		if (!is_bit(enumerator[n].value))
			return false;
	return enumeration->nr && (!has_none || enumerator[enumeration->nr - 1].value > 2);
}

static bool has_all(const struct note_enumeration *enumeration, uint64_t bits)
{
	uint32_t n;

	for (n = 0; n < enumeration->nr; n++)
		bits &= ~enumeration->enumerator[n].value;
	return !bits;
}

static void put_bits(struct line *line, const struct note_enumeration *enumeration, uint64_t bits)
{
	const char *separator = "";
	uint32_t n;

	for (n = 0; n < enumeration->nr; n++) {
		if (!(enumeration->enumerator[n].value & bits))
			continue;
		line_text(line, separator);
		line_text(line, name_at(enumeration, n));
		separator = "|";
	}
}

/**
 * enumeration_has() - has a value a name?
 * @enumeration: sound
 * @value: extended to 64 bits
 */
bool enumeration_has(const struct note_enumeration *enumeration, uint64_t value)
{
	return find_name(enumeration, value) ||
	       (value && are_bits(enumeration) && has_all(enumeration, value));
}

/**
 * enumeration_put() - put the name of a value
 * @line: that was begun
 * @enumeration: that has it
 * @value: extended to 64 bits
 */
void enumeration_put(struct line *line, const struct note_enumeration *enumeration, uint64_t value)
{
	const char *name = find_name(enumeration, value);

	if (name)
		line_text(line, name);
	else
		put_bits(line, enumeration, value);
}

/**
 * enumerations_set() - the names of a field's values
 * @enumerations: of its probe; NULL before the first
 * @field: index of it
 * @enumeration: sound, from malloc(); it is taken
 */
void enumerations_set(struct enumerations **enumerations, unsigned int field,
		      struct note_enumeration *enumeration)
{
	if (field >= UPROBECAP_FIELDS_MAX) {
		free(enumeration);
		return;
	}
	if (!*enumerations)
		*enumerations = need_memory(calloc(1, sizeof(**enumerations)));
	enumeration->field = field;
	free((*enumerations)->of_field[field]);
	(*enumerations)->of_field[field] = enumeration;
}

/**
 * enumerations_copy() - a copy of all
 * @enumerations: or NULL
 *
 * Return: for enumerations_free(); NULL of NULL.
 */
struct enumerations *enumerations_copy(const struct enumerations *enumerations)
{
	struct enumerations *copy = NULL;
	unsigned int n;

	for (n = 0; enumerations && n < UPROBECAP_FIELDS_MAX; n++)
		if (enumerations->of_field[n])
			enumerations_set(&copy, n, note_copy(enumerations->of_field[n]));
	return copy;
}

/**
 * enumerations_free() - give back
 * @enumerations: or NULL
 */
void enumerations_free(struct enumerations *enumerations)
{
	unsigned int n;

	for (n = 0; enumerations && n < UPROBECAP_FIELDS_MAX; n++)
		free(enumerations->of_field[n]);
	free(enumerations);
}

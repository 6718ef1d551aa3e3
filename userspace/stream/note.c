// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notes: what uprobecap record adds to the stream of the module. One that was read
 * may say anything.
 */

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "stream/enumeration.h"

/* Bytes; a large one is told again for each probe of a pattern. */
#define ENUMERATIONS_MAX (64 * 1024 * 1024)

static bool ends_within(const struct uprobecap_record *record, const char *text)
{
	const char *end = (const char *)record + record->size;

	return text < end && memchr(text, '\0', end - text);
}

static bool function_is_sound(const struct note_function *note)
{
	return note->record.size > sizeof(*note) && ends_within(&note->record, note->name);
}

static bool mapping_is_sound(const struct note_mapping *note)
{
	return note->record.size > sizeof(*note) && ends_within(&note->record, note->path) &&
	       note->build_id_size <= sizeof(note->build_id);
}

/* Return: the end of the name, behind its NUL; 0 when it is none. */
static uint32_t end_of_name(const struct uprobecap_record *record, uint32_t at)
{
	const char *name = (const char *)record + at;
	const char *end = name;

	if (!ends_within(record, name))
		return 0;
	while (enumeration_is_character(*end))
		end++;
	return end == name || *end ? 0 : at + (end - name) + 1;
}

/**
 * note_enumeration_is_sound() - can it be used?
 * @note: of any content; its size was checked
 */
bool note_enumeration_is_sound(const struct note_enumeration *note)
{
	uint32_t n, end;

	if (note->record.size < sizeof(*note) || note->field >= UPROBECAP_FIELDS_MAX ||
	    note->nr > (note->record.size - sizeof(*note)) / sizeof(note->enumerator[0]))
		return false;
	end = sizeof(*note) + note->nr * sizeof(note->enumerator[0]);
	for (n = 0; n < note->nr; n++) {
		if (note->enumerator[n].name != end ||
		    (n && note->enumerator[n].value <= note->enumerator[n - 1].value))
			return false;
		end = end_of_name(&note->record, end);
		if (!end)
			return false;
	}
	return true;
}

static const char *take_function(struct notes *notes, const struct note_function *note)
{
	if (!function_is_sound(note))
		return "the name of a function does not end";
	free(notes->function);
	notes->function = need_memory(strdup(note->name));
	return NULL;
}

static const char *take_enumeration(struct notes *notes, const struct note_enumeration *note)
{
	if (!note_enumeration_is_sound(note))
		return "the names of values are in no order, or are no names";
	notes->bytes += note->record.size;
	if (notes->bytes > ENUMERATIONS_MAX)
		return "there are more names of values than any program has";
	enumerations_set(&notes->enumerations, note->field, note_copy(note));
	return NULL;
}

/**
 * notes_take() - take up a note
 * @notes: zeroed before the first
 * @record: a note of any content; its size was checked
 *
 * Return: NULL, or what is wrong with it, half a sentence.
 */
const char *notes_take(struct notes *notes, const struct uprobecap_record *record)
{
	switch (record->type) {
	case NOTE_FUNCTION:
		return take_function(notes, (const void *)record);
	case NOTE_ENUMERATION:
		return take_enumeration(notes, (const void *)record);
	case NOTE_MAPPING:
		if (!mapping_is_sound((const void *)record))
			return "a mapping is too short, or its path does not end";
		return NULL;
	default:
		return NULL;
	}
}

/**
 * notes_forget() - the next probe is another one
 * @notes: any
 */
void notes_forget(struct notes *notes)
{
	free(notes->function);
	notes->function = NULL;
	enumerations_free(notes->enumerations);
	notes->enumerations = NULL;
}

/**
 * note_function_create() - how a probe is called
 * @name: of its function
 *
 * Return: for free().
 */
struct note_function *note_function_create(const char *name)
{
	size_t size = (sizeof(struct note_function) + strlen(name) + 1 + 7) / 8 * 8;
	struct note_function *note = need_memory(calloc(1, size));

	note->record.type = NOTE_FUNCTION;
	note->record.size = size;
	strcpy(note->name, name);
	return note;
}

/**
 * note_copy() - a copy of the names of values
 * @note: sound
 *
 * Return: for free().
 */
struct note_enumeration *note_copy(const struct note_enumeration *note)
{
	struct note_enumeration *copy = need_memory(malloc(note->record.size));

	return memcpy(copy, note, note->record.size);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notes: what uprobecap record adds to the stream of the module, so that a
 * recording tells on another machine what only this one knows.
 */
#ifndef UPROBECAP_NOTE_H
#define UPROBECAP_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "uapi/uprobecap.h"

struct enumerations;

enum note_type {
	NOTE_FUNCTION = UPROBECAP_NOTES,	/* struct note_function */
	NOTE_MAPPING = UPROBECAP_NOTES + 1,	/* struct note_mapping */
	NOTE_ENUMERATION = UPROBECAP_NOTES + 2, /* struct note_enumeration */
	NOTE_REPEAT = UPROBECAP_NOTES + 3,	/* struct note_repeat */
};

/**
 * struct note_function - how the probe is called whose definition follows
 * @name: of the function, a C string
 */
struct note_function {
	struct uprobecap_record record;
	char name[];
};

/**
 * struct note_mapping - where a process that was hit had a file
 * @time: when that was seen, CLOCK_MONOTONIC in ns
 * @start: address of the first byte, and
 * @end: behind the last
 * @offset: of @start in the file
 * @pid: as hits have it
 * @build_id_size: 0 when the file has none
 * @build_id: of the file
 * @path: of it, as the process sees it; a C string
 */
struct note_mapping {
	struct uprobecap_record record;
	uint64_t time;
	uint64_t start;
	uint64_t end;
	uint64_t offset;
	uint32_t pid;
	uint32_t build_id_size;
	uint8_t build_id[UPROBECAP_BUILD_ID_MAX];
	char path[];
};

/**
 * struct note_enumerator - a value that has a name
 * @value: as value_number() gives it
 * @name: where in the note its name is, a C string of letters, digits, '_' and '$'
 */
struct note_enumerator {
	uint64_t value;
	uint32_t name;
	uint32_t reserved;
};

/**
 * struct note_enumeration - the names of a field's values, of the probe whose definition follows
 * @field: index of the field
 * @nr: how many there are
 * @enumerator: each, by rising values; their names follow
 */
struct note_enumeration {
	struct uprobecap_record record;
	uint32_t field;
	uint32_t nr;
	struct note_enumerator enumerator[];
};

/**
 * struct note_repeat - a hit that is as an earlier one, but for its time and its fields
 * @type: NOTE_REPEAT
 * @model: which one: struct repeats keeps them
 * @size: as of any record
 * @time: as in struct uprobecap_hit
 *
 * Behind it lie the fields, as behind that.
 */
struct note_repeat {
	uint16_t type;
	uint16_t model;
	uint32_t size;
	uint64_t time;
};

/**
 * struct notes - those that were read, of the probe that will be defined next
 * @function: how it is called; or NULL
 * @enumerations: the names of its values; or NULL
 * @bytes: of names of values, until now
 */
struct notes {
	char *function;
	struct enumerations *enumerations;
	uint64_t bytes;
};

const char *notes_take(struct notes *notes, const struct uprobecap_record *record);
void notes_forget(struct notes *notes);
bool note_enumeration_is_sound(const struct note_enumeration *note);
struct note_function *note_function_create(const char *name);
struct note_enumeration *note_copy(const struct note_enumeration *note);

#endif /* UPROBECAP_NOTE_H */

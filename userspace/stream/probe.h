/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The probes that a stream defines.
 */
#ifndef UPROBECAP_PROBE_H
#define UPROBECAP_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream/enumeration.h"
#include "uapi/uprobecap.h"

struct choice;
struct layout;
struct summary;

/**
 * struct probe - one probe, checked
 * @definition: its record
 * @fields: of the record, @definition->nr_fields of them
 * @path: of the target
 * @spec: its text
 * @function: how it is shown, "readline" or "bash+0x3f6a0"; NULL until it is noted or site_name()
 * @enumerations: the names of its fields' values; NULL when they have none
 * @is_shown: the printer has had it
 * @layout: how its hits are printed as text; NULL until the first
 * @choice: which of its hits are shown; NULL until the first
 * @summary: what its hits have in common; NULL until the first
 * @type_of_hits: of their records
 * @slots_end: a hit's record has at least that many bytes
 * @pointing: bit n is set when the slot of field n says where its bytes are
 * @ledger: the last that the stream had
 * @has_ledger: if it had one
 * @after_ledger: hits that came behind it
 */
struct probe {
	const struct uprobecap_probe *definition;
	const struct uprobecap_field *fields;
	const char *path;
	const char *spec;
	char *function;
	struct enumerations *enumerations;
	bool is_shown;
	struct layout *layout;
	struct choice *choice;
	struct summary *summary;
	uint32_t type_of_hits;
	uint32_t slots_end;
	uint64_t pointing;
	struct uprobecap_ledger ledger;
	bool has_ledger;
	uint64_t after_ledger;
};

/**
 * struct probe_names - somebody who knows what probes are called
 * @function: the name of one, for free(); NULL when it is not known
 * @enumerations: the names of its fields' values; NULL when it has none
 * @owner: their first argument
 */
struct probe_names {
	char *(*function)(void *owner, uint32_t id);
	const struct enumerations *(*enumerations)(void *owner, uint32_t id);
	void *owner;
};

/**
 * struct probes - all probes of a stream
 * @nr: how many there are
 * @size: how many @probe has room for
 * @bytes: of all definitions
 * @probe: pointers to them, in the order of their ids
 */
struct probes {
	size_t nr;
	size_t size;
	size_t bytes;
	struct probe **probe;
};

struct probe *probes_search(const struct probes *probes, uint32_t id);

/**
 * probes_find() - the probe of an id
 * @probes: of a stream
 * @id: that a record gives; any number
 *
 * Return: the probe, or NULL.
 */
static inline struct probe *probes_find(const struct probes *probes, uint32_t id)
{
	size_t place = (size_t)id - 1;

	/* A module numbers them from 1 on; some may be gone. */
	if (place < probes->nr && probes->probe[place]->definition->id == id)
		return probes->probe[place];
	return probes_search(probes, id);
}

const char *probes_define(struct probes *probes, const struct uprobecap_probe *record,
			  struct probe **defined);
void probes_clear(struct probes *probes);
void probe_learn(struct probe *probe, const struct probe_names *names);

bool probe_is_return(const struct probe *probe);
bool probe_is_call(const struct probe *probe);
const char *probe_word(const struct probe *probe);
uint64_t call_began(const struct uprobecap_call *call);
bool field_is_at_return(const struct uprobecap_field *field);
int64_t ledger_missing(const struct uprobecap_ledger *ledger);

size_t field_slot_size(const struct uprobecap_field *field);

/**
 * probe_enumeration() - the names of a field's values
 * @probe: any
 * @index: of the field
 * @value: of it, extended to 64 bits
 *
 * Return: those that have this value; NULL when it has no name.
 */
static inline const struct note_enumeration *probe_enumeration(const struct probe *probe,
							       unsigned int index, uint64_t value)
{
	const struct note_enumeration *enumeration =
		probe->enumerations ? probe->enumerations->of_field[index] : NULL;

	return enumeration && enumeration_has(enumeration, value) ? enumeration : NULL;
}

#endif /* UPROBECAP_PROBE_H */

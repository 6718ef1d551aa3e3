// SPDX-License-Identifier: GPL-2.0-only
/*
 * The probes that a stream defines. A definition may come from a file that was
 * made to do harm: nothing of it is used before it was checked here.
 */

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "stream/probe.h"

/* Bytes of all definitions of a stream; some 100,000 probes have room in it. */
#define DEFINITIONS_MAX (64 * 1024 * 1024)

static bool is_power_up_to_8(unsigned int size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

static bool is_name(const char *name, size_t size)
{
	size_t length = strnlen(name, size);
	size_t n;

	for (n = 0; n < length; n++) {
		char c = name[n] | 0x20;

		if (name[n] != '_' && !(c >= 'a' && c <= 'z') &&
		    !(n && name[n] >= '0' && name[n] <= '9'))
			return false;
	}
	return length && length < size;
}

/**
 * field_slot_size() - bytes of a field's slot in a hit
 * @field: checked
 */
size_t field_slot_size(const struct uprobecap_field *field)
{
	return field->count ? ((size_t)field->count * field->size + 7) / 8 * 8 : 8;
}

static bool field_has_a_type(const struct uprobecap_field *field)
{
	switch (field->kind) {
	case UPROBECAP_UNSIGNED:
	case UPROBECAP_SIGNED:
	case UPROBECAP_HEX:
		return is_power_up_to_8(field->size) && field->count <= UPROBECAP_ARRAY_MAX;
	case UPROBECAP_CHAR:
		return field->size == 1 && field->count <= UPROBECAP_ARRAY_MAX;
	case UPROBECAP_FLOAT:
		return (field->size == 4 || field->size == 8) &&
		       field->count <= UPROBECAP_ARRAY_MAX;
	case UPROBECAP_STRING:
		return field->size == sizeof(struct uprobecap_string) &&
		       field->count <= UPROBECAP_ARRAY_MAX;
	case UPROBECAP_BYTES:
		return field->size == sizeof(struct uprobecap_string) && !field->count;
	default:
		return false;
	}
}

/* Where the slots of its fields begin. */
static size_t probe_slots(const struct probe *probe)
{
	return probe_is_call(probe) ? sizeof(struct uprobecap_call) : sizeof(struct uprobecap_hit);
}

static const char *check_field(const struct probe *probe, uint32_t index)
{
	const struct uprobecap_field *field = &probe->fields[index];
	uint32_t n;

	if (!is_name(field->name, sizeof(field->name)))
		return "a field of a probe has no proper name";
	for (n = 0; n < index; n++)
		if (!strcmp(probe->fields[n].name, field->name))
			return "two fields of a probe have the same name";
	if (!field_has_a_type(field))
		return "a field of a probe has a type that does not exist";
	if (field->offset % 8 || field->offset < probe_slots(probe) ||
	    field->offset > UPROBECAP_RECORD_MAX - field_slot_size(field))
		return "a field of a probe lies outside of its hits";
	return NULL;
}

static bool has_text_at(const struct uprobecap_probe *record, uint32_t offset)
{
	return offset >= sizeof(*record) && offset < record->record.size &&
	       memchr((const char *)record + offset, '\0', record->record.size - offset);
}

static const char *check_record(const struct uprobecap_probe *record)
{
	if (record->record.size < sizeof(*record))
		return "the definition of a probe is too short";
	if (!record->id || (record->type != 'p' && record->type != 'r' && record->type != 'c'))
		return "a probe has no proper number or type";
	if (record->build_id_size > UPROBECAP_BUILD_ID_MAX)
		return "the build-id of a probe is too long";
	if (record->nr_fields > UPROBECAP_FIELDS_MAX || record->fields % 8 ||
	    record->fields < sizeof(*record) || record->fields > record->record.size ||
	    record->nr_fields * sizeof(struct uprobecap_field) >
		    record->record.size - record->fields)
		return "the fields of a probe lie outside of its definition";
	if (!has_text_at(record, record->path) || !has_text_at(record, record->spec))
		return "the path or the text of a probe lies outside of its definition";
	return NULL;
}

static uint32_t type_of_hits(const struct probe *probe)
{
	if (probe_is_call(probe))
		return UPROBECAP_CALL;
	return probe_is_return(probe) ? UPROBECAP_RETURN : UPROBECAP_ENTRY;
}

static bool is_pointing(const struct uprobecap_field *field)
{
	return field->kind == UPROBECAP_STRING || field->kind == UPROBECAP_BYTES;
}

/* Fills in what follows from the record. Return: NULL, or what is wrong with it. */
static const char *check_probe(struct probe *probe, const struct uprobecap_probe *record)
{
	const char *wrong = check_record(record);
	uint32_t n, end;

	if (wrong)
		return wrong;
	probe->definition = record;
	probe->fields = (const void *)((const char *)record + record->fields);
	probe->path = (const char *)record + record->path;
	probe->spec = (const char *)record + record->spec;
	probe->type_of_hits = type_of_hits(probe);
	probe->slots_end = probe_slots(probe);
	for (n = 0; n < record->nr_fields; n++) {
		wrong = check_field(probe, n);
		if (wrong)
			return wrong;
		end = probe->fields[n].offset + field_slot_size(&probe->fields[n]);
		if (end > probe->slots_end)
			probe->slots_end = end;
		probe->pointing |= (uint64_t)is_pointing(&probe->fields[n]) << n;
	}
	return NULL;
}

static void probe_free(struct probe *probe)
{
	free((void *)probe->definition);
	free(probe->function);
	enumerations_free(probe->enumerations);
	free(probe->layout);
	free(probe->choice);
	free(probe->summary);
	free(probe);
}

/* Return: a probe with a copy of the record, which was checked. */
static struct probe *probe_create(const struct uprobecap_probe *record)
{
	struct probe *probe = need_memory(calloc(1, sizeof(*probe)));
	struct uprobecap_probe *copy = need_memory(malloc(record->record.size));

	memcpy(copy, record, record->record.size);
	check_probe(probe, copy);
	return probe;
}

/* Return: where a probe of this id is, or would be. */
static size_t place_of(const struct probes *probes, uint32_t id)
{
	size_t low = 0, high = probes->nr;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (probes->probe[middle]->definition->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/**
 * probes_search() - the probe of an id, whatever it is
 * @probes: of a stream
 * @id: any number
 *
 * Return: the probe, or NULL.
 */
struct probe *probes_search(const struct probes *probes, uint32_t id)
{
	size_t place = place_of(probes, id);

	if (place == probes->nr || probes->probe[place]->definition->id != id)
		return NULL;
	return probes->probe[place];
}

static void make_room(struct probes *probes)
{
	if (probes->nr < probes->size)
		return;
	probes->size = probes->size ? 2 * probes->size : 16;
	probes->probe =
		need_memory(reallocarray(probes->probe, probes->size, sizeof(*probes->probe)));
}

static struct probe *insert(struct probes *probes, const struct uprobecap_probe *record)
{
	size_t place = place_of(probes, record->id);

	make_room(probes);
	memmove(&probes->probe[place + 1], &probes->probe[place],
		(probes->nr - place) * sizeof(*probes->probe));
	probes->probe[place] = probe_create(record);
	probes->nr++;
	probes->bytes += record->record.size;
	return probes->probe[place];
}

/**
 * probes_define() - take up the definition of a probe
 * @probes: of a stream
 * @record: anything; its size was checked
 * @defined: the probe; it was there already if this definition came before
 *
 * Return: NULL, or what is wrong with it, half a sentence.
 */
const char *probes_define(struct probes *probes, const struct uprobecap_probe *record,
			  struct probe **defined)
{
	struct probe checked = { 0 };
	const char *wrong = check_probe(&checked, record);
	struct probe *known;

	if (wrong)
		return wrong;
	known = probes_find(probes, record->id);
	if (!known) {
		if (record->record.size > DEFINITIONS_MAX - probes->bytes)
			return "there are more definitions of probes than any module writes";
		*defined = insert(probes, record);
		return NULL;
	}
	if (known->definition->record.size != record->record.size ||
	    memcmp(known->definition, record, record->record.size))
		return "one number is given to two probes";
	*defined = known;
	return NULL;
}

/**
 * probes_clear() - forget all probes
 * @probes: of a stream
 */
void probes_clear(struct probes *probes)
{
	while (probes->nr)
		probe_free(probes->probe[--probes->nr]);
	free(probes->probe);
	*probes = (struct probes){ 0 };
}

/**
 * probe_learn() - ask how a probe is called
 * @probe: of which nothing is noted
 * @names: of somebody who may know
 */
void probe_learn(struct probe *probe, const struct probe_names *names)
{
	probe->function = names->function(names->owner, probe->definition->id);
	probe->enumerations =
		enumerations_copy(names->enumerations(names->owner, probe->definition->id));
}

/**
 * probe_is_return() - does the probe hit when the function returns?
 * @probe: any
 */
bool probe_is_return(const struct probe *probe)
{
	return probe->definition->type == 'r';
}

/**
 * probe_is_call() - does it join the entry with the return?
 * @probe: any
 */
bool probe_is_call(const struct probe *probe)
{
	return probe->definition->type == 'c';
}

/**
 * probe_word() - what its hits are called
 * @probe: any
 */
const char *probe_word(const struct probe *probe)
{
	if (probe_is_call(probe))
		return "call";
	return probe_is_return(probe) ? "return" : "entry";
}

/**
 * call_began() - when the function was entered
 * @call: any; a file may claim that it took longer than there was time
 *
 * Return: CLOCK_MONOTONIC in ns; later by what the record waited for pages.
 */
uint64_t call_began(const struct uprobecap_call *call)
{
	return call->latency < call->hit.time ? call->hit.time - call->latency : 0;
}

/**
 * field_is_at_return() - was the field of a call read when the function returned?
 * @field: checked
 */
bool field_is_at_return(const struct uprobecap_field *field)
{
	return field->flags & UPROBECAP_AT_RETURN;
}

/**
 * ledger_missing() - hits that went into no other column
 * @ledger: of a probe
 *
 * Return: 0 when it balances; it may be negative.
 */
int64_t ledger_missing(const struct uprobecap_ledger *ledger)
{
	return ledger->hits - ledger->delivered - ledger->filtered - ledger->counted -
	       ledger->lost_full - ledger->lost_too_big - ledger->in_flight - ledger->missed_depth -
	       ledger->missed_jump - ledger->missed_exit - ledger->missed_full;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Streams made by hand, as the module would write them.
 */
#ifndef UPROBECAP_SAMPLE_H
#define UPROBECAP_SAMPLE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print/printer.h"
#include "stream/stream.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define SAMPLE_REALTIME	 1700000000000000000ull
#define SAMPLE_MONOTONIC 5000000000ull
#define SAMPLE_PATH	 "/nowhere/bin/prog"
#define SAMPLE_SPEC	 "p /nowhere/bin/prog:0x1234 a=$arg1"
#define SAMPLE_CPUS	 4

/* A field, without its place. */
struct sample_field {
	const char *name;
	uint16_t kind;
	uint16_t size;
	uint32_t count;
};

struct sample {
	size_t size;
	uint64_t bytes[32768];
};

static inline void *sample_put(struct sample *sample, uint16_t type, size_t size)
{
	struct uprobecap_record *record = (void *)((char *)sample->bytes + sample->size);

	size = (size + 7) / 8 * 8;
	memset(record, 0, size);
	record->type = type;
	record->size = size;
	sample->size += size;
	return record;
}

static inline struct uprobecap_header *sample_header(struct sample *sample)
{
	struct uprobecap_header *header = sample_put(sample, UPROBECAP_HEADER, sizeof(*header));

	memcpy(header->magic, UPROBECAP_MAGIC, UPROBECAP_MAGIC_SIZE);
	header->version = UPROBECAP_VERSION;
	header->machine = 62;
	header->page_size = 4096;
	header->nr_cpus = SAMPLE_CPUS;
	header->monotonic_ns = SAMPLE_MONOTONIC;
	header->realtime_ns = SAMPLE_REALTIME;
	strcpy(header->release, "6.1.0-test");
	return header;
}

static inline uint32_t sample_slot_size(const struct sample_field *field)
{
	return field->count ? (field->count * field->size + 7) / 8 * 8 : 8;
}

/* Where the slots of the fields begin. */
static inline uint32_t sample_slots(char type)
{
	return type == 'c' ? sizeof(struct uprobecap_call) : sizeof(struct uprobecap_hit);
}

static inline struct uprobecap_field *sample_fields(struct uprobecap_probe *probe)
{
	return (void *)((char *)probe + probe->fields);
}

static inline struct uprobecap_probe *sample_probe_of(struct sample *sample, uint32_t id, char type,
						      const struct sample_field *fields,
						      uint32_t nr, const char *spec)
{
	static const char path[] = SAMPLE_PATH;
	uint32_t slot = sample_slots(type), n;
	size_t at = sizeof(struct uprobecap_probe) + nr * sizeof(struct uprobecap_field);
	struct uprobecap_probe *probe =
		sample_put(sample, UPROBECAP_PROBE, at + sizeof(path) + strlen(spec) + 1);
	struct uprobecap_field *field;

	probe->id = id;
	probe->type = type;
	probe->offset = 0x1234;
	probe->inode = 77;
	probe->build_id_size = 2;
	memcpy(probe->build_id, "\xab\x01", 2);
	probe->nr_fields = nr;
	probe->fields = sizeof(*probe);
	probe->path = at;
	probe->spec = at + sizeof(path);
	memcpy((char *)probe + probe->path, path, sizeof(path));
	strcpy((char *)probe + probe->spec, spec);
	for (n = 0; n < nr; n++) {
		field = &sample_fields(probe)[n];
		strcpy(field->name, fields[n].name);
		field->kind = fields[n].kind;
		field->size = fields[n].size;
		field->count = fields[n].count;
		field->offset = slot;
		slot += sample_slot_size(&fields[n]);
	}
	return probe;
}

static inline struct uprobecap_probe *sample_probe(struct sample *sample, uint32_t id, char type,
						   const struct sample_field *fields, uint32_t nr)
{
	return sample_probe_of(sample, id, type, fields, nr, SAMPLE_SPEC);
}

/* Has the fields of a call be read at the return, from one on. */
static inline void sample_at_return(struct uprobecap_probe *probe, uint32_t from)
{
	for (; from < probe->nr_fields; from++)
		sample_fields(probe)[from].flags = UPROBECAP_AT_RETURN;
}

/* A hit with slots of zeros, and room for the bytes of strings behind them. */
static inline struct uprobecap_hit *sample_hit(struct sample *sample, uint32_t id, char type,
					       const struct sample_field *fields, uint32_t nr,
					       size_t strings)
{
	uint16_t record = type == 'c' ? UPROBECAP_CALL :
			  type == 'r' ? UPROBECAP_RETURN :
					UPROBECAP_ENTRY;
	size_t size = sample_slots(type);
	struct uprobecap_hit *hit;
	uint32_t n;

	for (n = 0; n < nr; n++)
		size += sample_slot_size(&fields[n]);
	hit = sample_put(sample, record, size + strings);
	if (type == 'c')
		((struct uprobecap_call *)hit)->latency = 1203456789;
	hit->time = SAMPLE_MONOTONIC + 1120394000;
	hit->probe = id;
	hit->cpu = 1;
	hit->pid = 4242;
	hit->tid = 4243;
	hit->uid = 1000;
	hit->ip = 0x401234;
	strcpy(hit->comm, "bash");
	return hit;
}

/* Puts bytes into the room for strings, and their place into a slot. */
static inline void sample_string(struct uprobecap_hit *hit, uint32_t slot, const char *bytes,
				 uint32_t size, uint32_t at)
{
	struct uprobecap_string *string = (void *)((char *)hit + slot);

	string->offset = at;
	string->size = size;
	memcpy((char *)hit + at, bytes, size);
}

static inline struct uprobecap_lost *sample_lost(struct sample *sample, uint32_t cpu,
						 uint64_t total)
{
	struct uprobecap_lost *lost = sample_put(sample, UPROBECAP_LOST, sizeof(*lost));

	lost->time = SAMPLE_MONOTONIC + 2000000000;
	lost->since = SAMPLE_MONOTONIC + 1500000000;
	lost->cpu = cpu;
	lost->total = total;
	return lost;
}

static inline struct uprobecap_ledger *sample_ledger(struct sample *sample, uint32_t id)
{
	struct uprobecap_ledger *ledger = sample_put(sample, UPROBECAP_LEDGER, sizeof(*ledger));

	ledger->time = SAMPLE_MONOTONIC + 3000000000;
	ledger->probe = id;
	ledger->hits = 100;
	ledger->delivered = 60;
	ledger->filtered = 30;
	ledger->lost_full = 9;
	ledger->lost_too_big = 1;
	return ledger;
}

/*
 * Prints a whole sample, and its ledgers at the end; the probes are called
 * "function". Return: the text, for free().
 */
static inline char *sample_print(const struct sample *sample, const struct printer *printer)
{
	struct stream stream = { .name = "sample" };
	struct stream_record next;
	struct error error;
	char *text = NULL;
	size_t size, at = 0, n;
	FILE *out = open_memstream(&text, &size);

	if (printer->begin)
		printer->begin(out);
	while (stream_next(&stream, (const char *)sample->bytes + at, sample->size - at, &next,
			   &error) == STREAM_RECORD) {
		const void *record = next.record;

		at += next.size;
		switch (next.record->type) {
		case UPROBECAP_HEADER:
			if (printer->header)
				printer->header(out, &stream);
			break;
		case UPROBECAP_PROBE:
			if (!next.probe->function)
				next.probe->function = strdup("function");
			if (printer->probe)
				printer->probe(out, next.probe);
			break;
		case UPROBECAP_ENTRY:
		case UPROBECAP_RETURN:
		case UPROBECAP_CALL:
			printer->hit(out, &stream, next.probe, record);
			break;
		case UPROBECAP_LOST:
			printer->lost(out, &stream, record, next.lost);
			break;
		}
	}
	for (n = 0; n < stream.probes.nr; n++)
		printer->ledger(out, &stream, stream.probes.probe[n]);
	if (printer->end)
		printer->end(out);
	stream_restart(&stream);
	fclose(out);
	return text;
}

/* For a group of tests: ledgers that are told on stderr say nothing to who runs it. */
static inline int sample_hush(void **state)
{
	(void)state;
	return freopen("/dev/null", "w", stderr) ? 0 : -1;
}

#endif /* UPROBECAP_SAMPLE_H */

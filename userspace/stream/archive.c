// SPDX-License-Identifier: GPL-2.0-only
/*
 * How uprobecap record writes a recording: in frames, with notes. A file that is
 * full becomes FILE.1, and the next one begins with the header and all
 * definitions, so each can be read without the other.
 */

#include <stdlib.h>
#include <string.h>

#include "binary/site.h"
#include "stream/archive.h"
#include "stream/frame.h"
#include "stream/mappings.h"
#include "stream/note.h"
#include "stream/probe.h"
#include "stream/recording.h"
#include "stream/repeat.h"
#include "stream/stream.h"

/*
 * Where this many bytes come sooner, compressing the hits would cost more than all else
 * that is done for them.
 */
#define HASTE_BYTES (8 * 1024)
#define HASTE_NS    625000

/**
 * struct archive - the state
 * @max_size: of both files together; 0: there is one, and it grows
 * @beginning: bytes of the file that only repeat the definitions
 * @frame: what was put and is not in the file yet
 * @first: time of the first hit in @frame; 0 when there is none
 * @latest: time of the last one
 * @definitions: room for those at the beginning of a file
 * @header: of the stream; NULL until it was put
 * @probes: that were defined
 * @site_file: that the last one is in
 * @mappings: of those who were hit
 * @seen: the last of them
 * @repeats: hits in @frame
 */
struct archive {
	uint64_t max_size;
	uint64_t beginning;
	struct frame *frame;
	uint64_t first;
	uint64_t latest;
	struct frame *definitions;
	struct uprobecap_header *header;
	struct probes probes;
	struct site_file site_file;
	struct mappings *mappings;
	const struct seen *seen;
	struct repeats repeats;
};

/**
 * archive_create() - begin one
 * @max_size: the latest records are kept, in so many bytes; 0: all are
 *
 * Return: for archive_destroy().
 */
struct archive *archive_create(uint64_t max_size)
{
	struct archive *archive = need_memory(calloc(1, sizeof(*archive)));

	archive->max_size = max_size;
	archive->frame = frame_create();
	archive->definitions = frame_create();
	archive->mappings = mappings_create();
	archive->seen = mappings_seen(archive->mappings);
	return archive;
}

/**
 * archive_destroy() - give back
 * @archive: flushed; or NULL
 */
void archive_destroy(struct archive *archive)
{
	if (!archive)
		return;
	frame_destroy(archive->frame);
	frame_destroy(archive->definitions);
	free(archive->header);
	probes_clear(&archive->probes);
	site_forget(&archive->site_file);
	mappings_destroy(archive->mappings);
	repeats_forget(&archive->repeats);
	free(archive);
}

static int flush_definitions(struct archive *archive, struct recording *recording,
			     struct error *error)
{
	size_t size;
	const void *packed = frame_compress(archive->definitions, &size);

	return recording_append(recording, packed, size, error);
}

static int put_definition(struct archive *archive, struct recording *recording,
			  const struct uprobecap_record *record, struct error *error)
{
	struct frame *frame = archive->definitions;

	if (record->size > frame_room(frame) && flush_definitions(archive, recording, error))
		return -1;
	frame_put(frame, record, record->size);
	return 0;
}

static int put_enumerations(struct archive *archive, struct recording *recording,
			    const struct enumerations *enumerations, struct error *error)
{
	unsigned int n;

	for (n = 0; enumerations && n < UPROBECAP_FIELDS_MAX; n++)
		if (enumerations->of_field[n] &&
		    put_definition(archive, recording, &enumerations->of_field[n]->record, error))
			return -1;
	return 0;
}

static int put_probe(struct archive *archive, struct recording *recording,
		     const struct probe *probe, struct error *error)
{
	struct note_function *note = note_function_create(probe->function);
	int err = put_definition(archive, recording, &note->record, error);

	free(note);
	if (err || put_enumerations(archive, recording, probe->enumerations, error))
		return -1;
	return put_definition(archive, recording, &probe->definition->record, error);
}

static int put_definitions(struct archive *archive, struct recording *recording,
			   struct error *error)
{
	size_t n;

	if (archive->header && put_definition(archive, recording, &archive->header->record, error))
		return -1;
	for (n = 0; n < archive->probes.nr; n++)
		if (put_probe(archive, recording, archive->probes.probe[n], error))
			return -1;
	return archive->definitions->filled ? flush_definitions(archive, recording, error) : 0;
}

static int rotate(struct archive *archive, struct recording *recording, struct error *error)
{
	if (recording_rotate(recording, error) || put_definitions(archive, recording, error))
		return -1;
	archive->beginning = recording->file_bytes;
	mappings_forget(archive->mappings);
	return 0;
}

/* Two files are kept. A definition, however long, is no reason for the next one. */
static bool is_full(const struct archive *archive, const struct recording *recording, size_t more)
{
	return archive->max_size && recording->file_bytes > archive->beginning &&
	       recording->file_bytes + more > archive->max_size / 2;
}

/* Where the file may have so many bytes only, they are worth more. */
static bool is_in_haste(const struct archive *archive)
{
	size_t pieces = archive->frame->filled / HASTE_BYTES;

	return !archive->max_size && archive->latest - archive->first < pieces * HASTE_NS;
}

/**
 * archive_flush() - end the frame
 * @archive: any
 * @recording: that it belongs to
 * @error: why it could not be written
 *
 * Return: 0 or -1.
 */
int archive_flush(struct archive *archive, struct recording *recording, struct error *error)
{
	const void *packed;
	size_t size;

	if (!archive->frame->filled)
		return 0;
	packed = is_in_haste(archive) ? frame_store(archive->frame, &size) :
					frame_compress(archive->frame, &size);
	/* Each frame stands for itself. */
	archive->first = 0;
	archive->latest = 0;
	repeats_forget(&archive->repeats);
	if (is_full(archive, recording, size) && rotate(archive, recording, error))
		return -1;
	return recording_append(recording, packed, size, error);
}

static int put(struct archive *archive, struct recording *recording, const void *bytes, size_t size,
	       struct error *error)
{
	if (size > frame_room(archive->frame) && archive_flush(archive, recording, error))
		return -1;
	frame_put(archive->frame, bytes, size);
	return 0;
}

/* Behind it, the probes are others. */
static void take_header(struct archive *archive, const struct uprobecap_record *record)
{
	probes_clear(&archive->probes);
	repeats_forget(&archive->repeats);
	free(archive->header);
	archive->header = NULL;
	if (record->size < sizeof(*archive->header))
		return;
	archive->header = need_memory(malloc(record->size));
	memcpy(archive->header, record, record->size);
}

static int put_names(struct archive *archive, struct recording *recording,
		     const struct probe *probe, struct error *error)
{
	struct note_function *note = note_function_create(probe->function);
	int err = put(archive, recording, note, note->record.size, error);
	unsigned int n;

	free(note);
	for (n = 0; !err && probe->enumerations && n < UPROBECAP_FIELDS_MAX; n++) {
		const struct note_enumeration *names = probe->enumerations->of_field[n];

		if (names)
			err = put(archive, recording, names, names->record.size, error);
	}
	return err;
}

static int take_probe(struct archive *archive, struct recording *recording,
		      const struct uprobecap_record *record, struct error *error)
{
	uint64_t begun = archive->header ? archive->header->realtime_ns : 0;
	struct probe *probe;

	if (probes_define(&archive->probes, (const void *)record, &probe))
		return 0;
	if (!probe->function && recording->names)
		probe_learn(probe, recording->names);
	if (!probe->function)
		probe->function =
			site_name(&archive->site_file, probe->definition, probe->path, begun);
	return put_names(archive, recording, probe, error);
}

static int put_mapping(struct archive *archive, struct recording *recording,
		       const struct uprobecap_hit *hit, struct error *error)
{
	struct note_mapping *note = mappings_see(archive->mappings, hit);
	int err = note ? put(archive, recording, note, note->record.size, error) : 0;

	free(note);
	return err;
}

/* What is told in front of the record. */
static int put_note(struct archive *archive, struct recording *recording,
		    const struct uprobecap_record *record, struct error *error)
{
	switch (record->type) {
	case UPROBECAP_HEADER:
		take_header(archive, record);
		return 0;
	case UPROBECAP_PROBE:
		return take_probe(archive, recording, record, error);
	default:
		return put_mapping(archive, recording, (const void *)record, error);
	}
}

/* Not of hits where the one before was, as most are. */
static bool needs_note(const struct archive *archive, const struct uprobecap_record *record)
{
	const struct seen *seen = archive->seen;
	const struct uprobecap_hit *hit = (const void *)record;

	switch (record->type) {
	case UPROBECAP_HEADER:
	case UPROBECAP_PROBE:
		return true;
	default:
		return record_is_hit(record) &&
		       (hit->pid != seen->pid || hit->ip < seen->start || hit->ip >= seen->end);
	}
}

/* What is no record is kept as it is. */
static int put_rest(struct archive *archive, struct recording *recording, const char *rest,
		    size_t size, struct error *error)
{
	size_t piece;

	for (; size; rest += piece, size -= piece) {
		piece = size < FRAME_CONTENT_MAX ? size : FRAME_CONTENT_MAX;
		if (put(archive, recording, rest, piece, error))
			return -1;
	}
	return 0;
}

/* Return: bytes of the record; 0 when there is none. */
static size_t size_of_next(const char *at, size_t left)
{
	const struct uprobecap_record *record = (const void *)at;

	return left >= sizeof(*record) && record->size <= left && record_has_a_size(record) ?
		       record->size :
		       0;
}

static void put_repeat(struct archive *archive, const struct uprobecap_hit *hit)
{
	struct note_repeat note = repeats_pack(hit);
	const uint64_t *field = (const void *)(hit + 1);
	const uint64_t *end = (const void *)((const char *)hit + hit->record.size);

	archive->latest = hit->time;
	frame_put(archive->frame, &note, sizeof(note));
	/* Mostly there are few, and a copy of each is less than a call. */
	for (; field < end; field++)
		frame_put(archive->frame, field, sizeof(*field));
}

static int put_whole(struct archive *archive, struct recording *recording,
		     const struct uprobecap_record *record, struct error *error)
{
	const struct uprobecap_hit *hit = (const void *)record;

	if ((needs_note(archive, record) && put_note(archive, recording, record, error)) ||
	    put(archive, recording, record, record->size, error))
		return -1;
	if (record_is_hit(record)) {
		archive->latest = hit->time;
		if (!archive->first)
			archive->first = hit->time;
		repeats_keep(&archive->repeats, hit);
	}
	return 0;
}

static int put_record(struct archive *archive, struct recording *recording,
		      const struct uprobecap_record *record, size_t size, struct error *error)
{
	const struct uprobecap_hit *hit = (const void *)record;

	/* What it repeats has to be in the same frame. */
	if (size > frame_room(archive->frame) && archive_flush(archive, recording, error))
		return -1;
	if (!record_is_hit(record) || !repeats_know(&archive->repeats, hit))
		return put_whole(archive, recording, record, error);
	put_repeat(archive, hit);
	return 0;
}

/**
 * archive_put() - append records
 * @archive: any
 * @recording: that it belongs to
 * @bytes: whole records; what is none is kept as it is
 * @size: of them
 * @error: why they could not be written
 *
 * Return: 0 or -1.
 */
int archive_put(struct archive *archive, struct recording *recording, const void *bytes,
		size_t size, struct error *error)
{
	const char *at = bytes, *end = at + size;
	size_t next;

	for (; (next = size_of_next(at, end - at)); at += next)
		if (put_record(archive, recording, (const void *)at, next, error))
			return -1;
	return put_rest(archive, recording, at, end - at, error);
}

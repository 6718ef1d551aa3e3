// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a file descriptor to the printer.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/reader.h"
#include "stream/note.h"

/* Of more probes, those that had no hit are only counted. */
#define LEDGERS_MAX 16

/**
 * reader_create() - begin to read a stream
 * @name: of the recording or device, for errors
 * @printer: how to show it; NULL to follow it only
 * @out: where to
 *
 * Return: the reader, for reader_destroy().
 */
struct reader *reader_create(const char *name, const struct printer *printer, FILE *out)
{
	struct reader *reader = need_memory(calloc(1, sizeof(*reader)));

	reader->stream.name = name;
	reader->printer = printer;
	reader->out = out;
	return reader;
}

/**
 * reader_destroy() - stop reading
 * @reader: not to be used any more
 */
void reader_destroy(struct reader *reader)
{
	stream_restart(&reader->stream);
	site_forget(&reader->site_file);
	free(reader);
}

/**
 * reader_room() - where to put more of the stream
 * @reader: whose records were shown
 * @size: out: bytes that fit; add to @reader->filled how many it were
 */
void *reader_room(struct reader *reader, size_t *size)
{
	*size = sizeof(reader->buffer) - reader->filled;
	return (char *)reader->buffer + reader->filled;
}

/**
 * reader_fill() - read on
 * @reader: whose records were shown
 * @fd: of the recording or device
 *
 * Return: as read(2), with errno.
 */
ssize_t reader_fill(struct reader *reader, int fd)
{
	size_t room;
	void *to = reader_room(reader, &room);
	ssize_t got;

	do {
		got = read(fd, to, room);
	} while (got < 0 && errno == EINTR);
	if (got > 0)
		reader->filled += got;
	return got;
}

/* It tells nothing but that the probe was there. */
static bool is_silent(const struct probe *probe)
{
	return probe->has_ledger && !probe->ledger.hits && !probe->ledger.unmatched &&
	       !probe->after_ledger;
}

/**
 * reader_name() - how a probe is shown
 * @reader: that knows it
 * @probe: it
 */
const char *reader_name(struct reader *reader, struct probe *probe)
{
	if (!probe->function && reader->names)
		probe_learn(probe, reader->names);
	if (!probe->function)
		probe->function = site_name(&reader->site_file, probe->definition, probe->path,
					    reader->stream.header.realtime_ns);
	return probe->function;
}

/**
 * reader_show_ledgers() - what became of the hits of all probes
 * @reader: whose records were shown
 * @printer: how to show it
 * @out: where to
 */
void reader_show_ledgers(struct reader *reader, const struct printer *printer, FILE *out)
{
	const struct probes *probes = &reader->stream.probes;
	size_t n, silent = 0;

	for (n = 0; n < probes->nr; n++) {
		if (printer->silent && probes->nr > LEDGERS_MAX && is_silent(probes->probe[n])) {
			silent++;
			continue;
		}
		reader_name(reader, probes->probe[n]);
		printer->ledger(out, &reader->stream, probes->probe[n]);
	}
	if (silent)
		printer->silent(out, silent);
}

/* Those of a list were told where they stood. */
static void show_ledgers(struct reader *reader)
{
	if (reader->printer && !reader->stream.is_list)
		reader_show_ledgers(reader, reader->printer, reader->out);
}

static void show_probe(struct reader *reader, struct probe *probe)
{
	if (probe->is_shown)
		return;
	probe->is_shown = true;
	reader_name(reader, probe);
	if (reader->printer->probe)
		reader->printer->probe(reader->out, probe);
}

static void show_record(struct reader *reader, const struct stream_record *next)
{
	const struct printer *printer = reader->printer;
	const void *record = next->record;

	switch (next->record->type) {
	case UPROBECAP_HEADER:
		if (reader->selection)
			selection_begin(reader->selection, &reader->stream);
		if (printer->header)
			printer->header(reader->out, &reader->stream);
		break;
	case UPROBECAP_PROBE:
		show_probe(reader, next->probe);
		break;
	case UPROBECAP_ENTRY:
	case UPROBECAP_RETURN:
	case UPROBECAP_CALL:
		printer->hit(reader->out, &reader->stream, next->probe, record);
		break;
	case UPROBECAP_LOST:
		if (!reader->selection ||
		    selection_has_time(reader->selection, &reader->stream,
				       ((const struct uprobecap_lost *)record)->time))
			printer->lost(reader->out, &reader->stream, record, next->lost);
		break;
	case UPROBECAP_OWNER:
		if (printer->owner)
			printer->owner(reader->out, &reader->stream, record);
		break;
	case NOTE_MAPPING:
		if (printer->mapping)
			printer->mapping(reader->out, &reader->stream, record);
		break;
	case UPROBECAP_LEDGER:
		if (reader->stream.is_list)
			printer->ledger(reader->out, &reader->stream, next->probe);
		break;
	}
}

static int record(const struct reader *reader, const char *from, const char *to,
		  struct error *error)
{
	return reader->recording ? recording_write(reader->recording, from, to - from, error) : 0;
}

/* Return: false for a hit that was not asked for, or beyond the limit. */
static bool is_wanted(struct reader *reader, const struct stream_record *next)
{
	const void *record = next->record;

	if (!record_is_hit(record))
		return true;
	if (reader->selection &&
	    !selection_has(reader->selection, &reader->stream, next->probe, record))
		return false;
	if (reader->limit && reader->shown == reader->limit)
		return false;
	reader->shown++;
	return true;
}

/* Return: bytes of hits from here on that are only recorded. */
static size_t pass_hits(struct reader *reader, const char *at, size_t size)
{
	uint64_t wanted = reader->limit ? reader->limit - reader->shown : UINT64_MAX;
	uint64_t before = reader->stream.hits;

	size = stream_pass_hits(&reader->stream, at, size, wanted);
	reader->shown += reader->stream.hits - before;
	return size;
}

static void show_again(struct reader *reader)
{
	show_ledgers(reader);
	stream_restart(&reader->stream);
	site_forget(&reader->site_file);
}

/* Return: the end of what was taken; *at_end is why there it ends. */
static const char *take_records(struct reader *reader, const char *at, const char *end,
				enum stream_result *at_end, struct error *error)
{
	const char *unrecorded = at;
	struct stream_record next;

	for (;;) {
		if (!reader->printer)
			at += pass_hits(reader, at, end - at);
		*at_end = stream_next(&reader->stream, at, end - at, &next, error);
		if (*at_end == STREAM_AGAIN) {
			show_again(reader);
			continue;
		}
		if (*at_end != STREAM_RECORD)
			break;
		if (!is_wanted(reader, &next)) {
			if (record(reader, unrecorded, at, error))
				return NULL;
			unrecorded = at + next.size;
		} else if (reader->printer) {
			show_record(reader, &next);
		}
		at += next.size;
	}
	return record(reader, unrecorded, at, error) ? NULL : at;
}

/**
 * reader_take() - print, or record, all records that are whole
 * @reader: that reads them
 * @from: the records
 * @size: bytes there
 * @error: why it cannot go on
 *
 * Return: bytes of what was taken, or -1; what comes before the error was printed.
 */
ssize_t reader_take(struct reader *reader, const void *from, size_t size, struct error *error)
{
	const char *end = (const char *)from + size;
	enum stream_result result;
	const char *at = take_records(reader, from, end, &result, error);
	struct error at_record;

	if (!at)
		return -1;
	if (result != STREAM_ERROR)
		return at - (const char *)from;
	/* What cannot be read is recorded too: somebody may find out why. */
	if (record(reader, at, end, &at_record))
		*error = at_record;
	return -1;
}

/**
 * reader_show() - reader_take() what was read
 * @reader: that was filled
 * @error: why it cannot go on
 *
 * Return: 0 or -1.
 */
int reader_show(struct reader *reader, struct error *error)
{
	char *start = (char *)reader->buffer;
	ssize_t taken = reader_take(reader, start, reader->filled, error);

	if (taken < 0)
		return -1;
	reader->filled -= taken;
	memmove(start, start + taken, reader->filled);
	return 0;
}

/**
 * reader_finish() - print the ledger, for there is no more
 * @reader: whose records were shown
 * @error: why this is no proper end
 *
 * Return: 0 or -1.
 */
int reader_finish(struct reader *reader, struct error *error)
{
	show_ledgers(reader);
	return stream_check_end(&reader->stream, reader->filled, error);
}

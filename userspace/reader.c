// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a file descriptor to the printer.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reader.h"
#include "site.h"

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
	free(reader);
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
	ssize_t got;

	do {
		got = read(fd, (char *)reader->buffer + reader->filled,
			   sizeof(reader->buffer) - reader->filled);
	} while (got < 0 && errno == EINTR);
	if (got > 0)
		reader->filled += got;
	return got;
}

static void show_ledgers(const struct reader *reader)
{
	size_t n;

	/* Those of a list were told where they stood. */
	if (reader->stream.is_list)
		return;
	for (n = 0; reader->printer && n < reader->stream.probes.nr; n++)
		reader->printer->ledger(reader->out, &reader->stream,
					reader->stream.probes.probe[n]);
}

static void show_probe(const struct reader *reader, struct probe *probe)
{
	if (probe->function)
		return;
	probe->function =
		site_name(probe->definition, probe->path, reader->stream.header.realtime_ns);
	if (reader->printer->probe)
		reader->printer->probe(reader->out, probe);
}

static void show_record(const struct reader *reader, const struct stream_record *next)
{
	const struct printer *printer = reader->printer;
	const void *record = next->record;

	switch (next->record->type) {
	case UPROBECAP_HEADER:
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
		printer->lost(reader->out, &reader->stream, record, next->lost);
		break;
	case UPROBECAP_OWNER:
		if (printer->owner)
			printer->owner(reader->out, &reader->stream, record);
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

static bool is_hit(const struct uprobecap_record *record)
{
	return record->type == UPROBECAP_ENTRY || record->type == UPROBECAP_RETURN ||
	       record->type == UPROBECAP_CALL;
}

/* Return: false for a hit beyond the limit. */
static bool is_wanted(struct reader *reader, const struct uprobecap_record *record)
{
	if (!is_hit(record))
		return true;
	if (reader->limit && reader->shown == reader->limit)
		return false;
	reader->shown++;
	return true;
}

static void show_again(struct reader *reader)
{
	show_ledgers(reader);
	stream_restart(&reader->stream);
}

/**
 * reader_show() - print, or record, all records that are whole
 * @reader: that was filled
 * @error: why it cannot go on
 *
 * Return: 0, or -1; what comes before the error was printed.
 */
int reader_show(struct reader *reader, struct error *error)
{
	char *at = (char *)reader->buffer;
	char *end = at + reader->filled;
	const char *unrecorded = at;
	enum stream_result result;
	struct stream_record next;
	struct error at_record;

	for (;;) {
		result = stream_next(&reader->stream, at, end - at, &next, error);
		if (result == STREAM_AGAIN) {
			show_again(reader);
			continue;
		}
		if (result != STREAM_RECORD)
			break;
		if (!is_wanted(reader, next.record)) {
			if (record(reader, unrecorded, at, error))
				return -1;
			unrecorded = at + next.record->size;
		} else if (reader->printer) {
			show_record(reader, &next);
		}
		at += next.record->size;
	}
	/* What cannot be read is recorded too: somebody may find out why. */
	if (record(reader, unrecorded, result == STREAM_ERROR ? end : at, &at_record)) {
		*error = at_record;
		return -1;
	}
	reader->filled = end - at;
	memmove(reader->buffer, at, reader->filled);
	return result == STREAM_ERROR ? -1 : 0;
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

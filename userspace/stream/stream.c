// SPDX-License-Identifier: GPL-2.0-only
/*
 * The decoder: memory -> records that were checked.
 */

#include <stdlib.h>
#include <string.h>

#include "stream/note.h"
#include "stream/stream.h"
#include "stream/value.h"

/* No kernel can be built for more. */
#define CPUS_MAX 8192

static int broken(const struct stream *stream, struct error *error, const char *why)
{
	error_what(error, EXIT_FAILED, "%s is damaged at byte %llu", stream->name,
		   (unsigned long long)stream->offset);
	error_why(error, "%s", why);
	return error_remedy(error, "what comes before is whole; record again for the rest");
}

static int no_recording(const struct stream *stream, struct error *error)
{
	error_what(error, EXIT_FAILED, "%s is no recording", stream->name);
	error_why(error, "it does not begin with the header that uprobecap writes");
	return error_remedy(error, "make one with: uprobecap read -o FILE");
}

static bool has_magic(const struct uprobecap_header *header)
{
	return !memcmp(header->magic, UPROBECAP_MAGIC, UPROBECAP_MAGIC_SIZE);
}

/* All headers, of newer versions too, begin with type, size, magic and version. */
static int check_header(const struct stream *stream, const struct uprobecap_header *header,
			struct error *error)
{
	if (!has_magic(header))
		return no_recording(stream, error);
	if (header->record.type == __builtin_bswap16(UPROBECAP_HEADER)) {
		error_what(error, EXIT_FAILED, "%s cannot be read on this machine", stream->name);
		error_why(error, "it was recorded on one with the other byte order");
		return error_remedy(error, "run uprobecap report on a machine like that");
	}
	if (header->version > UPROBECAP_VERSION) {
		error_what(error, EXIT_FAILED, "%s has version %u", stream->name, header->version);
		error_why(error, "this program is older and knows versions up to %u",
			  UPROBECAP_VERSION);
		return error_remedy(error, "take the uprobecap program that came with that module");
	}
	if (header->record.type != UPROBECAP_HEADER || !header->version)
		return no_recording(stream, error);
	return 0;
}

static enum stream_result check_beginning(const struct stream *stream, const void *data,
					  size_t size, struct error *error)
{
	const struct uprobecap_header *header = data;
	size_t known = offsetof(struct uprobecap_header, version) + sizeof(header->version);
	size_t magic = offsetof(struct uprobecap_header, magic);

	if (size < known) {
		/* Random bytes are not a recording that was cut off. */
		if (size > magic &&
		    memcmp(header->magic, UPROBECAP_MAGIC,
			   size - magic < UPROBECAP_MAGIC_SIZE ? size - magic :
								 UPROBECAP_MAGIC_SIZE)) {
			no_recording(stream, error);
			return STREAM_ERROR;
		}
		return STREAM_MORE;
	}
	return check_header(stream, header, error) ? STREAM_ERROR : STREAM_RECORD;
}

static int take_header(struct stream *stream, const struct uprobecap_header *header,
		       struct error *error)
{
	if (header->record.size < sizeof(*header))
		return broken(stream, error, "its header is too short");
	if (!header->nr_cpus || header->nr_cpus > CPUS_MAX)
		return broken(stream, error, "its header gives a number of CPUs that cannot be");
	stream->lost_total = need_memory(calloc(header->nr_cpus, sizeof(*stream->lost_total)));
	stream->header = *header;
	stream->begun = true;
	return 0;
}

static bool are_sound(const struct uprobecap_hit *hit, const struct probe *probe, uint64_t suspects)
{
	for (; suspects; suspects &= suspects - 1) {
		unsigned int n = __builtin_ctzll(suspects);

		if (n >= probe->definition->nr_fields)
			break;
		if (!value_is_sound(hit, &probe->fields[n], n))
			return false;
	}
	return true;
}

/* Return: NULL, or what is wrong with it. */
static const char *check_hit(const struct stream *stream, const struct uprobecap_hit *hit,
			     const struct probe *probe)
{
	/* Numbers that could be read need no look. */
	uint64_t suspects;

	if (!probe)
		return "a hit is one of a probe that was not defined";
	if (hit->record.type != probe->type_of_hits)
		return "a hit is of another type than its probe";
	if (hit->cpu >= stream->header.nr_cpus)
		return "a hit is from a CPU that there is not";
	if (hit->record.size < probe->slots_end)
		return "a hit is shorter than its fields";
	suspects = probe->pointing | hit->irregular;
	if (suspects && !are_sound(hit, probe, suspects))
		return "a field of a hit has neither a value nor a reason";
	return NULL;
}

static void count_hit(struct stream *stream, const struct uprobecap_hit *hit, struct probe *probe)
{
	probe->after_ledger++;
	stream->hits++;
	stream->last_hit = hit->time;
}

static int take_hit(struct stream *stream, const struct uprobecap_hit *hit,
		    struct stream_record *next, struct error *error)
{
	const char *wrong;

	if (hit->record.size < sizeof(*hit))
		return broken(stream, error, "a hit is too short");
	next->probe = probes_find(&stream->probes, hit->probe);
	wrong = check_hit(stream, hit, next->probe);
	if (wrong)
		return broken(stream, error, wrong);
	count_hit(stream, hit, next->probe);
	repeats_keep(&stream->repeats, hit);
	return 0;
}

static int take_repeat(struct stream *stream, const struct note_repeat *note,
		       struct stream_record *next, struct error *error)
{
	const struct uprobecap_hit *hit = repeats_unpack(&stream->repeats, note);

	if (!hit)
		return broken(stream, error, "a hit repeats one that there was not");
	next->record = &hit->record;
	return take_hit(stream, hit, next, error);
}

static int take_lost(struct stream *stream, const struct uprobecap_lost *lost,
		     struct stream_record *next, struct error *error)
{
	uint64_t *total;

	if (lost->record.size < sizeof(*lost))
		return broken(stream, error, "a loss is too short");
	if (lost->cpu >= stream->header.nr_cpus)
		return broken(stream, error, "a loss is from a CPU that there is not");
	total = &stream->lost_total[lost->cpu];
	if (lost->total <= *total)
		return broken(stream, error, "fewer hits were lost than before");
	next->lost = *total ? lost->total - *total : 0;
	*total = lost->total;
	return 0;
}

/* The ledgers of the first modules ended before @counted. */
static int take_ledger(struct stream *stream, const struct uprobecap_ledger *ledger,
		       struct stream_record *next, struct error *error)
{
	size_t size = ledger->record.size;

	if (size < offsetof(struct uprobecap_ledger, counted))
		return broken(stream, error, "a ledger is too short");
	next->probe = probes_find(&stream->probes, ledger->probe);
	if (!next->probe)
		return broken(stream, error, "a ledger is one of a probe that was not defined");
	next->probe->ledger = (struct uprobecap_ledger){ 0 };
	memcpy(&next->probe->ledger, ledger, size < sizeof(*ledger) ? size : sizeof(*ledger));
	next->probe->has_ledger = true;
	next->probe->after_ledger = 0;
	return 0;
}

/* The numbers of probes are those of its session. */
static int take_owner(struct stream *stream, const struct uprobecap_owner *owner,
		      struct error *error)
{
	if (owner->record.size < sizeof(*owner))
		return broken(stream, error, "an owner is too short");
	probes_clear(&stream->probes);
	stream->is_list = true;
	return 0;
}

static int take_note(struct stream *stream, const struct uprobecap_record *record,
		     struct error *error)
{
	const char *wrong = notes_take(&stream->notes, record);

	return wrong ? broken(stream, error, wrong) : 0;
}

static int take_probe(struct stream *stream, const struct uprobecap_probe *record,
		      struct stream_record *next, struct error *error)
{
	const char *wrong = probes_define(&stream->probes, record, &next->probe);

	if (wrong)
		return broken(stream, error, wrong);
	if (!next->probe->function) {
		next->probe->function = stream->notes.function;
		next->probe->enumerations = stream->notes.enumerations;
		stream->notes.function = NULL;
		stream->notes.enumerations = NULL;
	}
	notes_forget(&stream->notes);
	return 0;
}

static int take_record(struct stream *stream, const struct uprobecap_record *record,
		       struct stream_record *next, struct error *error)
{
	switch (record->type) {
	case UPROBECAP_HEADER:
		return take_header(stream, (const void *)record, error);
	case UPROBECAP_PROBE:
		return take_probe(stream, (const void *)record, next, error);
	case UPROBECAP_ENTRY:
	case UPROBECAP_RETURN:
	case UPROBECAP_CALL:
		return take_hit(stream, (const void *)record, next, error);
	case UPROBECAP_LOST:
		return take_lost(stream, (const void *)record, next, error);
	case UPROBECAP_LEDGER:
		return take_ledger(stream, (const void *)record, next, error);
	case UPROBECAP_OWNER:
		return take_owner(stream, (const void *)record, error);
	case NOTE_FUNCTION:
	case NOTE_ENUMERATION:
	case NOTE_MAPPING:
		return take_note(stream, record, error);
	case NOTE_REPEAT:
		return take_repeat(stream, (const void *)record, next, error);
	default:
		return 0;
	}
}

/**
 * stream_pass_hits() - check and count hits that nobody wants to see
 * @stream: as of stream_next()
 * @data: where a record begins, aligned to 8 bytes
 * @size: bytes of @data
 * @most: hits
 *
 * Return: bytes of the hits that were passed; stream_next() says why no more.
 */
size_t stream_pass_hits(struct stream *stream, const void *data, size_t size, uint64_t most)
{
	const char *at = data;
	const char *end = at + size;

	while (most-- && (size_t)(end - at) >= sizeof(struct uprobecap_hit)) {
		const struct uprobecap_hit *hit = (const void *)at;
		struct probe *probe = probes_find(&stream->probes, hit->probe);

		if (hit->record.size < sizeof(*hit) || !record_has_a_size(&hit->record) ||
		    hit->record.size > end - at || check_hit(stream, hit, probe))
			break;
		count_hit(stream, hit, probe);
		at += hit->record.size;
	}
	size = at - (const char *)data;
	stream->offset += size;
	return size;
}

/**
 * stream_next() - decode the next record
 * @stream: zeroed, but for its name, before the first
 * @data: where the record begins, aligned to 8 bytes
 * @size: bytes of @data; a record has at most UPROBECAP_RECORD_MAX
 * @next: the record; go on @next->size bytes further
 * @error: of STREAM_ERROR
 *
 * @next is valid as long as @data is, its probe until stream_restart().
 */
enum stream_result stream_next(struct stream *stream, const void *data, size_t size,
			       struct stream_record *next, struct error *error)
{
	const struct uprobecap_record *record = data;
	enum stream_result result;

	if (size < sizeof(*record))
		return STREAM_MORE;
	if (!stream->begun || record->type == UPROBECAP_HEADER) {
		result = check_beginning(stream, data, size, error);
		if (result != STREAM_RECORD)
			return result;
		if (stream->begun)
			return STREAM_AGAIN;
	}
	if (!record_has_a_size(record)) {
		broken(stream, error, "a record has a size that cannot be");
		return STREAM_ERROR;
	}
	if (size < record->size)
		return STREAM_MORE;
	*next = (struct stream_record){ .record = record, .size = record->size };
	if (take_record(stream, record, next, error))
		return STREAM_ERROR;
	stream->offset += record->size;
	return STREAM_RECORD;
}

/**
 * stream_check_end() - may the stream end here?
 * @stream: of which stream_next() wanted more
 * @rest: bytes that it was given then
 * @error: why not
 *
 * Return: 0, or -1 when it was cut off.
 */
int stream_check_end(const struct stream *stream, size_t rest, struct error *error)
{
	if (!rest && stream->begun)
		return 0;
	if (!rest) {
		error_what(error, EXIT_FAILED, "%s is empty", stream->name);
		error_why(error,
			  "not even the header was recorded: nothing was armed, or nothing read");
		return error_remedy(error, "see: uprobecap doctor");
	}
	error_what(error, EXIT_FAILED, "%s is cut off in the record at byte %llu", stream->name,
		   (unsigned long long)stream->offset);
	error_why(error,
		  "it ends %zu bytes behind that: who wrote it was stopped, or the disk is full",
		  rest);
	return error_remedy(error, "what comes before is whole; record again for the rest");
}

/**
 * stream_restart() - forget the header and all definitions
 * @stream: whose memory is given back, too
 *
 * Behind it, stream_next() expects a header.
 */
void stream_restart(struct stream *stream)
{
	probes_clear(&stream->probes);
	free(stream->lost_total);
	stream->lost_total = NULL;
	notes_forget(&stream->notes);
	stream->notes.bytes = 0;
	repeats_forget(&stream->repeats);
	stream->begun = false;
	stream->is_list = false;
}

/**
 * stream_realtime() - the time of day
 * @stream: that has begun
 * @monotonic: a time of one of its records
 *
 * Return: nanoseconds since 1970.
 */
uint64_t stream_realtime(const struct stream *stream, uint64_t monotonic)
{
	return monotonic + (stream->header.realtime_ns - stream->header.monotonic_ns);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records -> JSON, one object a line.
 *
 * Numbers are numbers, up to 64 bits; times are nanoseconds since 1970. What
 * cannot be in JSON: bytes that are not UTF-8 become {"hex":"..."}, floats that
 * are no number the strings "NaN", "Infinity" and "-Infinity".
 */

#include <stdio.h>
#include <string.h>

#include "print/json_value.h"
#include "print/line.h"
#include "print/printer.h"
#include "stream/note.h"

static void put_text(struct line *line, const char *key, const char *text, size_t size)
{
	json_key(line, key);
	json_bytes(line, text, strnlen(text, size));
}

static void begin_record(struct line *line, FILE *out, const char *type)
{
	line_begin(line, out);
	line_text(line, "{\"type\":");
	json_word(line, type);
}

static void end_record(struct line *line)
{
	line_text(line, "}\n");
	line_end(line);
}

static void put_time(struct line *line, const struct stream *stream, uint64_t monotonic)
{
	json_number(line, "time", stream_realtime(stream, monotonic));
	json_number(line, "monotonic_ns", monotonic);
}

static void put_probe(struct line *line, const struct probe *probe)
{
	json_number(line, "probe", probe->definition->id);
	put_text(line, "function", probe->function, strlen(probe->function));
}

static void json_header(FILE *out, const struct stream *stream)
{
	const struct uprobecap_header *header = &stream->header;
	struct line line;

	begin_record(&line, out, "header");
	json_number(&line, "version", header->version);
	json_number(&line, "machine", header->machine);
	json_number(&line, "page_size", header->page_size);
	json_number(&line, "nr_cpus", header->nr_cpus);
	json_number(&line, "monotonic_ns", header->monotonic_ns);
	json_number(&line, "realtime_ns", header->realtime_ns);
	put_text(&line, "release", header->release, sizeof(header->release));
	end_record(&line);
}

static void put_type(struct line *line, const struct uprobecap_field *field)
{
	static const char letter[] = {
		[UPROBECAP_UNSIGNED] = 'u',
		[UPROBECAP_SIGNED] = 's',
		[UPROBECAP_HEX] = 'x',
		[UPROBECAP_FLOAT] = 'f',
	};

	json_key(line, "type");
	line_char(line, '"');
	if (field->kind == UPROBECAP_STRING) {
		line_text(line, "string");
	} else if (field->kind == UPROBECAP_BYTES) {
		line_text(line, "bytes");
	} else if (field->kind == UPROBECAP_CHAR) {
		line_text(line, "char");
	} else {
		line_char(line, letter[field->kind]);
		line_unsigned(line, 8 * field->size);
	}
	if (field->count) {
		line_char(line, '[');
		line_unsigned(line, field->count);
		line_char(line, ']');
	}
	line_char(line, '"');
}

static void put_definition(struct line *line, const struct uprobecap_field *field)
{
	line_text(line, "{\"name\":");
	json_word(line, field->name);
	put_type(line, field);
	if (field_is_at_return(field)) {
		json_key(line, "at");
		json_word(line, "return");
	}
	line_char(line, '}');
}

static void json_probe(FILE *out, const struct probe *probe)
{
	const struct uprobecap_probe *definition = probe->definition;
	struct line line;
	uint32_t n;

	begin_record(&line, out, "probe");
	put_probe(&line, probe);
	json_key(&line, "at");
	json_word(&line, probe_word(probe));
	put_text(&line, "path", probe->path, strlen(probe->path));
	json_number(&line, "offset", definition->offset);
	json_number(&line, "ref_ctr_offset", definition->ref_ctr_offset);
	json_number(&line, "dev_major", definition->dev_major);
	json_number(&line, "dev_minor", definition->dev_minor);
	json_number(&line, "inode", definition->inode);
	json_key(&line, "build_id");
	json_hex(&line, definition->build_id, definition->build_id_size);
	put_text(&line, "spec", probe->spec, strlen(probe->spec));
	json_key(&line, "fields");
	line_char(&line, '[');
	for (n = 0; n < definition->nr_fields; n++) {
		line_text(&line, n ? "," : "");
		put_definition(&line, &probe->fields[n]);
	}
	line_char(&line, ']');
	end_record(&line);
}

/* Beside the numbers, which are the same where no names are known. */
static void put_names(struct line *line, const struct probe *probe, const struct uprobecap_hit *hit)
{
	char key[UPROBECAP_NAME_MAX + 16];
	const char *separator = "";
	uint32_t n;

	json_key(line, "names");
	line_char(line, '{');
	for (n = 0; n < probe->definition->nr_fields; n++) {
		snprintf(key, sizeof(key), "%s\"%s\":", separator, probe->fields[n].name);
		if (json_field_name(line, key, probe, hit, n))
			separator = ",";
	}
	line_char(line, '}');
}

static void json_hit(FILE *out, const struct stream *stream, struct probe *probe,
		     const struct uprobecap_hit *hit)
{
	struct line line;
	uint32_t n;

	begin_record(&line, out, probe_word(probe));
	put_time(&line, stream, hit->time);
	put_probe(&line, probe);
	json_number(&line, "cpu", hit->cpu);
	json_number(&line, "pid", hit->pid);
	json_number(&line, "tid", hit->tid);
	json_number(&line, "uid", hit->uid);
	put_text(&line, "comm", hit->comm, sizeof(hit->comm));
	json_number(&line, "ip", hit->ip);
	if (probe_is_call(probe))
		json_number(&line, "latency_ns", ((const struct uprobecap_call *)hit)->latency);
	json_key(&line, "fields");
	line_char(&line, '{');
	for (n = 0; n < probe->definition->nr_fields; n++) {
		line_text(&line, n ? ",\"" : "\"");
		line_text(&line, probe->fields[n].name);
		line_text(&line, "\":");
		json_field(&line, hit, &probe->fields[n], n);
	}
	line_char(&line, '}');
	if (probe->enumerations)
		put_names(&line, probe, hit);
	end_record(&line);
}

/* Without "hits" when the number since the last loss is not known. */
static void json_lost(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
		      uint64_t hits)
{
	struct line line;

	begin_record(&line, out, "lost");
	put_time(&line, stream, lost->time);
	json_number(&line, "since", stream_realtime(stream, lost->since));
	json_number(&line, "cpu", lost->cpu);
	if (hits)
		json_number(&line, "hits", hits);
	json_number(&line, "total", lost->total);
	end_record(&line);
}

static void put_counters(struct line *line, const struct uprobecap_ledger *ledger)
{
	json_number(line, "hits", ledger->hits);
	json_number(line, "delivered", ledger->delivered);
	json_number(line, "filtered", ledger->filtered);
	json_number(line, "lost_full", ledger->lost_full);
	json_number(line, "lost_too_big", ledger->lost_too_big);
	json_number(line, "counted", ledger->counted);
	json_number(line, "sampled", ledger->sampled);
	json_number(line, "limited", ledger->limited);
	json_number(line, "in_flight", ledger->in_flight);
	json_number(line, "missed_depth", ledger->missed_depth);
	json_number(line, "missed_jump", ledger->missed_jump);
	json_number(line, "missed_exit", ledger->missed_exit);
	json_number(line, "missed_full", ledger->missed_full);
	json_number(line, "unmatched", ledger->unmatched);
	json_key(line, "balanced");
	line_text(line, ledger_missing(ledger) ? "false" : "true");
}

static void json_ledger(FILE *out, const struct stream *stream, const struct probe *probe)
{
	struct line line;

	begin_record(&line, out, "ledger");
	if (probe->has_ledger)
		put_time(&line, stream, probe->ledger.time);
	put_probe(&line, probe);
	if (probe->has_ledger) {
		put_counters(&line, &probe->ledger);
	} else {
		json_key(&line, "error");
		json_word(&line, "none was written");
	}
	json_number(&line, "hits_after", probe->after_ledger);
	end_record(&line);
}

/* Without "probes" when nobody could look at them. */
static void json_owner(FILE *out, const struct stream *stream, const struct uprobecap_owner *owner)
{
	struct line line;

	begin_record(&line, out, "owner");
	json_number(&line, "session", owner->session);
	json_number(&line, "pid", owner->pid);
	json_number(&line, "uid", owner->uid);
	put_text(&line, "comm", owner->comm, sizeof(owner->comm));
	json_number(&line, "since", stream_realtime(stream, owner->since));
	if (!(owner->record.flags & UPROBECAP_UNSEEN))
		json_number(&line, "probes", owner->nr_probes);
	end_record(&line);
}

static void json_mapping(FILE *out, const struct stream *stream, const struct note_mapping *mapping)
{
	struct line line;

	begin_record(&line, out, "mapping");
	put_time(&line, stream, mapping->time);
	json_number(&line, "pid", mapping->pid);
	json_number(&line, "start", mapping->start);
	json_number(&line, "end", mapping->end);
	json_number(&line, "offset", mapping->offset);
	json_key(&line, "build_id");
	json_hex(&line, mapping->build_id, mapping->build_id_size);
	put_text(&line, "path", mapping->path, strlen(mapping->path));
	end_record(&line);
}

const struct printer json_printer = {
	.header = json_header,
	.probe = json_probe,
	.hit = json_hit,
	.lost = json_lost,
	.ledger = json_ledger,
	.mapping = json_mapping,
	.owner = json_owner,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records -> JSON, one object a line.
 *
 * Numbers are numbers, up to 64 bits; times are nanoseconds since 1970. What
 * cannot be in JSON: bytes that are not UTF-8 become {"hex":"..."}, floats that
 * are no number the strings "NaN", "Infinity" and "-Infinity".
 */

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <json-c/json.h>

#include "escape.h"
#include "printer.h"
#include "value.h"

static void add_number(struct json_object *object, const char *key, uint64_t number)
{
	json_object_object_add(object, key, json_object_new_uint64(number));
}

static void add_text(struct json_object *object, const char *key, const char *text)
{
	json_object_object_add(object, key, json_object_new_string(text));
}

static struct json_object *hex(const void *bytes, size_t size)
{
	char digits[2 * UPROBECAP_RECORD_MAX + 1];
	size_t n;

	for (n = 0; n < size; n++)
		sprintf(digits + 2 * n, "%02x", ((const unsigned char *)bytes)[n]);
	return json_object_new_string_len(digits, 2 * size);
}

static struct json_object *bytes_to_json(const char *bytes, size_t size)
{
	struct json_object *object;

	if (is_utf8(bytes, size))
		return json_object_new_string_len(bytes, size);
	object = json_object_new_object();
	json_object_object_add(object, "hex", hex(bytes, size));
	return object;
}

static void add_bytes(struct json_object *object, const char *key, const char *bytes, size_t size)
{
	json_object_object_add(object, key, bytes_to_json(bytes, strnlen(bytes, size)));
}

static struct json_object *float_to_json(const struct value *value, unsigned int n)
{
	char text[VALUE_FLOAT_SIZE];
	double number = value_float(value, n, text);

	if (isnan(number))
		return json_object_new_string("NaN");
	if (isinf(number))
		return json_object_new_string(number < 0 ? "-Infinity" : "Infinity");
	return json_object_new_double_s(number, text);
}

static struct json_object *number_to_json(const struct value *value, unsigned int n)
{
	uint64_t number = value_number(value, n);
	char character = number;

	switch (value->field->kind) {
	case UPROBECAP_SIGNED:
		return json_object_new_int64(number);
	case UPROBECAP_FLOAT:
		return float_to_json(value, n);
	case UPROBECAP_CHAR:
		return bytes_to_json(&character, 1);
	default:
		return json_object_new_uint64(number);
	}
}

/* What could not be read, or was cut. */
static struct json_object *error_to_json(const struct value *value)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "error", value->truncated ? "truncated" : value_error(value));
	if (value->truncated)
		json_object_object_add(object, "value", bytes_to_json(value->text, value->length));
	return object;
}

static struct json_object *text_to_json(const struct value *value)
{
	if (value->truncated || value_error(value))
		return error_to_json(value);
	return bytes_to_json(value->text, value->length);
}

static struct json_object *element_to_json(const struct value *value, unsigned int n)
{
	struct value string;

	if (value->field->kind != UPROBECAP_STRING)
		return number_to_json(value, n);
	string = value_string(value, n);
	return text_to_json(&string);
}

static struct json_object *array_to_json(const struct value *value)
{
	struct json_object *array = json_object_new_array_ext(value->field->count);
	unsigned int n;

	for (n = 0; n < value->field->count; n++)
		json_object_array_add(array, element_to_json(value, n));
	return array;
}

static struct json_object *value_to_json(const struct value *value)
{
	if (value_error(value) || value->text)
		return text_to_json(value);
	return value->field->count ? array_to_json(value) : number_to_json(value, 0);
}

static struct json_object *new_record(const char *type)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "type", type);
	return object;
}

static void add_time(struct json_object *object, const struct stream *stream, uint64_t monotonic)
{
	add_number(object, "time", stream_realtime(stream, monotonic));
	add_number(object, "monotonic_ns", monotonic);
}

static void add_probe(struct json_object *object, const struct probe *probe)
{
	add_number(object, "probe", probe->definition->id);
	add_bytes(object, "function", probe->function, strlen(probe->function));
}

static void put_object(FILE *out, struct json_object *object)
{
	size_t size;
	const char *text = json_object_to_json_string_length(
		object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &size);

	fwrite(text, 1, size, out);
	fputc('\n', out);
	json_object_put(object);
}

static void json_header(FILE *out, const struct stream *stream)
{
	const struct uprobecap_header *header = &stream->header;
	struct json_object *object = new_record("header");

	add_number(object, "version", header->version);
	add_number(object, "machine", header->machine);
	add_number(object, "page_size", header->page_size);
	add_number(object, "nr_cpus", header->nr_cpus);
	add_number(object, "monotonic_ns", header->monotonic_ns);
	add_number(object, "realtime_ns", header->realtime_ns);
	add_bytes(object, "release", header->release, sizeof(header->release));
	put_object(out, object);
}

static struct json_object *field_to_json(const struct uprobecap_field *field)
{
	static const char letter[] = {
		[UPROBECAP_UNSIGNED] = 'u',
		[UPROBECAP_SIGNED] = 's',
		[UPROBECAP_HEX] = 'x',
		[UPROBECAP_FLOAT] = 'f',
	};
	struct json_object *object = json_object_new_object();
	char array[16] = "", type[32];

	if (field->count)
		snprintf(array, sizeof(array), "[%u]", field->count);
	if (field->kind == UPROBECAP_STRING)
		snprintf(type, sizeof(type), "string%s", array);
	else if (field->kind == UPROBECAP_BYTES)
		strcpy(type, "bytes");
	else if (field->kind == UPROBECAP_CHAR)
		snprintf(type, sizeof(type), "char%s", array);
	else
		snprintf(type, sizeof(type), "%c%u%s", letter[field->kind], 8 * field->size, array);
	add_text(object, "name", field->name);
	add_text(object, "type", type);
	if (field_is_at_return(field))
		add_text(object, "at", "return");
	return object;
}

static const char *word_for(const struct probe *probe)
{
	if (probe_is_call(probe))
		return "call";
	return probe_is_return(probe) ? "return" : "entry";
}

static void json_probe(FILE *out, const struct probe *probe)
{
	const struct uprobecap_probe *definition = probe->definition;
	struct json_object *object = new_record("probe");
	struct json_object *fields = json_object_new_array_ext(definition->nr_fields);
	uint32_t n;

	add_probe(object, probe);
	add_text(object, "at", word_for(probe));
	add_bytes(object, "path", probe->path, strlen(probe->path));
	add_number(object, "offset", definition->offset);
	add_number(object, "ref_ctr_offset", definition->ref_ctr_offset);
	add_number(object, "dev_major", definition->dev_major);
	add_number(object, "dev_minor", definition->dev_minor);
	add_number(object, "inode", definition->inode);
	json_object_object_add(object, "build_id",
			       hex(definition->build_id, definition->build_id_size));
	add_bytes(object, "spec", probe->spec, strlen(probe->spec));
	for (n = 0; n < definition->nr_fields; n++)
		json_object_array_add(fields, field_to_json(&probe->fields[n]));
	json_object_object_add(object, "fields", fields);
	put_object(out, object);
}

static void json_hit(FILE *out, const struct stream *stream, struct probe *probe,
		     const struct uprobecap_hit *hit)
{
	struct json_object *object = new_record(word_for(probe));
	struct json_object *fields = json_object_new_object();
	uint32_t n;

	add_time(object, stream, hit->time);
	add_probe(object, probe);
	add_number(object, "cpu", hit->cpu);
	add_number(object, "pid", hit->pid);
	add_number(object, "tid", hit->tid);
	add_number(object, "uid", hit->uid);
	add_bytes(object, "comm", hit->comm, sizeof(hit->comm));
	add_number(object, "ip", hit->ip);
	if (probe_is_call(probe))
		add_number(object, "latency_ns", ((const struct uprobecap_call *)hit)->latency);
	for (n = 0; n < probe->definition->nr_fields; n++) {
		struct value value = value_of(hit, &probe->fields[n], n);

		json_object_object_add(fields, probe->fields[n].name, value_to_json(&value));
	}
	json_object_object_add(object, "fields", fields);
	put_object(out, object);
}

/* Without "hits" when the number since the last loss is not known. */
static void json_lost(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
		      uint64_t hits)
{
	struct json_object *object = new_record("lost");

	add_time(object, stream, lost->time);
	add_number(object, "since", stream_realtime(stream, lost->since));
	add_number(object, "cpu", lost->cpu);
	if (hits)
		add_number(object, "hits", hits);
	add_number(object, "total", lost->total);
	put_object(out, object);
}

static void add_counters(struct json_object *object, const struct uprobecap_ledger *ledger)
{
	add_number(object, "hits", ledger->hits);
	add_number(object, "delivered", ledger->delivered);
	add_number(object, "filtered", ledger->filtered);
	add_number(object, "lost_full", ledger->lost_full);
	add_number(object, "lost_too_big", ledger->lost_too_big);
	add_number(object, "counted", ledger->counted);
	add_number(object, "sampled", ledger->sampled);
	add_number(object, "limited", ledger->limited);
	add_number(object, "in_flight", ledger->in_flight);
	add_number(object, "missed_depth", ledger->missed_depth);
	add_number(object, "missed_jump", ledger->missed_jump);
	add_number(object, "missed_exit", ledger->missed_exit);
	add_number(object, "missed_full", ledger->missed_full);
	add_number(object, "unmatched", ledger->unmatched);
	json_object_object_add(object, "balanced",
			       json_object_new_boolean(!ledger_missing(ledger)));
}

static void json_ledger(FILE *out, const struct stream *stream, const struct probe *probe)
{
	struct json_object *object = new_record("ledger");

	if (probe->has_ledger)
		add_time(object, stream, probe->ledger.time);
	add_probe(object, probe);
	if (probe->has_ledger)
		add_counters(object, &probe->ledger);
	else
		add_text(object, "error", "none was written");
	add_number(object, "hits_after", probe->after_ledger);
	put_object(out, object);
}

static void json_owner(FILE *out, const struct stream *stream, const struct uprobecap_owner *owner)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "type", "owner");
	add_number(object, "session", owner->session);
	add_number(object, "pid", owner->pid);
	add_number(object, "uid", owner->uid);
	add_bytes(object, "comm", owner->comm, sizeof(owner->comm));
	add_number(object, "since", stream_realtime(stream, owner->since));
	add_number(object, "probes", owner->nr_probes);
	put_object(out, object);
}

const struct printer json_printer = {
	.header = json_header,
	.probe = json_probe,
	.hit = json_hit,
	.lost = json_lost,
	.ledger = json_ledger,
	.owner = json_owner,
};

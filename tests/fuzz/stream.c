// SPDX-License-Identifier: GPL-2.0-only
/*
 * The decoder under any bytes, as they come out of the device or a pipe: in pieces, of
 * which the first byte says how large they are. What was checked is then looked at.
 */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "stream/stream.h"
#include "stream/value.h"

#define ROOM (2 * UPROBECAP_RECORD_MAX)

static volatile uint64_t looked_at;

static void look_at_bytes(const char *text, size_t length)
{
	while (length--)
		looked_at += (unsigned char)text[length];
}

static void look_at_value(const struct value *value)
{
	char text[VALUE_FLOAT_SIZE];
	unsigned int n = 0;

	if (value_error(value))
		return;
	do {
		if (value->text)
			look_at_bytes(value->text, value->length);
		else if (value->field->kind == UPROBECAP_FLOAT)
			value_float(value, n, text);
		else
			looked_at += value_number(value, n);
	} while (++n < value->field->count);
	if (value->field->kind == UPROBECAP_CHAR && value->field->count)
		look_at_bytes(value->slot, value_characters(value));
}

static void look_at_strings(const struct value *value)
{
	unsigned int n;

	for (n = 0; n < value->field->count; n++) {
		struct value string = value_string(value, n);

		if (!value_error(&string))
			look_at_bytes(string.text, string.length);
	}
}

static void look_at_hit(const struct stream_record *next)
{
	const struct uprobecap_hit *hit = (const void *)next->record;
	const struct probe *probe = next->probe;
	unsigned int n;

	for (n = 0; n < probe->definition->nr_fields; n++) {
		const struct uprobecap_field *field = &probe->fields[n];
		struct value value = value_of(hit, field, n);

		if (field->kind == UPROBECAP_STRING && field->count)
			look_at_strings(&value);
		else
			look_at_value(&value);
	}
}

/* Return: bytes of the records that are whole; more than @size at an error. */
static size_t decode(struct stream *stream, const char *data, size_t size, bool passes)
{
	struct stream_record next;
	struct error error;
	size_t at = 0;

	for (;;) {
		if (passes)
			at += stream_pass_hits(stream, data + at, size - at, 3);
		switch (stream_next(stream, data + at, size - at, &next, &error)) {
		case STREAM_RECORD:
			if (record_is_hit(next.record))
				look_at_hit(&next);
			at += next.size;
			break;
		case STREAM_AGAIN:
			stream_restart(stream);
			break;
		case STREAM_MORE:
			stream_check_end(stream, size - at, &error);
			return at;
		case STREAM_ERROR:
			return size + 1;
		}
	}
}

/* As decode(), of memory that ends with the bytes: so a tool sees who reads on. */
static size_t decode_exactly(struct stream *stream, const char *data, size_t size, bool passes)
{
	char *exact = need_memory(malloc(size));
	size_t taken;

	memcpy(exact, data, size);
	taken = decode(stream, exact, size, passes);
	free(exact);
	return taken;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static char room[ROOM];
	struct stream stream = { .name = "bytes" };
	size_t piece, step, filled = 0, taken;
	bool passes;

	if (!size)
		return 0;
	step = *bytes & 0x7f ? (*bytes & 0x7f) * 8 : UPROBECAP_RECORD_MAX;
	passes = *bytes & 0x80;
	for (bytes++, size--; size; bytes += piece, size -= piece) {
		piece = size < step ? size : step;
		memcpy(room + filled, bytes, piece);
		filled += piece;
		taken = decode_exactly(&stream, room, filled, passes);
		if (taken > filled)
			break;
		filled -= taken;
		memmove(room, room + taken, filled);
	}
	stream_restart(&stream);
	return 0;
}

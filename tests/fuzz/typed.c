// SPDX-License-Identifier: GPL-2.0-only
/*
 * What people type and write, and what tracefs prints, under any bytes. The first one
 * says what the others are: a probe, a recipe, a trace; anything else is one of the
 * shorter texts.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "array.h"
#include "binary/pattern.h"
#include "fuzz.h"
#include "quantity.h"
#include "recipe/recipe.h"
#include "spec.h"
#include "stream/moment.h"
#include "target/request.h"
#include "verify/tracefs_hits.h"
#include "verify/tracefs_probe.h"

#define COMMAND 11
#define OWNER	99

static void type_probe(const char *text)
{
	struct tracefs_probe probe;
	struct request request;
	struct spec_error wrong;
	struct spec spec;
	struct error error;

	if (!request_parse(&request, text, &error) && request.text) {
		if (spec_parse(request.text, &spec, &wrong))
			request_wrong_at(&request, wrong.column, wrong.message, &error);
		tracefs_probe_translate(&probe, request.text, false, &error);
		tracefs_probe_free(&probe);
	}
	request_free(&request);
}

static void decode_numbers(const struct decoding *decodings)
{
	static const int64_t numbers[] = { 0, 1, -1, 577, INT64_MIN };
	static FILE *nowhere;
	struct line line;
	size_t n;

	if (!nowhere)
		nowhere = need_memory(fopen("/dev/null", "we"));
	line_begin(&line, nowhere);
	for (; decodings; decodings = decodings->next)
		for (n = 0; n < ARRAY_SIZE(numbers); n++)
			decoding_put(&line, decodings, numbers[n]);
	line_end(&line);
}

static void read_recipe(const char *text, size_t size)
{
	int memory = memfd_create("recipe", MFD_CLOEXEC);
	struct recipe recipe;
	struct error error;
	char path[64];
	size_t n;

	if (memory < 0 || write(memory, text, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", memory);
	if (!recipe_read(&recipe, path, &error)) {
		for (n = 0; n < recipe.nr; n++)
			free(recipe_text(&recipe.probe[n], "/bin/sh"));
		decode_numbers(recipe.decodings);
	}
	recipe_free(&recipe);
	close(memory);
}

static void read_trace(char *text, size_t size, bool is_call)
{
	struct sightings sightings;
	struct tracefs_hits hits = {
		.owner = OWNER,
		.command = COMMAND,
		.address_size = 8,
		.is_call = is_call,
		.sightings = &sightings,
	};
	FILE *trace = need_memory(fmemopen(text, size, "r"));

	sightings_begin(&sightings);
	tracefs_hits_read(&hits, trace);
	sightings_end(&sightings);
	sightings_free(&sightings);
	fclose(trace);
}

static void type_short_text(const char *text)
{
	char name[] = "opendir", other[] = "shape::area(int)";
	char * const names[] = { name, other };
	struct patterns patterns;
	struct moment moment;
	uint64_t number;

	quantity_number(text, &number);
	quantity_duration(text, &number);
	quantity_size(text, &number);
	if (moment_parse(text, &moment))
		moment_realtime(&moment, 1700000000000000000ull);
	patterns_parse(&patterns, text);
	patterns_match(&patterns, names, 2);
	patterns_free(&patterns);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *text = strndup((const char *)bytes, size);

	if (!text || !*text) {
		free(text);
		return 0;
	}
	switch (*text) {
	case 'P':
		type_probe(text + 1);
		break;
	case 'R':
		read_recipe((const char *)bytes + 1, size - 1);
		break;
	case 'T':
	case 'C':
		read_trace(text, strlen(text), *text == 'C');
		break;
	default:
		type_short_text(text);
	}
	free(text);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a probe in a stream, parsed again: it tells where a field comes from,
 * which its definition does not.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "stream/respec.h"

/* Return: the text without its TARGET, for free(); NULL when it has none. */
static char *drop_target(const struct probe *probe)
{
	size_t type = strcspn(probe->spec, " \t");
	const char *target = probe->spec + type + strspn(probe->spec + type, " \t");
	size_t length = strlen(probe->path);
	char *text;

	/* A path may have blanks. */
	if (!length || strncmp(target, probe->path, length))
		return NULL;
	target += length;
	target += strcspn(target, " \t");
	if (asprintf(&text, "%.*s%s", (int)type, probe->spec, target) < 0)
		text = NULL;
	return need_memory(text);
}

static bool is_of(const struct spec *spec, const struct probe *probe)
{
	unsigned int n;

	if (spec->type != (char)probe->definition->type ||
	    spec->fields.nr != probe->definition->nr_fields)
		return false;
	for (n = 0; n < spec->fields.nr; n++)
		if (strcmp(spec->fields.field[n].name, probe->fields[n].name) ||
		    spec->fields.field[n].kind != probe->fields[n].kind ||
		    spec->fields.field[n].count != probe->fields[n].count)
			return false;
	return true;
}

/**
 * respec_create() - parse it
 * @probe: any
 *
 * Return: what it says, its filter too, for free(); NULL when it is not the text of
 * these fields.
 */
struct spec *respec_create(const struct probe *probe)
{
	struct spec *spec = need_memory(malloc(sizeof(*spec)));
	char *text = drop_target(probe);
	struct spec_error error;

	if (!text || spec_parse(text, spec, &error) || !is_of(spec, probe)) {
		free(spec);
		spec = NULL;
	}
	free(text);
	return spec;
}

/**
 * respec_result() - which field is what the function returned?
 * @spec: of the probe
 *
 * Return: its index; -1 when none is.
 */
int respec_result(const struct spec *spec)
{
	unsigned int n;

	for (n = 0; n < spec->fields.nr; n++) {
		const struct spec_field *field = &spec->fields.field[n];

		if (field->source == SPEC_RETVAL && !field->nr_derefs && !field->bit_width &&
		    !field->count)
			return n;
	}
	return -1;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The probe language under any bytes: what is taken can be used, and what is not is
 * refused with a place in the text.
 */

#include <stdlib.h>
#include <string.h>

#include "../unit/module/fields.h"
#include "../unit/module/sound.h"
#include "fuzz.h"

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void parse_behind_type(const char *text, bool is_return)
{
	static struct spec spec;
	struct spec_error error = { 0, NULL };
	int err = parse_fields(text, is_return, &spec, &error);

	require(err ? refusal_is_sound(text, err, &error) : spec_is_sound(&spec));
}

static void parse_whole(const char *text)
{
	static struct spec spec;
	struct spec_error error = { 0, NULL };
	int err;

	memset(&spec, 0xff, sizeof(spec));
	err = spec_parse(text, &spec, &error);
	require(err ? refusal_is_sound(text, err, &error) : spec_is_sound(&spec));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	/* Of just that size, so that a tool sees who reads behind it. */
	char *text = strndup((const char *)bytes, size);

	require(text);
	parse_whole(text);
	parse_behind_type(text, false);
	parse_behind_type(text, true);
	free(text);
	return 0;
}

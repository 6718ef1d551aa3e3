// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a probe, without its target: TYPE[:[GROUP/]EVENT] [FIELD...] ...
 */

#include <stdlib.h>
#include <string.h>

#include "spec.h"
#include "target/probe_text.h"

/**
 * probe_text_has_fields() - or no more than a type, and a filter?
 * @text: of a probe
 */
bool probe_text_has_fields(const char *text)
{
	text += strcspn(text, PROBE_BLANKS);
	text += strspn(text, PROBE_BLANKS);
	return *text && !spec_is_if(text);
}

/**
 * probe_text_check() - check a text that was made of what was typed
 * @text: of a probe
 * @site: that it is for
 * @error: what is wrong
 *
 * Return: 0 or -1.
 */
int probe_text_check(const char *text, const char *site, struct error *error)
{
	struct spec *spec = need_memory(malloc(sizeof(*spec)));
	struct spec_error wrong;
	int err = spec_parse(text, spec, &wrong);

	free(spec);
	if (!err)
		return 0;
	error_what(error, EXIT_USAGE, "the probe is wrong at %s", site);
	error_why(error, "%s\n  %s\n  %*s", wrong.message, text, (int)wrong.column, "^");
	return error_remedy(error, "what can stand there: man 4 uprobecap");
}

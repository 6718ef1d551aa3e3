// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a probe, as it is at one site of a USDT probe: $argN is its argument
 * there. When no field is given, there is one for each argument.
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target/probe_text.h"
#include "target/usdt_argument.h"
#include "target/usdt_text.h"

#define ARGUMENT "$arg"

static int bad_type(const struct usdt *probe, struct error *error)
{
	error_what(error, EXIT_USAGE, "%s has no return", probe->name);
	error_why(error, "it is a place in a function, not a function");
	return error_remedy(error, "probe it with the type p");
}

static int no_argument(const struct usdt *probe, long number, size_t nr, struct error *error)
{
	error_what(error, number > (long)nr ? EXIT_USAGE : EXIT_FAILED,
		   "$arg%ld of %s cannot be fetched", number, probe->name);
	if (number > (long)nr || number < 1)
		error_why(error, "it has %zu arguments, counted from 1", nr);
	else
		error_why(error, "it is where no FETCH leads, as the assembler writes it: %s",
			  probe->arguments);
	return error_remedy(error, "leave it out; see the arguments: uprobecap list");
}

/* All that can be fetched. */
static void put_all(FILE *out, const struct usdt *probe, const struct usdt_argument *arguments,
		    size_t nr)
{
	size_t n;

	for (n = 0; n < nr; n++) {
		if (*arguments[n].fetch)
			fprintf(out, " arg%zu=%s:%s", n + 1, arguments[n].fetch, arguments[n].type);
		else
			fprintf(stderr, "uprobecap: $arg%zu of %s cannot be fetched: left out\n",
				n + 1, probe->name);
	}
}

/* Is it all of a field's FETCH, and without a type? */
static bool wants_type(const char *before, const char *behind)
{
	return (isspace((unsigned char)*before) || *before == '=') &&
	       (!*behind || isspace((unsigned char)*behind));
}

static int put_fields(FILE *out, const char *text, const struct usdt *probe,
		      const struct usdt_argument *arguments, size_t nr, struct error *error)
{
	const char *at;
	char *behind;
	long number;

	for (; (at = strstr(text, ARGUMENT)); text = behind) {
		number = strtol(at + strlen(ARGUMENT), &behind, 10);
		if (number < 1 || number > (long)nr || !*arguments[number - 1].fetch)
			return no_argument(probe, number, nr, error);
		fprintf(out, "%.*s%s", (int)(at - text), text, arguments[number - 1].fetch);
		if (wants_type(at - 1, behind))
			fprintf(out, ":%s", arguments[number - 1].type);
	}
	fputs(text, out);
	return 0;
}

/**
 * usdt_text() - put the arguments into the text
 * @text: of the probe, without its target
 * @probe: one site of the USDT probe
 * @error: why that cannot be
 *
 * Return: the text for the module, for free(); NULL.
 */
char *usdt_text(const char *text, const struct usdt *probe, struct error *error)
{
	struct usdt_argument arguments[USDT_ARGUMENTS_MAX];
	size_t nr = usdt_arguments(probe->arguments, arguments);
	size_t size, type = strcspn(text, " \t\n");
	char *result = NULL;
	int err = 0;
	FILE *out;

	if (*text != 'p') {
		bad_type(probe, error);
		return NULL;
	}
	out = need_memory(open_memstream(&result, &size));
	fprintf(out, "%.*s", (int)type, text);
	if (!probe_text_has_fields(text))
		put_all(out, probe, arguments, nr);
	err = put_fields(out, text + type, probe, arguments, nr, error);
	fclose(out);
	if (!err)
		err = probe_text_check(result, probe->name, error);
	if (!err)
		return result;
	free(result);
	return NULL;
}

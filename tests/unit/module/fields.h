/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fields alone, as an entry or a return has them.
 */
#ifndef TESTS_FIELDS_H
#define TESTS_FIELDS_H

#include <stdlib.h>
#include <string.h>

#include "spec.h"

/**
 * parse_fields() - parse fields behind a type
 * @text: the fields
 * @is_return: that of a return
 * @spec: the result
 * @error: why not; its column is that of @text
 *
 * Return: as spec_parse().
 */
static inline int parse_fields(const char *text, bool is_return, struct spec *spec,
			       struct spec_error *error)
{
	/* Of just that size, so that a tool sees who reads behind it. */
	char *whole = malloc(strlen(text) + 3);
	int err;

	if (!whole)
		abort();
	strcpy(whole, is_return ? "r " : "p ");
	strcat(whole, text);
	memset(spec, 0xff, sizeof(*spec));
	err = spec_parse(whole, spec, error);
	if (err)
		error->column -= 2;
	free(whole);
	return err;
}

#endif /* TESTS_FIELDS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A recipe: a text file that says what to probe, and how to print it.
 */
#ifndef UPROBECAP_RECIPE_H
#define UPROBECAP_RECIPE_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "recipe/decoding.h"
#include "recipe/wording.h"

#define RECIPE_FILE "{file}" /* what stands in a probe for the file that it is in */

/**
 * struct recipe_probe - a probe of it
 * @line: where it is in the recipe
 * @text: with RECIPE_FILE
 * @format: how its hits are printed; NULL: as ever
 * @has_histogram: its hits are not printed, but what they have in common is, at the end
 * @histogram: fields whose values are counted by size then
 * @nr_histogram: how many
 */
struct recipe_probe {
	unsigned int line;
	char *text;
	const struct wording *format;
	bool has_histogram;
	char **histogram;
	size_t nr_histogram;
};

#define RECIPE_PAIR_MIN 3
#define RECIPE_PAIR_MAX 4

/* What pairs hits of one process; see pairing.c. */
enum recipe_role {
	RECIPE_FIRST, /* is printed, with */
	RECIPE_BEGIN, /* the end of what begins here, at */
	RECIPE_END,   /* this, or with */
	RECIPE_LAST,  /* this */
};

/**
 * struct recipe - a recipe
 * @path: of its file
 * @line: that was read last
 * @summary: what it is for
 * @file: that is probed; NULL: that of the command line
 * @also: has the functions of some probes, too, on some systems; NULL: none
 * @is_mapped: all that processes have mapped under this name, not one
 * @options: of uprobecap run
 * @nr_options: how many
 * @options_line: where the last of them are in the recipe
 * @nr: how many probes it has
 * @probe: each
 * @wordings: all formats
 * @nr_wordings: how many
 * @decodings: its own
 * @pair: for each enum recipe_role the index of a probe
 * @nr_pair: how many of them there are; 0: nothing is paired
 * @only: field that --errno asks for; NULL: it cannot
 */
struct recipe {
	char *path;
	unsigned int line;
	char *summary;
	char *file;
	char *also;
	bool is_mapped;
	char **options;
	size_t nr_options;
	unsigned int options_line;
	size_t nr;
	struct recipe_probe *probe;
	struct wording **wordings;
	size_t nr_wordings;
	struct decoding *decodings;
	size_t pair[RECIPE_PAIR_MAX];
	size_t nr_pair;
	char *only;
};

int recipe_read(struct recipe *recipe, const char *path, struct error *error);
int recipe_check(const struct recipe *recipe, struct error *error);
int recipe_wrong(const struct recipe *recipe, unsigned int line, struct error *error);
char *recipe_text(const struct recipe_probe *probe, const char *file);
void recipe_free(struct recipe *recipe);

#endif /* UPROBECAP_RECIPE_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What can be known of a recipe before it runs: that its probes are probes, and have
 * the fields that it names.
 */

#include <stdlib.h>
#include <string.h>

#include "recipe/recipe.h"
#include "spec.h"
#include "target/chain_text.h"
#include "target/request.h"

#define SOME_FILE "FILE" /* in the text of a probe that is wrong */

static bool has_field(const struct spec *spec, const char *name)
{
	unsigned int n;

	for (n = 0; n < spec->fields.nr; n++)
		if (!strcmp(spec->fields.field[n].name, name))
			return true;
	return false;
}

/* As the module is told of it. */
static int parse_probe(const struct recipe_probe *probe, struct spec *spec, struct error *error)
{
	char *text = recipe_text(probe, SOME_FILE);
	struct request request;
	struct spec_error wrong;
	int err = request_parse(&request, text, error);
	char *outline = err ? NULL : chain_text_outline(request.text);

	if (!err && spec_parse(outline, spec, &wrong))
		err = request_wrong_at(&request, wrong.column, wrong.message, error);
	free(outline);
	request_free(&request);
	free(text);
	return err;
}

/* Does this probe, or one whose hits are printed with it, have the field? */
static bool is_known(const struct recipe *recipe, const struct spec *specs, size_t probe,
		     const char *name)
{
	size_t n;

	if (has_field(&specs[probe], name))
		return true;
	if (!strcmp(name, WORDING_LATENCY))
		return specs[probe].type == 'c';
	if (!recipe->nr_pair || recipe->pair[RECIPE_FIRST] != probe)
		return false;
	for (n = RECIPE_END; n < recipe->nr_pair; n++)
		if (has_field(&specs[recipe->pair[n]], name))
			return true;
	return false;
}

static int no_field(const struct recipe *recipe, unsigned int line, const char *name,
		    struct error *error)
{
	error_why(error, "its probe has no field '%s'", name);
	return recipe_wrong(recipe, line, error);
}

static int check_format(const struct recipe *recipe, const struct spec *specs, size_t probe,
			struct error *error)
{
	const struct wording *format = recipe->probe[probe].format;
	unsigned int line = recipe->probe[probe].line;
	size_t n;

	for (n = 0; format && n < format->nr; n++) {
		const struct wording_piece *piece = &format->piece[n];

		if (piece->field && !is_known(recipe, specs, probe, piece->field))
			return no_field(recipe, line, piece->field, error);
		if (piece->length && !is_known(recipe, specs, probe, piece->length))
			return no_field(recipe, line, piece->length, error);
	}
	return 0;
}

static int check_probe(const struct recipe *recipe, const struct spec *specs, size_t probe,
		       struct error *error)
{
	const struct recipe_probe *its = &recipe->probe[probe];
	size_t n;

	for (n = 0; n < its->nr_histogram; n++)
		if (!has_field(&specs[probe], its->histogram[n]))
			return no_field(recipe, its->line, its->histogram[n], error);
	/* Of those that are paired, the first says what is printed. */
	if (recipe->nr_pair && recipe->pair[RECIPE_FIRST] != probe)
		return 0;
	if (recipe->only && !is_known(recipe, specs, probe, recipe->only))
		return no_field(recipe, its->line, recipe->only, error);
	return check_format(recipe, specs, probe, error);
}

static int check_probes(const struct recipe *recipe, struct spec *specs, struct error *error)
{
	size_t n;

	for (n = 0; n < recipe->nr; n++)
		if (parse_probe(&recipe->probe[n], &specs[n], error))
			return recipe_wrong(recipe, recipe->probe[n].line, error);
	for (n = 0; n < recipe->nr; n++)
		if (check_probe(recipe, specs, n, error))
			return -1;
	return 0;
}

/**
 * recipe_check() - is it one that can run?
 * @recipe: that was read
 * @error: why not
 *
 * Return: 0 or -1.
 */
int recipe_check(const struct recipe *recipe, struct error *error)
{
	struct spec *specs;
	int err;

	if (!recipe->nr || !recipe->summary) {
		error_why(error, "it has no line that begins with '%s'",
			  recipe->nr ? "summary" : "probe");
		return recipe_wrong(recipe, recipe->line, error);
	}
	specs = need_memory(calloc(recipe->nr, sizeof(*specs)));
	err = check_probes(recipe, specs, error);
	free(specs);
	return err;
}

static void free_words(char **words, size_t nr)
{
	while (nr)
		free(words[--nr]);
	free(words);
}

/**
 * recipe_free() - give back what it took
 * @recipe: that was read
 */
void recipe_free(struct recipe *recipe)
{
	struct decoding *decoding;
	size_t n;

	for (n = 0; n < recipe->nr; n++) {
		free(recipe->probe[n].text);
		free_words(recipe->probe[n].histogram, recipe->probe[n].nr_histogram);
	}
	free(recipe->probe);
	for (n = 0; n < recipe->nr_wordings; n++)
		wording_free(recipe->wordings[n]);
	free(recipe->wordings);
	while ((decoding = recipe->decodings)) {
		recipe->decodings = decoding->next;
		decoding_free(decoding);
	}
	free_words(recipe->options, recipe->nr_options);
	free(recipe->summary);
	free(recipe->file);
	free(recipe->also);
	free(recipe->only);
	free(recipe->path);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a recipe -> the recipe. A line is a word and what belongs to it; one
 * that begins with a blank goes on with the line before.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "recipe/recipe.h"

#define BLANKS " \t\n"

/**
 * recipe_wrong() - tell where a recipe is wrong
 * @recipe: it
 * @line: of its file
 * @error: whose second part says why
 *
 * Return: -1.
 */
int recipe_wrong(const struct recipe *recipe, unsigned int line, struct error *error)
{
	char why[sizeof(error->why)];

	strcpy(why, error->why);
	error_what(error, EXIT_USAGE, "%s:%u: the recipe is wrong", recipe->path, line);
	error_why(error, "%s", why);
	return error_remedy(error, "what can stand there: man 1 uprobecap, below Recipes");
}

/* Appends a copy to a list. */
static void append(char ***list, size_t *nr, const char *text, size_t length)
{
	*list = need_memory(reallocarray(*list, *nr + 1, sizeof(**list)));
	(*list)[(*nr)++] = need_memory(strndup(text, length));
}

static void append_words(char ***list, size_t *nr, const char *text)
{
	size_t length;

	for (text += strspn(text, BLANKS); (length = strcspn(text, BLANKS)); text += length) {
		append(list, nr, text, length);
		text += strspn(text + length, BLANKS);
	}
}

static int take_one(char **into, const char *text, struct error *error)
{
	if (*into)
		return error_why(error, "this stands there once");
	if (!*text)
		return error_why(error, "behind the first word of a line stands more");
	*into = need_memory(strdup(text));
	return 0;
}

static int take_summary(struct recipe *recipe, const char *text, struct error *error)
{
	return take_one(&recipe->summary, text, error);
}

static int take_file(struct recipe *recipe, const char *text, struct error *error)
{
	return take_one(&recipe->file, text, error);
}

static int take_also(struct recipe *recipe, const char *text, struct error *error)
{
	return take_one(&recipe->also, text, error);
}

static int take_mapped(struct recipe *recipe, const char *text, struct error *error)
{
	recipe->is_mapped = true;
	return take_one(&recipe->file, text, error);
}

static int take_errno(struct recipe *recipe, const char *text, struct error *error)
{
	return take_one(&recipe->only, text, error);
}

static int take_option(struct recipe *recipe, const char *text, struct error *error)
{
	(void)error;
	recipe->options_line = recipe->line;
	append_words(&recipe->options, &recipe->nr_options, text);
	return 0;
}

static int take_probe(struct recipe *recipe, const char *text, struct error *error)
{
	if (!strstr(text, RECIPE_FILE ":"))
		return error_why(error, "the target of a probe is in %s:", RECIPE_FILE);
	recipe->probe =
		need_memory(reallocarray(recipe->probe, recipe->nr + 1, sizeof(*recipe->probe)));
	recipe->probe[recipe->nr++] = (struct recipe_probe){
		.line = recipe->line,
		.text = need_memory(strdup(text)),
	};
	return 0;
}

/* Those above that are not told yet what to do with their hits. */
static size_t first_untold(const struct recipe *recipe)
{
	size_t n = recipe->nr;

	while (n && !recipe->probe[n - 1].format && !recipe->probe[n - 1].has_histogram)
		n--;
	return n;
}

static int take_format(struct recipe *recipe, const char *text, struct error *error)
{
	size_t n = first_untold(recipe);
	struct wording *wording;

	if (n == recipe->nr)
		return error_why(error, "it is the format of probes above it: there is none");
	wording = wording_create(text, recipe->decodings, error);
	if (!wording)
		return -1;
	recipe->wordings = need_memory(
		reallocarray(recipe->wordings, recipe->nr_wordings + 1, sizeof(*recipe->wordings)));
	recipe->wordings[recipe->nr_wordings++] = wording;
	for (; n < recipe->nr; n++)
		recipe->probe[n].format = wording;
	return 0;
}

static int take_histogram(struct recipe *recipe, const char *text, struct error *error)
{
	size_t n = first_untold(recipe);

	if (n == recipe->nr)
		return error_why(error, "it is the histogram of probes above it: there is none");
	for (; n < recipe->nr; n++) {
		recipe->probe[n].has_histogram = true;
		append_words(&recipe->probe[n].histogram, &recipe->probe[n].nr_histogram, text);
	}
	return 0;
}

static int take_decoding(struct recipe *recipe, enum decoding_kind kind, const char *text,
			 struct error *error)
{
	struct decoding *decoding = decoding_create(kind, text, error);

	if (!decoding)
		return -1;
	decoding->next = recipe->decodings;
	recipe->decodings = decoding;
	return 0;
}

static int take_flags(struct recipe *recipe, const char *text, struct error *error)
{
	return take_decoding(recipe, DECODING_FLAGS, text, error);
}

static int take_names(struct recipe *recipe, const char *text, struct error *error)
{
	return take_decoding(recipe, DECODING_NAMES, text, error);
}

/* Its TYPE:EVENT, without the target. */
static bool is_called(const struct recipe_probe *probe, const char *name)
{
	size_t type = strcspn(probe->text, BLANKS);
	const char *colon = memchr(probe->text, ':', type);
	size_t length = strlen(name);

	return colon && (size_t)(probe->text + type - colon - 1) == length &&
	       !memcmp(colon + 1, name, length);
}

static int find_pair(struct recipe *recipe, const char *name, struct error *error)
{
	size_t n;

	for (n = 0; n < recipe->nr; n++)
		if (is_called(&recipe->probe[n], name)) {
			recipe->pair[recipe->nr_pair++] = n;
			return 0;
		}
	return error_why(error, "no probe above is called '%s', as in p:%s", name, name);
}

static int take_pair(struct recipe *recipe, const char *text, struct error *error)
{
	char **names = NULL;
	size_t nr = 0, n;
	int err = 0;

	append_words(&names, &nr, text);
	if (recipe->nr_pair)
		err = error_why(error, "this stands there once");
	else if (nr < RECIPE_PAIR_MIN || nr > RECIPE_PAIR_MAX)
		err = error_why(
			error,
			"three or four probes are paired: the first, a beginning, its end, and a last one");
	for (n = 0; n < nr; n++) {
		if (!err)
			err = find_pair(recipe, names[n], error);
		free(names[n]);
	}
	free(names);
	return err;
}

static const struct keyword {
	const char *word;
	int (*take)(struct recipe *recipe, const char *text, struct error *error);
} keywords[] = {
	{ "summary", take_summary }, { "file", take_file },	{ "mapped", take_mapped },
	{ "option", take_option },   { "flags", take_flags },	{ "names", take_names },
	{ "probe", take_probe },     { "format", take_format }, { "histogram", take_histogram },
	{ "pair", take_pair },	     { "errno", take_errno },	{ "also", take_also },
};

static int take_line(struct recipe *recipe, const char *text, struct error *error)
{
	size_t length = strcspn(text, BLANKS);
	size_t n;

	for (n = 0; n < ARRAY_SIZE(keywords); n++)
		if (strlen(keywords[n].word) == length && !memcmp(keywords[n].word, text, length)) {
			text += length;
			return keywords[n].take(recipe, text + strspn(text, BLANKS), error);
		}
	return error_why(error, "no line begins with '%.*s'", (int)length, text);
}

/* Cuts blanks at the end. Return: the length. */
static size_t trim(char *line)
{
	size_t length = strlen(line);

	while (length && strchr(BLANKS, line[length - 1]))
		line[--length] = '\0';
	return length;
}

/* A line with those that go on with it. */
static void join(char **joined, const char *line)
{
	char *both;

	if (asprintf(&both, "%s %s", *joined, line + strspn(line, BLANKS)) < 0)
		both = NULL;
	free(*joined);
	*joined = need_memory(both);
}

static int end_line(struct recipe *recipe, char **joined, struct error *error)
{
	int err = *joined ? take_line(recipe, *joined, error) : 0;

	free(*joined);
	*joined = NULL;
	return err ? recipe_wrong(recipe, recipe->line, error) : 0;
}

static int read_lines(struct recipe *recipe, FILE *file, struct error *error)
{
	char *line = NULL, *joined = NULL;
	unsigned int number = 0;
	size_t size = 0;
	int err = 0;

	while (!err && getline(&line, &size, file) > 0) {
		number++;
		if (!trim(line) || *line == '#')
			continue;
		if (joined && strchr(BLANKS, *line)) {
			join(&joined, line);
			continue;
		}
		err = end_line(recipe, &joined, error);
		recipe->line = number;
		joined = need_memory(strdup(line));
	}
	if (!err)
		err = end_line(recipe, &joined, error);
	free(joined);
	free(line);
	return err;
}

/**
 * recipe_read() - read it
 * @recipe: to be filled
 * @path: of its file
 * @error: what is wrong with it
 *
 * Return: 0 or -1; recipe_free() it either way.
 */
int recipe_read(struct recipe *recipe, const char *path, struct error *error)
{
	FILE *file = fopen(path, "re");
	int err;

	*recipe = (struct recipe){ .path = need_memory(strdup(path)) };
	if (!file) {
		error_what(error, EXIT_NO_TARGET, "the recipe %s cannot be read", path);
		error_why(error, "%s", strerror(errno));
		return error_remedy(error, "see what there is: uprobecap run --list");
	}
	err = read_lines(recipe, file, error);
	fclose(file);
	return err ? err : recipe_check(recipe, error);
}

/**
 * recipe_text() - the text of a probe
 * @probe: of a recipe
 * @file: it is in
 *
 * Return: for free().
 */
char *recipe_text(const struct recipe_probe *probe, const char *file)
{
	const char *at = strstr(probe->text, RECIPE_FILE);
	char *text;

	if (asprintf(&text, "%.*s%s%s", (int)(at - probe->text), probe->text, file,
		     at + strlen(RECIPE_FILE)) < 0)
		text = NULL;
	return need_memory(text);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap run: recipes, which are probes that somebody has thought of already.
 */

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "binary/everywhere.h"
#include "binary/search.h"
#include "command/tracing.h"
#include "print/errno_name.h"
#include "recipe/cookbook.h"
#include "recipe/recipe_printer.h"

#define ARGUMENTS                                                             \
	"NAME [FILE] [--list] [--errno N] [--hex] [--json] [--columns LIST] " \
	"[--time CLOCK] [--count] "

/**
 * struct run - a recipe that runs
 * @recipe: it
 * @wish: the command line, with the recipe's options
 * @files: that are probed
 * @nr_specs: how many probes there are
 * @specs: each, and
 * @probe: which of the recipe it is
 */
struct run {
	const struct recipe *recipe;
	struct wish *wish;
	struct everywhere files;
	size_t nr_specs;
	char **specs;
	size_t *probe;
};

static void add_spec(struct run *run, char *spec, size_t probe)
{
	size_t nr = run->nr_specs++;

	run->specs = need_memory(reallocarray(run->specs, nr + 1, sizeof(*run->specs)));
	run->probe = need_memory(reallocarray(run->probe, nr + 1, sizeof(*run->probe)));
	run->specs[nr] = spec;
	run->probe[nr] = probe;
}

/* Of several probes, each is in each file. */
static void add_file(struct run *run, const char *file)
{
	const struct recipe *recipe = run->recipe;
	size_t n;

	for (n = 0; n < recipe->nr; n++)
		add_spec(run, recipe_text(&recipe->probe[n], file), n);
}

static bool can_be_found(const struct run *run, const char *spec)
{
	const struct target_wish wish = wish_of_target(run->wish);
	struct request request;
	struct error error;
	bool found = !request_parse(&request, spec, &error) &&
		     !request_open(&request, &wish, &error);

	request_free(&request);
	return found;
}

/* What it has of them, if it is there at all. */
static void add_also(struct run *run, const char *file)
{
	const struct recipe *recipe = run->recipe;
	size_t n;

	for (n = 0; n < recipe->nr; n++) {
		char *spec = recipe_text(&recipe->probe[n], file);

		if (can_be_found(run, spec))
			add_spec(run, spec, n);
		else
			free(spec);
	}
}

static int add_mapped(struct run *run, struct error *error)
{
	const struct target_wish wish = wish_of_target(run->wish);
	size_t n;

	if (everywhere_find(&run->files, wish.container, run->recipe->file, error))
		return -1;
	for (n = 0; n < run->files.nr; n++)
		add_file(run, run->files.file[n].path);
	return 0;
}

/* That of COMMAND. */
static int add_program(struct run *run, struct error *error)
{
	char *path = search_file(*run->wish->child, error);

	if (!path)
		return -1;
	add_file(run, path);
	free(path);
	return 0;
}

static int add_files(struct run *run, struct error *error)
{
	const struct recipe *recipe = run->recipe;

	if (run->wish->nr_specs > 1)
		add_file(run, run->wish->specs[1]);
	else if (recipe->is_mapped)
		return add_mapped(run, error);
	else if (recipe->file)
		add_file(run, recipe->file);
	else if (run->wish->child)
		return add_program(run, error);
	else
		return command_misused(&run_command, error,
				       "%s wants a FILE, or a COMMAND: what to probe",
				       run->wish->specs[0]);
	if (recipe->also && run->wish->nr_specs == 1)
		add_also(run, recipe->also);
	return 0;
}

/* The number of an error, or its name. */
static bool parse_only(const char *text, int64_t *number)
{
	char *end;

	*number = errno_number(text);
	if (*number)
		return true;
	*number = strtoll(text, &end, 0);
	return end != text && !*end;
}

static int choose(const struct run *run, struct recipe_choice *choice, struct error *error)
{
	const struct wish *wish = run->wish;

	choice->recipe = run->recipe;
	choice->hex = wish->hex;
	choice->has_only = wish->only;
	if (wish->only && !run->recipe->only)
		return command_misused(&run_command, error, "%s has nothing that --errno asks for",
				       wish->specs[0]);
	if (wish->only && !parse_only(wish->only, &choice->only))
		return command_misused(&run_command, error,
				       "'%.200s' is not a number, nor the name of an error",
				       wish->only);
	return 0;
}

/* Return: the exit code, or -1. */
static int capture(struct run *run, struct error *error)
{
	struct recipe_choice choice;
	struct requests requests;
	int err;

	if (choose(run, &choice, error) || wish_find_container(run->wish, error) ||
	    add_files(run, error))
		return -1;
	choice.requests = &requests;
	choice.probe = run->probe;
	run->wish->printer = &recipe_printer;
	recipe_choose(&choice);
	err = requests_parse(&requests, run->specs, run->nr_specs, error);
	if (!err)
		err = tracing_capture(run->wish, &requests, error);
	recipe_forget();
	requests_free(&requests);
	return err;
}

/* The recipe's own options stand before those that were typed; there is room for one more. */
static char **join_options(const struct recipe *recipe, int argc, char **argv)
{
	char **all = need_memory(calloc(recipe->nr_options + argc + 2, sizeof(*all)));

	all[0] = argv[0];
	if (recipe->nr_options)
		memcpy(all + 1, recipe->options, recipe->nr_options * sizeof(*all));
	memcpy(all + 1 + recipe->nr_options, argv + 1, (argc - 1) * sizeof(*all));
	return all;
}

/* Alone, so that what is wrong with them is told of the recipe. */
static int check_options(const struct recipe *recipe, char **argv, const char *name,
			 struct error *error)
{
	char **all = join_options(recipe, 1, argv);
	struct wish wish;
	int err;

	all[recipe->nr_options + 1] = (char *)name;
	err = wish_parse(&run_command, recipe->nr_options + 2, all, &wish, error);
	free(all);
	return err ? recipe_wrong(recipe, recipe->options_line, error) : 0;
}

static int run_recipe(const struct recipe *recipe, int argc, char **argv, const char *name,
		      struct error *error)
{
	struct run run = { .recipe = recipe };
	struct wish wish;
	char **all;
	int err;

	if (check_options(recipe, argv, name, error))
		return -1;
	all = join_options(recipe, argc, argv);
	err = wish_parse(&run_command, recipe->nr_options + argc, all, &wish, error);
	run.wish = &wish;
	if (!err)
		err = capture(&run, error);
	container_free(&wish.container);
	everywhere_free(&run.files);
	while (run.nr_specs)
		free(run.specs[--run.nr_specs]);
	free(run.specs);
	free(run.probe);
	free(all);
	return err;
}

static int run_run(int argc, char **argv, struct error *error)
{
	struct recipe recipe;
	struct wish wish;
	char *path;
	int err;

	if (wish_parse(&run_command, argc, argv, &wish, error))
		return -1;
	if (wish.list) {
		cookbook_list(stdout);
		return EXIT_FINE;
	}
	path = cookbook_find(wish.specs[0], error);
	if (!path)
		return -1;
	err = recipe_read(&recipe, path, error);
	if (!err)
		err = run_recipe(&recipe, argc, argv, wish.specs[0], error);
	recipe_free(&recipe);
	free(path);
	return err;
}

const struct command run_command = {
	.name = "run",
	.arguments = ARGUMENTS TRACING_OPTIONS,
	.summary = "print what a recipe captures, live",
	.help = "  uprobecap run bash\n"
		"  uprobecap run openat -- cat /etc/hostname\n"
		"  uprobecap run add ./program\n"
		"  uprobecap run --list\n"
		"\n"
		"NAME is a recipe, a text file with probes, options and a format: one of ours, of\n"
		"/etc/uprobecap/recipes, or of ~/.config/uprobecap/recipes. FILE is probed in place\n"
		"of the file that the recipe has for it.\n"
		"  --list            what recipes there are\n"
		"  --errno N         only where the result is this number, or error: 127, ENOENT\n"
		"  --hex             print strings and bytes as hex\n"
		"  --json            one object a line, of each hit, as trace does\n"
		"  --columns LIST    of time,comm,pid,tid,uid,cpu,event, those and in that order\n"
		"  --time CLOCK      wall (the time of day), mono (the kernel's clock), or delta:\n"
		"                    since the line before\n"
		"  --count           print no hits: they are counted, and cost least\n"
		"\n"
		"The rest is as of trace.\n",
	.more = tracing_help,
	.run = run_run,
};

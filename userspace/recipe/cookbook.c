// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where recipes are: the user's own, those of this machine, and ours. Of one name, the
 * first is meant.
 */

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "recipe/cookbook.h"
#include "recipe/recipe.h"
#include "share.h"

#define RECIPES	       "recipes"
#define OF_THE_USER    "uprobecap/" RECIPES
#define OF_THE_MACHINE "/etc/uprobecap/" RECIPES
#define FOLDERS	       3

/**
 * struct cookbook - where recipes are
 * @folder: each; NULL: there is no such one
 */
struct cookbook {
	char *folder[FOLDERS];
};

static char *join(const char *folder, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", folder, name) < 0)
		path = NULL;
	return need_memory(path);
}

static char *folder_of_user(void)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	/* One that is not absolute is to be ignored, as its specification says. */
	if (config && *config == '/')
		return join(config, OF_THE_USER);
	return home ? join(home, ".config/" OF_THE_USER) : NULL;
}

static void open_cookbook(struct cookbook *cookbook)
{
	cookbook->folder[0] = folder_of_user();
	cookbook->folder[1] = need_memory(strdup(OF_THE_MACHINE));
	cookbook->folder[2] = share_path(RECIPES);
}

static void close_cookbook(struct cookbook *cookbook)
{
	size_t n;

	for (n = 0; n < FOLDERS; n++)
		free(cookbook->folder[n]);
}

static bool is_file(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISREG(status.st_mode);
}

/* Return: its path, for free(), and the folder's index; NULL when there is none. */
static char *find(const struct cookbook *cookbook, const char *name, size_t *folder)
{
	size_t n;

	for (n = 0; n < FOLDERS; n++) {
		char *path = cookbook->folder[n] ? join(cookbook->folder[n], name) : NULL;

		if (path && is_file(path)) {
			*folder = n;
			return path;
		}
		free(path);
	}
	return NULL;
}

static bool is_name(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/') && name[strlen(name) - 1] != '~';
}

/**
 * cookbook_find() - a recipe by its name
 * @name: of its file
 * @error: why there is none
 *
 * Return: the file's path, for free(); or NULL.
 */
char *cookbook_find(const char *name, struct error *error)
{
	struct cookbook cookbook;
	char *path = NULL;
	size_t folder;

	open_cookbook(&cookbook);
	if (is_name(name))
		path = find(&cookbook, name, &folder);
	if (!path) {
		error_what(error, EXIT_NO_TARGET, "there is no recipe %s", name);
		error_why(error, "it is a file in %s%s%s or %s",
			  cookbook.folder[0] ? cookbook.folder[0] : "",
			  cookbook.folder[0] ? ", " : "", cookbook.folder[1], cookbook.folder[2]);
		error_remedy(error, "see what there is: uprobecap run --list");
	}
	close_cookbook(&cookbook);
	return path;
}

static void list_recipe(FILE *out, const char *name, const char *path)
{
	struct recipe recipe;
	struct error error;

	if (recipe_read(&recipe, path, &error))
		fprintf(out, "%-12s  cannot run: %s\n", name, error.what);
	else
		fprintf(out, "%-12s  %s\n", name, recipe.summary);
	recipe_free(&recipe);
}

static int choose(const struct dirent *file)
{
	return is_name(file->d_name);
}

static void list_folder(FILE *out, const struct cookbook *cookbook, size_t folder)
{
	struct dirent **files;
	int nr = scandir(cookbook->folder[folder], &files, choose, alphasort);
	int n;

	for (n = 0; n < nr; n++) {
		size_t meant = FOLDERS;
		char *path = find(cookbook, files[n]->d_name, &meant);

		if (meant == folder)
			list_recipe(out, files[n]->d_name, path);
		free(path);
		free(files[n]);
	}
	if (nr >= 0)
		free(files);
}

/**
 * cookbook_list() - all recipes, a line for each
 * @out: where to
 */
void cookbook_list(FILE *out)
{
	struct cookbook cookbook;
	size_t n;

	open_cookbook(&cookbook);
	for (n = 0; n < FOLDERS; n++)
		if (cookbook.folder[n])
			list_folder(out, &cookbook, n);
	close_cookbook(&cookbook);
}

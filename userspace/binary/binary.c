// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file of code as it is typed -> where it is.
 *
 *   PATH, NAME   see search.c
 *   @PID         what a process runs: its program, and the libraries that it has mapped
 *   @PID/NAME    one of them
 *
 * Those of a process are opened as it has them: it may live in another mount
 * namespace, and the file may have been deleted or replaced. Of a container, PATH
 * begins at its root, and NAME is what one of its processes runs.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "binary/binary.h"
#include "binary/library.h"
#include "binary/search.h"

#define DELETED " (deleted)"

static void append(struct binary *binary, char *path, char *link)
{
	binary->file =
		need_memory(reallocarray(binary->file, binary->nr + 1, sizeof(*binary->file)));
	binary->file[binary->nr++] = (struct binary_file){ .path = path, .link = link, .held = -1 };
}

static bool is_known(const struct binary *binary, const char *path)
{
	size_t n;

	for (n = 0; n < binary->nr; n++)
		if (!strcmp(binary->file[n].path, path))
			return true;
	return false;
}

static bool is_name(const char *full, const char *name)
{
	return !strcmp(full, name) || library_is_short(full, name);
}

static bool has_base(const char *path, const char *name)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	size_t length = strlen(base);
	char *plain;
	bool has;

	if (length > strlen(DELETED) && !strcmp(base + length - strlen(DELETED), DELETED))
		length -= strlen(DELETED);
	plain = need_memory(strndup(base, length));
	has = is_name(plain, name);
	free(plain);
	return has;
}

static bool has_soname(const char *link, const char *name)
{
	struct elf_file file;
	struct error error;
	const char *soname;
	bool has;

	if (elf_open(&file, link, &error))
		return false;
	soname = elf_soname(&file);
	has = soname && is_name(soname, name);
	elf_close(&file);
	return has;
}

/* Is it what the user calls so? A library's file may have another name than it. */
static bool is_called(const struct binary_file *file, const char *name)
{
	return !*name || has_base(file->path, name) || has_soname(file->link, name);
}

static void append_if_called(struct binary *binary, const char *name, char *path, char *link)
{
	append(binary, path, link);
	if (is_called(&binary->file[binary->nr - 1], name))
		return;
	binary->nr--;
	free(path);
	free(link);
}

/* Not everyone may follow map_files. */
static char *find_link(unsigned int pid, const char *range, const char *path)
{
	char *link = NULL;

	if (asprintf(&link, "/proc/%u/map_files/%s", pid, range) < 0)
		link = NULL;
	if (!access(need_memory(link), R_OK))
		return link;
	free(link);
	if (asprintf(&link, "/proc/%u/root%s", pid, path) < 0)
		link = NULL;
	return need_memory(link);
}

/* A line of /proc/PID/maps. */
static void take_mapping(struct binary *binary, unsigned int pid, const char *name, char *line)
{
	char range[40], flags[5];
	int at = 0;

	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, "%39s %4s %*s %*s %*s %n", range, flags, &at) < 2 || !at ||
	    flags[2] != 'x' || line[at] != '/' || is_known(binary, line + at))
		return;
	append_if_called(binary, name, need_memory(strdup(line + at)),
			 find_link(pid, range, line + at));
}

static void take_program(struct binary *binary, unsigned int pid, const char *name)
{
	char link[32], path[PATH_MAX];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/%u/exe", pid);
	length = readlink(link, path, sizeof(path) - 1);
	if (length < 0)
		return;
	path[length] = '\0';
	append_if_called(binary, name, need_memory(strdup(path)), need_memory(strdup(link)));
}

static bool take_mappings(struct binary *binary, unsigned int pid, const char *name)
{
	size_t size = 0;
	char *line = NULL;
	char path[32];
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%u/maps", pid);
	maps = fopen(path, "re");
	if (!maps)
		return false;
	while (getline(&line, &size, maps) > 0)
		take_mapping(binary, pid, name, line);
	free(line);
	fclose(maps);
	return true;
}

static int find_process(struct binary *binary, const char *text, struct error *error)
{
	unsigned int pid;
	int at = 0;

	if (sscanf(text, "@%u%n", &pid, &at) != 1 || (text[at] && text[at] != '/')) {
		error_what(error, EXIT_USAGE, "%s is no process", text);
		error_why(error, "behind the @ stands its number");
		return error_remedy(error, "for example: @1234:main or @1234/libc.so.6:open");
	}
	at += text[at] == '/';
	take_program(binary, pid, text + at);
	if (!take_mappings(binary, pid, text + at)) {
		binary_free(binary);
		error_what(error, EXIT_NO_TARGET, "process %u cannot be looked at", pid);
		error_why(error, "it is not there, or belongs to somebody else");
		return error_remedy(error, "see what runs: ps -e; root sees all of it");
	}
	if (binary->nr)
		return 0;
	error_what(error, EXIT_NO_TARGET, "process %u runs no code of %s", pid,
		   text[at] ? text + at : "a file");
	error_why(error, "none of its mappings has it");
	return error_remedy(error, "see them: grep x.*/ /proc/%u/maps", pid);
}

/**
 * binary_find() - find the files that may be meant
 * @binary: to be filled
 * @name: as it was typed
 * @error: why there is none
 *
 * Return: 0, then binary_free() it; or -1.
 */
int binary_find(struct binary *binary, const char *name, struct error *error)
{
	char *path;

	*binary = (struct binary){ 0 };
	if (*name == '@')
		return find_process(binary, name, error);
	path = search_file(name, error);
	if (!path)
		return -1;
	append(binary, path, need_memory(strdup(path)));
	return 0;
}

static bool is_open(const char *name)
{
	return !strncmp(name, BINARY_OPEN, strlen(BINARY_OPEN));
}

static int find_path(struct binary *binary, const struct container *container, const char *path,
		     struct error *error)
{
	int fd = container_file(container, path, error);
	char *link;

	if (fd < 0)
		return -1;
	if (asprintf(&link, BINARY_OPEN "%d", fd) < 0)
		link = NULL;
	append(binary, need_memory(strdup(path)), need_memory(link));
	binary->file[0].held = fd;
	return 0;
}

/* Of the first process that runs it. */
static int find_name(struct binary *binary, const struct container *container, const char *name,
		     struct error *error)
{
	size_t n;

	for (n = 0; n < container->nr && !binary->nr; n++) {
		take_program(binary, container->pids[n], name);
		take_mappings(binary, container->pids[n], name);
	}
	if (binary->nr)
		return 0;
	error_what(error, EXIT_NO_TARGET, "nothing in the container runs %s", name);
	error_why(
		error,
		"a name without a / is a program or library that one of its %zu processes has mapped",
		container->nr);
	return error_remedy(error, "give its path, from the container's root");
}

/**
 * binary_find_in() - find the files that may be meant in a container
 * @binary: to be filled
 * @container: found; NULL: in none
 * @name: as it was typed
 * @error: why there is none
 *
 * Return: 0, then binary_free() it; or -1.
 */
int binary_find_in(struct binary *binary, const struct container *container, const char *name,
		   struct error *error)
{
	if (!container || *name == '@' || is_open(name))
		return binary_find(binary, name, error);
	*binary = (struct binary){ 0 };
	if (strchr(name, '/'))
		return find_path(binary, container, name, error);
	return find_name(binary, container, name, error);
}

/**
 * binary_open() - open one of the files
 * @binary: found
 * @n: which one
 * @file: to be filled
 * @error: why not
 *
 * Return: 0, then elf_close() it; or -1.
 */
int binary_open(const struct binary *binary, size_t n, struct elf_file *file, struct error *error)
{
	return elf_open_as(file, binary->file[n].link, binary->file[n].path, error);
}

/**
 * binary_free() - give back what binary_find() took
 * @binary: found
 */
void binary_free(struct binary *binary)
{
	while (binary->nr) {
		free(binary->file[--binary->nr].path);
		free(binary->file[binary->nr].link);
		if (binary->file[binary->nr].held >= 0)
			close(binary->file[binary->nr].held);
	}
	free(binary->file);
	binary->file = NULL;
}

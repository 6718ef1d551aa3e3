// SPDX-License-Identifier: GPL-2.0-only
/*
 * All files of a library: those that processes have mapped, in containers, too, and
 * those that the dynamic linker of this system finds; or those of one container.
 *
 * What a process has is held open, and its path is that of our descriptor: the process
 * may end, and its own path may lead elsewhere.
 */

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "binary/binary.h"
#include "binary/everywhere.h"
#include "binary/library.h"

#define DELETED " (deleted)"

static bool is_known(const struct everywhere *everywhere, const struct stat *status)
{
	size_t n;

	for (n = 0; n < everywhere->nr; n++)
		if (everywhere->file[n].device == status->st_dev &&
		    everywhere->file[n].inode == status->st_ino)
			return true;
	return false;
}

static void add(struct everywhere *everywhere, const struct stat *status, char *path, int fd)
{
	everywhere->file = need_memory(
		reallocarray(everywhere->file, everywhere->nr + 1, sizeof(*everywhere->file)));
	everywhere->file[everywhere->nr++] = (struct everywhere_file){
		.path = path,
		.fd = fd,
		.device = status->st_dev,
		.inode = status->st_ino,
	};
}

static void add_mapped(struct everywhere *everywhere, int pid, const char *range)
{
	struct stat status;
	char link[96];
	char *path;
	int fd;

	snprintf(link, sizeof(link), "/proc/%d/map_files/%s", pid, range);
	if (stat(link, &status) || is_known(everywhere, &status))
		return;
	fd = open(link, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (asprintf(&path, BINARY_OPEN "%d", fd) < 0)
		path = NULL;
	add(everywhere, &status, need_memory(path), fd);
}

/* The last part of the path that ends a line of /proc/PID/maps; it is cut for that. */
static const char *file_name(char *line)
{
	size_t length = strcspn(line, "\n");
	char *slash;

	line[length] = '\0';
	if (length > strlen(DELETED) && !strcmp(line + length - strlen(DELETED), DELETED))
		line[length - strlen(DELETED)] = '\0';
	slash = strrchr(line, '/');
	return slash ? slash + 1 : "";
}

static void search_process(struct everywhere *everywhere, int pid, const char *name)
{
	char range[40], flags[5], path[64];
	size_t size = 0;
	char *line = NULL;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	maps = fopen(path, "re");
	if (!maps)
		return;
	while (getline(&line, &size, maps) > 0)
		if (sscanf(line, "%39s %4s", range, flags) == 2 && flags[2] == 'x' &&
		    library_is_short(file_name(line), name))
			add_mapped(everywhere, pid, range);
	free(line);
	fclose(maps);
}

static void search_processes(struct everywhere *everywhere, const char *name)
{
	DIR *processes = opendir("/proc");
	const struct dirent *process;

	while (processes && (process = readdir(processes)))
		if (isdigit((unsigned char)*process->d_name))
			search_process(everywhere, atoi(process->d_name), name);
	if (processes)
		closedir(processes);
}

static void search_system(struct everywhere *everywhere, const char *name)
{
	char **paths;
	size_t nr = library_find_all(name, &paths), n;
	struct stat status;

	for (n = 0; n < nr; n++) {
		if (stat(paths[n], &status) || is_known(everywhere, &status))
			free(paths[n]);
		else
			add(everywhere, &status, paths[n], -1);
	}
	free(paths);
}

static void search_container(struct everywhere *everywhere, const struct container *container,
			     const char *name)
{
	size_t n;

	for (n = 0; n < container->nr; n++)
		search_process(everywhere, container->pids[n], name);
}

/**
 * everywhere_find() - find them
 * @everywhere: to be filled
 * @container: of which processes; NULL: of all, and those that none has mapped
 * @name: the beginning of their sonames, for example libssl
 * @error: why there is none
 *
 * Return: 0 or -1; everywhere_free() it either way.
 */
int everywhere_find(struct everywhere *everywhere, const struct container *container,
		    const char *name, struct error *error)
{
	*everywhere = (struct everywhere){ 0 };
	if (container) {
		search_container(everywhere, container, name);
	} else {
		search_processes(everywhere, name);
		search_system(everywhere, name);
	}
	if (everywhere->nr)
		return 0;
	if (container) {
		error_what(error, EXIT_NO_TARGET, "there is no %s in the container", name);
		error_why(error, "no process of it has it mapped");
		return error_remedy(error,
				    "give the file that it is in behind the name of the recipe");
	}
	error_what(error, EXIT_NO_TARGET, "there is no %s on this machine", name);
	error_why(error, "no process has it mapped, and ldconfig -p shows none");
	return error_remedy(error, "give the file that it is in behind the name of the recipe");
}

/**
 * everywhere_free() - give back what it took
 * @everywhere: that was filled
 */
void everywhere_free(struct everywhere *everywhere)
{
	while (everywhere->nr) {
		struct everywhere_file *file = &everywhere->file[--everywhere->nr];

		if (file->fd >= 0)
			close(file->fd);
		free(file->path);
	}
	free(everywhere->file);
}

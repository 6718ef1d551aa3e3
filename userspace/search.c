// SPDX-License-Identifier: GPL-2.0-only
/*
 * A name without a folder -> the file that the system would run or load.
 *
 * A program is searched in the folders of PATH, as the shell does. A library is
 * searched by its soname where the dynamic linker looks: in the cache that
 * ldconfig(8) writes, and then in the folders that need no cache.
 */

#include <elf.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "array.h"
#include "search.h"

#define CACHE	    "/etc/ld.so.cache"
#define CACHE_MAGIC "glibc-ld.so.cache1.1"

/**
 * struct cache_entry - a library, as the dynamic linker's cache has it
 * @flags: kind of machine and library
 * @name: its soname, and
 * @path: both at this offset from the cache's header
 * @system: the least version of the system
 * @hardware: what the processor must have
 */
struct cache_entry {
	int32_t flags;
	uint32_t name;
	uint32_t path;
	uint32_t system;
	uint64_t hardware;
};

/**
 * struct cache - its header
 * @magic: CACHE_MAGIC, without a NUL
 * @nr: how many entries there are
 * @strings: bytes of them
 * @unused: of no meaning here
 * @entry: sorted by name; behind them the strings
 */
struct cache {
	char magic[sizeof(CACHE_MAGIC) - 1];
	uint32_t nr;
	uint32_t strings;
	uint32_t unused[5];
	struct cache_entry entry[];
};

/* Where libraries are without a cache; of other machines, too. */
static const char * const library_folders[] = {
	"/lib/x86_64-linux-gnu",
	"/usr/lib/x86_64-linux-gnu",
	"/lib64",
	"/usr/lib64",
	"/lib",
	"/usr/lib",
};

static bool read_machine(const char *path, Elf64_Half *machine)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	Elf64_Ehdr header;
	bool is_elf;

	if (fd < 0)
		return false;
	/* Up to e_machine, the headers of 32 and 64 bits are alike. */
	is_elf = pread(fd, &header, sizeof(header), 0) == sizeof(header) &&
		 !memcmp(header.e_ident, ELFMAG, SELFMAG);
	close(fd);
	*machine = header.e_machine;
	return is_elf;
}

/* A library of a program like this one, and not for a foreign machine. */
static bool is_native(const char *path)
{
	Elf64_Half own, its;

	return read_machine("/proc/self/exe", &own) && read_machine(path, &its) && own == its;
}

static bool is_program(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISREG(status.st_mode) && !access(path, X_OK);
}

static char *join(const char *folder, size_t length, const char *name)
{
	char *path = NULL;

	if (asprintf(&path, "%.*s/%s", (int)length, folder, name) < 0)
		path = NULL;
	return need_memory(path);
}

/**
 * search_program() - as the shell finds it
 * @name: of a command, or a path
 *
 * Return: its path, for free(); NULL when there is none.
 */
char *search_program(const char *name)
{
	const char *folder = getenv("PATH");
	char *path;
	size_t length;

	if (strchr(name, '/'))
		return need_memory(strdup(name));
	for (; folder && *name; folder = folder[length] ? folder + length + 1 : NULL) {
		length = strcspn(folder, ":");
		path = length ? join(folder, length, name) : join(".", 1, name);
		if (is_program(path))
			return path;
		free(path);
	}
	return NULL;
}

static const char *cached_string(const struct cache *cache, size_t size, uint32_t offset)
{
	const char *string = (const char *)cache + offset;

	return offset < size && memchr(string, '\0', size - offset) ? string : "";
}

static char *search_entries(const struct cache *cache, size_t size, const char *name)
{
	const char *path;
	uint32_t n;

	if (size < sizeof(*cache) || (size - sizeof(*cache)) / sizeof(*cache->entry) < cache->nr)
		return NULL;
	for (n = 0; n < cache->nr; n++) {
		if (strcmp(cached_string(cache, size, cache->entry[n].name), name))
			continue;
		path = cached_string(cache, size, cache->entry[n].path);
		if (is_native(path))
			return need_memory(strdup(path));
	}
	return NULL;
}

static char *search_cache(const char *name)
{
	int fd = open(CACHE, O_RDONLY | O_CLOEXEC);
	const char *begin, *cache;
	struct stat status;
	char *path = NULL;

	if (fd < 0)
		return NULL;
	if (!fstat(fd, &status) && status.st_size > 0) {
		begin = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (begin != MAP_FAILED) {
			/* Older systems write one of an older format before it. */
			cache = memmem(begin, status.st_size, CACHE_MAGIC, strlen(CACHE_MAGIC));
			if (cache)
				path = search_entries((const void *)cache,
						      status.st_size - (cache - begin), name);
			munmap((void *)begin, status.st_size);
		}
	}
	close(fd);
	return path;
}

/**
 * search_library() - as the dynamic linker finds it
 * @name: a soname, e.g. libc.so.6
 *
 * Return: its path, for free(); NULL when there is none.
 */
char *search_library(const char *name)
{
	char *path = search_cache(name);
	size_t n;

	for (n = 0; !path && n < ARRAY_SIZE(library_folders); n++) {
		path = join(library_folders[n], strlen(library_folders[n]), name);
		if (is_native(path))
			break;
		free(path);
		path = NULL;
	}
	return path;
}

/**
 * search_file() - a program or library
 * @name: its path, or a name that is searched when it has no '/'
 * @error: why there is none
 *
 * Return: the path, for free(); or NULL.
 */
char *search_file(const char *name, struct error *error)
{
	char *path = search_program(name);

	if (!path)
		path = search_library(name);
	if (path)
		return path;
	error_what(error, EXIT_NO_TARGET, "there is no program or library %s", name);
	error_why(error, "no folder of PATH has it, nor is it a soname that ldconfig -p shows");
	error_remedy(error,
		     "give a path (./%s for a file that is here), or see: ldconfig -p | grep %s",
		     name, name);
	return NULL;
}

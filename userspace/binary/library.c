// SPDX-License-Identifier: GPL-2.0-only
/*
 * A library's name -> its file, where the dynamic linker looks: in the cache that
 * ldconfig(8) writes, and in the folders that need no cache.
 *
 * The name is a soname, libssl.so.3, or its beginning, libssl.
 */

#include <dirent.h>
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
#include "binary/elf.h"
#include "binary/library.h"

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

static const char *cached_string(const struct cache *cache, size_t size, uint32_t offset)
{
	const char *string = (const char *)cache + offset;

	return offset < size && memchr(string, '\0', size - offset) ? string : "";
}

/**
 * struct candidate - a library that may be meant
 * @soname: its name
 * @path: of its file
 * @device: of the file, and
 * @inode: tell whether two are the same
 */
struct candidate {
	char *soname;
	char *path;
	dev_t device;
	ino_t inode;
};

/**
 * struct search - what is looked for, and what was found
 * @name: as it was typed
 * @is_short: it is the beginning of a soname
 * @nr: how many candidates there are
 * @candidate: each file once
 */
struct search {
	const char *name;
	bool is_short;
	size_t nr;
	struct candidate *candidate;
};

/**
 * library_is_short() - is it the beginning of a soname?
 * @soname: for example libc.so.6
 * @name: libc then
 */
bool library_is_short(const char *soname, const char *name)
{
	size_t length = strlen(name);

	return !strncmp(soname, name, length) && !strncmp(soname + length, ".so", 3) &&
	       (!soname[length + 3] || soname[length + 3] == '.');
}

static bool is_wanted(const struct search *search, const char *soname)
{
	return search->is_short ? library_is_short(soname, search->name) :
				  !strcmp(soname, search->name);
}

static bool is_known(const struct search *search, const struct stat *status)
{
	size_t n;

	for (n = 0; n < search->nr; n++)
		if (search->candidate[n].device == status->st_dev &&
		    search->candidate[n].inode == status->st_ino)
			return true;
	return false;
}

static void consider(struct search *search, const char *soname, const char *path)
{
	struct stat status;

	if (!is_wanted(search, soname) || stat(path, &status) || is_known(search, &status) ||
	    !is_native(path))
		return;
	search->candidate = need_memory(
		reallocarray(search->candidate, search->nr + 1, sizeof(*search->candidate)));
	search->candidate[search->nr++] = (struct candidate){
		.soname = need_memory(strdup(soname)),
		.path = need_memory(strdup(path)),
		.device = status.st_dev,
		.inode = status.st_ino,
	};
}

static void search_entries(struct search *search, const struct cache *cache, size_t size)
{
	uint32_t n;

	if (size < sizeof(*cache) || (size - sizeof(*cache)) / sizeof(*cache->entry) < cache->nr)
		return;
	for (n = 0; n < cache->nr; n++)
		consider(search, cached_string(cache, size, cache->entry[n].name),
			 cached_string(cache, size, cache->entry[n].path));
}

static void search_cache(struct search *search)
{
	int fd = open(CACHE, O_RDONLY | O_CLOEXEC);
	const char *begin, *cache;
	struct stat status;

	if (fd < 0)
		return;
	if (!fstat(fd, &status) && status.st_size > 0) {
		begin = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (begin != MAP_FAILED) {
			/* Older systems write one of an older format before it. */
			cache = memmem(begin, status.st_size, CACHE_MAGIC, strlen(CACHE_MAGIC));
			if (cache)
				search_entries(search, (const void *)cache,
					       status.st_size - (cache - begin));
			munmap((void *)begin, status.st_size);
		}
	}
	close(fd);
}

static void search_folder(struct search *search, const char *folder)
{
	DIR *files = opendir(folder);
	const struct dirent *file;
	char *path;

	if (!files)
		return;
	while ((file = readdir(files))) {
		if (!is_wanted(search, file->d_name))
			continue;
		if (asprintf(&path, "%s/%s", folder, file->d_name) < 0)
			path = NULL;
		consider(search, file->d_name, need_memory(path));
		free(path);
	}
	closedir(files);
}

static void search_all(struct search *search)
{
	size_t n;

	search_cache(search);
	for (n = 0; n < ARRAY_SIZE(library_folders); n++)
		search_folder(search, library_folders[n]);
}

/* Return: the path of the first candidate, for free(); NULL when there is none. */
static char *end_search(struct search *search)
{
	char *path = search->nr ? search->candidate[0].path : NULL;
	size_t n;

	for (n = 0; n < search->nr; n++) {
		free(search->candidate[n].soname);
		if (n)
			free(search->candidate[n].path);
	}
	free(search->candidate);
	return path;
}

/**
 * library_find_all() - libraries by the beginning of their sonames
 * @name: for example libssl
 * @paths: of their files, for free(), each and all
 *
 * Return: how many there are.
 */
size_t library_find_all(const char *name, char ***paths)
{
	struct search search = { .name = name, .is_short = true };
	size_t nr, n;

	search_all(&search);
	nr = search.nr;
	*paths = need_memory(calloc(nr + 1, sizeof(**paths)));
	for (n = 0; n < nr; n++)
		(*paths)[n] = need_memory(strdup(search.candidate[n].path));
	free(end_search(&search));
	return nr;
}

/**
 * library_find() - a library by its soname
 * @name: for example libc.so.6
 *
 * Return: its path, for free(); NULL when there is none.
 */
char *library_find(const char *name)
{
	struct search search = { .name = name };

	search_all(&search);
	return end_search(&search);
}

static void put_build_id(FILE *out, const char *path)
{
	const unsigned char *bytes;
	struct elf_file file;
	struct error error;
	const void *id;
	size_t size;

	if (elf_open(&file, path, &error))
		return;
	for (size = elf_build_id(&file, &id), bytes = id; size; size--)
		fprintf(out, "%02x", *bytes++);
	elf_close(&file);
}

/* A line for each, as many as there is room for. */
static void list_candidates(const struct search *search, char *text, size_t size)
{
	FILE *out = fmemopen(text, size, "w");
	size_t n;

	need_memory(out);
	for (n = 0; n < search->nr; n++) {
		fprintf(out, "%s%-16s ", n ? "\n  " : "", search->candidate[n].soname);
		put_build_id(out, search->candidate[n].path);
		fprintf(out, "  %s", search->candidate[n].path);
	}
	fclose(out);
	text[size - 1] = '\0';
}

static int ambiguous(const struct search *search, struct error *error)
{
	char list[sizeof(error->why)] = "";

	list_candidates(search, list, sizeof(list));
	error_what(error, EXIT_NO_TARGET, "%s may be any of %zu libraries", search->name,
		   search->nr);
	error_why(error, "%s", list);
	return error_remedy(error, "give the name or the path of one of them");
}

/**
 * library_find_short() - a library by the beginning of its soname
 * @name: for example libc
 * @path: the result, for free(); NULL when there is none
 * @error: which ones there are, when there are several
 *
 * Return: 0 or -1.
 */
int library_find_short(const char *name, char **path, struct error *error)
{
	struct search search = { .name = name, .is_short = true };
	int err = 0;

	search_all(&search);
	if (search.nr > 1)
		err = ambiguous(&search, error);
	*path = end_search(&search);
	if (err) {
		free(*path);
		*path = NULL;
	}
	return err;
}

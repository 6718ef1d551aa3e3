// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a process has at a place of a file, and what it lives under.
 */

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "target/process.h"

/* By the file's path an overlay's files are told apart, too. */
static bool is_file(pid_t pid, const char *range, const struct stat *wanted)
{
	char link[96];
	struct stat status;

	snprintf(link, sizeof(link), "/proc/%d/map_files/%s", (int)pid, range);
	return !stat(link, &status) && status.st_dev == wanted->st_dev &&
	       status.st_ino == wanted->st_ino;
}

/* A line of /proc/PID/maps. */
static bool is_mapped_there(const char *line, pid_t pid, const struct stat *wanted, uint64_t offset,
			    uint64_t *address)
{
	uint64_t start, end, from;
	char range[40], flags[5];

	if (sscanf(line, "%39s %4s %" SCNx64, range, flags, &from) != 3 ||
	    sscanf(range, "%" SCNx64 "-%" SCNx64, &start, &end) != 2 || flags[2] != 'x' ||
	    offset < from || offset - from >= end - start || !is_file(pid, range, wanted))
		return false;
	*address = start + (offset - from);
	return true;
}

/**
 * process_address() - where it has a place of a file mapped as code
 * @pid: of the process
 * @file: open
 * @offset: in the file
 * @address: the result
 *
 * Return: false when it has not, or we may not know.
 */
bool process_address(pid_t pid, const struct elf_file *file, uint64_t offset, uint64_t *address)
{
	bool found = false;
	size_t size = 0;
	char *line = NULL;
	struct stat status;
	char path[32];
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	maps = fopen(path, "re");
	if (!maps)
		return false;
	if (!fstat(file->fd, &status))
		while (!found && getline(&line, &size, maps) > 0)
			found = is_mapped_there(line, pid, &status, offset, address);
	free(line);
	fclose(maps);
	return found;
}

/**
 * process_read() - its memory
 * @pid: of the process
 * @address: in it
 * @bytes: the result
 * @size: bytes wanted
 *
 * Return: how many could be read.
 */
size_t process_read(pid_t pid, uint64_t address, void *bytes, size_t size)
{
	char path[32];
	ssize_t got;
	int memory;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	if (memory < 0)
		return 0;
	got = pread(memory, bytes, size, address);
	close(memory);
	return got > 0 ? got : 0;
}

/**
 * process_status() - a line of /proc/PID/status
 * @pid: of the process
 * @key: what the line begins with, with its colon
 * @text: the rest, from the first word on
 * @size: of @text
 *
 * Return: false when there is no such line.
 */
bool process_status(pid_t pid, const char *key, char *text, size_t size)
{
	size_t length = strlen(key);
	bool found = false;
	char line[512];
	char path[32];
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	status = fopen(path, "re");
	if (!status)
		return false;
	while (!found && fgets(line, sizeof(line), status)) {
		found = !strncmp(line, key, length);
		if (found) {
			line[strcspn(line, "\n")] = '\0';
			snprintf(text, size, "%s", line + length + strspn(line + length, " \t"));
		}
	}
	fclose(status);
	return found;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the processes that were hit had mapped where they were hit: asked of /proc
 * when a process is seen at an address for the first time, if it is still there.
 * The memory for that is fixed, so what was forgotten is asked, and told, again.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "binary/elf.h"
#include "error.h"
#include "stream/mappings.h"

#define PROCESSES 4096 /* a power of two */
#define PLACES	  16   /* where one of them may be, from its number on */
#define RANGES	  8    /* of a process: mostly one is hit */
#define LOOKS	  64   /* of a process that is hit at ever new places, as by a JIT's code */
#define FILES	  64   /* a power of two */

/* The inode of /proc/PID/ns/pid of who numbers processes as hits do. */
#define FIRST_PID_NAMESPACE 0xeffffffc

/**
 * struct range - addresses that were looked up
 * @start: of the first byte
 * @end: behind the last
 */
struct range {
	uint64_t start;
	uint64_t end;
};

/**
 * struct process - one that was hit
 * @pid: of it; 0: none
 * @looks: how often it was looked at
 * @latest: of @range: the one that was hit last
 * @next: of @range: the one that is given up for another
 * @range: that are known
 */
struct process {
	uint32_t pid;
	uint16_t looks;
	uint8_t latest;
	uint8_t next;
	struct range range[RANGES];
};

/**
 * struct file - one that was mapped
 * @device: that holds it
 * @inode: of it; 0: none
 * @build_id_size: bytes of
 * @build_id: it
 */
struct file {
	uint64_t device;
	uint64_t inode;
	uint32_t build_id_size;
	uint8_t build_id[UPROBECAP_BUILD_ID_MAX];
};

/**
 * struct mappings - what is known
 * @seen: of the last hit
 * @foreign: hits have other numbers of processes than /proc
 * @given_up: processes whose place another one got
 * @process: by their numbers
 * @file: by their inodes
 */
struct mappings {
	struct seen seen;
	bool foreign;
	unsigned int given_up;
	struct process process[PROCESSES];
	struct file file[FILES];
};

/**
 * mappings_create() - know nothing yet
 *
 * Return: for mappings_destroy().
 */
struct mappings *mappings_create(void)
{
	struct mappings *mappings = need_memory(calloc(1, sizeof(*mappings)));
	struct stat status;

	mappings->foreign = stat("/proc/self/ns/pid", &status) ||
			    status.st_ino != FIRST_PID_NAMESPACE;
	return mappings;
}

/**
 * mappings_destroy() - give back
 * @mappings: not to be used any more
 */
void mappings_destroy(struct mappings *mappings)
{
	free(mappings);
}

/**
 * mappings_forget() - tell all anew
 * @mappings: any
 */
void mappings_forget(struct mappings *mappings)
{
	memset(mappings->process, 0, sizeof(mappings->process));
	mappings->seen = (struct seen){ 0 };
}

/**
 * mappings_seen() - what needs not be seen again
 * @mappings: any
 *
 * Return: that, now and whenever it changes.
 */
const struct seen *mappings_seen(const struct mappings *mappings)
{
	return &mappings->seen;
}

/* Return: its place, where it is already or will be. */
static struct process *place_of(struct mappings *mappings, uint32_t pid)
{
	struct process *process;
	unsigned int n;

	for (n = 0; n < PLACES; n++) {
		process = &mappings->process[(pid + n) & (PROCESSES - 1)];
		if (process->pid == pid || !process->pid)
			return process;
	}
	/* Most of them have ended long ago. */
	n = mappings->given_up++ % PLACES;
	return &mappings->process[(pid + n) & (PROCESSES - 1)];
}

static bool is_in(const struct range *range, uint64_t address)
{
	return address >= range->start && address < range->end;
}

static bool is_known(struct process *process, uint64_t address)
{
	uint8_t n;

	if (is_in(&process->range[process->latest], address))
		return true;
	for (n = 0; n < RANGES; n++) {
		if (is_in(&process->range[n], address)) {
			process->latest = n;
			return true;
		}
	}
	return process->looks == LOOKS;
}

static void remember(struct process *process, uint64_t start, uint64_t end)
{
	process->latest = process->next;
	process->range[process->next] = (struct range){ start, end };
	process->next = (process->next + 1) % RANGES;
}

/* By the mapping itself: its path may be another's by now, or in a container. */
static void read_build_id(const struct note_mapping *note, struct file *file)
{
	struct elf_file elf;
	struct error error;
	char path[128];
	const void *id;

	file->build_id_size = 0;
	snprintf(path, sizeof(path), "/proc/%u/map_files/%" PRIx64 "-%" PRIx64, note->pid,
		 note->start, note->end);
	if (elf_open(&elf, path, &error))
		return;
	file->build_id_size = elf_build_id(&elf, &id);
	if (file->build_id_size > sizeof(file->build_id))
		file->build_id_size = 0;
	memcpy(file->build_id, id, file->build_id_size);
	elf_close(&elf);
}

static void put_build_id(struct mappings *mappings, struct note_mapping *note, uint64_t device,
			 uint64_t inode)
{
	struct file *file = &mappings->file[inode & (FILES - 1)];

	if (file->inode != inode || file->device != device) {
		read_build_id(note, file);
		file->inode = inode;
		file->device = device;
	}
	note->build_id_size = file->build_id_size;
	memcpy(note->build_id, file->build_id, sizeof(note->build_id));
}

static struct note_mapping *make_note(const struct uprobecap_hit *hit, const char *path)
{
	size_t size = (sizeof(struct note_mapping) + strlen(path) + 1 + 7) / 8 * 8;
	struct note_mapping *note = need_memory(calloc(1, size));

	note->record.type = NOTE_MAPPING;
	note->record.size = size;
	note->time = hit->time;
	note->pid = hit->pid;
	strcpy(note->path, path);
	return note;
}

/* A line of /proc/PID/maps. Return: NULL when the hit was not there. */
static struct note_mapping *take_line(struct mappings *mappings, const struct uprobecap_hit *hit,
				      const char *line)
{
	unsigned int device_major, device_minor;
	struct note_mapping *note;
	uint64_t offset, inode;
	struct range range;
	int path_at = 0;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %" SCNx64 " %x:%x %" SCNu64 " %n",
		   &range.start, &range.end, &offset, &device_major, &device_minor, &inode,
		   &path_at) < 6 ||
	    !is_in(&range, hit->ip) || line[path_at] != '/')
		return NULL;
	note = make_note(hit, line + path_at);
	note->start = range.start;
	note->end = range.end;
	note->offset = offset;
	put_build_id(mappings, note, (uint64_t)device_major << 32 | device_minor, inode);
	return note;
}

static struct note_mapping *look(struct mappings *mappings, const struct uprobecap_hit *hit)
{
	struct note_mapping *note = NULL;
	char *line = NULL;
	size_t size = 0;
	char path[64];
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%u/maps", hit->pid);
	maps = fopen(path, "re");
	if (!maps)
		return NULL;
	while (!note && getline(&line, &size, maps) > 0) {
		line[strcspn(line, "\n")] = '\0';
		note = take_line(mappings, hit, line);
	}
	free(line);
	fclose(maps);
	return note;
}

static void note_seen(struct mappings *mappings, const struct process *process)
{
	const struct range *range = &process->range[process->latest];

	mappings->seen = (struct seen){ process->pid, range->start, range->end };
}

/**
 * mappings_see() - there was a hit
 * @mappings: any
 * @hit: one whose process may have ended by now
 *
 * Return: what is to be told about where it was, for free(); or NULL.
 */
struct note_mapping *mappings_see(struct mappings *mappings, const struct uprobecap_hit *hit)
{
	struct process *process = place_of(mappings, hit->pid);
	struct note_mapping *note;

	if (process->pid == hit->pid && is_known(process, hit->ip)) {
		note_seen(mappings, process);
		return NULL;
	}
	if (mappings->foreign)
		return NULL;
	if (process->pid != hit->pid)
		*process = (struct process){ .pid = hit->pid };
	process->looks++;
	note = look(mappings, hit);
	if (note)
		remember(process, note->start, note->end);
	else
		remember(process, hit->ip & ~0xfffull, (hit->ip | 0xfff) + 1);
	note_seen(mappings, process);
	return note;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notes: what uprobecap record adds to the stream of the module, so that a
 * recording tells on another machine what only this one knows.
 */
#ifndef UPROBECAP_NOTE_H
#define UPROBECAP_NOTE_H

#include <stdint.h>

#include "uapi/uprobecap.h"

enum note_type {
	NOTE_FUNCTION = UPROBECAP_NOTES,    /* struct note_function */
	NOTE_MAPPING = UPROBECAP_NOTES + 1, /* struct note_mapping */
};

/**
 * struct note_function - how the probe is called whose definition follows
 * @name: of the function, a C string
 */
struct note_function {
	struct uprobecap_record record;
	char name[];
};

/**
 * struct note_mapping - where a process that was hit had a file
 * @time: when that was seen, CLOCK_MONOTONIC in ns
 * @start: address of the first byte, and
 * @end: behind the last
 * @offset: of @start in the file
 * @pid: as hits have it
 * @build_id_size: 0 when the file has none
 * @build_id: of the file
 * @path: of it, as the process sees it; a C string
 */
struct note_mapping {
	struct uprobecap_record record;
	uint64_t time;
	uint64_t start;
	uint64_t end;
	uint64_t offset;
	uint32_t pid;
	uint32_t build_id_size;
	uint8_t build_id[UPROBECAP_BUILD_ID_MAX];
	char path[];
};

#endif /* UPROBECAP_NOTE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the processes that were hit had mapped where they were hit.
 */
#ifndef UPROBECAP_MAPPINGS_H
#define UPROBECAP_MAPPINGS_H

#include "stream/note.h"

struct mappings;

/**
 * struct seen - what was told of the last hit that was seen
 * @pid: of its process; 0: nothing
 * @start: of the mapping that it was in
 * @end: behind that
 */
struct seen {
	uint32_t pid;
	uint64_t start;
	uint64_t end;
};

struct mappings *mappings_create(void);
void mappings_destroy(struct mappings *mappings);
void mappings_forget(struct mappings *mappings);
const struct seen *mappings_seen(const struct mappings *mappings);
struct note_mapping *mappings_see(struct mappings *mappings, const struct uprobecap_hit *hit);

#endif /* UPROBECAP_MAPPINGS_H */

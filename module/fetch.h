/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_FETCH_H
#define UPROBECAP_FETCH_H

#include <linux/ptrace.h>
#include <linux/types.h>

#include "spec.h"

/**
 * struct fetch_output - where a hit's fields go
 * @slot: the next field's slot
 * @tail: where the bytes of the next string go
 * @end: behind the last byte that may be written
 * @record: start of the record, from which offsets count
 * @irregular: see struct uprobecap_hit
 * @faulted: some memory could not be read without a page fault
 * @overflow: there was no room for a string
 */
struct fetch_output {
	u8 *slot;
	u8 *tail;
	u8 *end;
	u8 *record;
	u64 irregular;
	bool faulted;
	bool overflow;
};

u32 fetch_slot_size(const struct spec_field *field);
void fetch_fields(const struct spec_fields *fields, struct pt_regs *regs, struct fetch_output *out);
void fetch_fault_in(const struct spec_fields *fields, struct pt_regs *regs);

#endif /* UPROBECAP_FETCH_H */

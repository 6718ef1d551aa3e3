/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_FETCH_H
#define UPROBECAP_FETCH_H

#include <linux/ptrace.h>
#include <linux/types.h>

#include "fetch_list.h"
#include "source.h"

/**
 * struct fetch_output - where a hit's fields go
 * @record: from which slots count
 * @tail: where the bytes of the next string go
 * @end: behind the last byte that may be written
 * @text: from which strings count, which may lie elsewhere than the slots
 * @text_max: how many bytes a string may have; it is cut there
 * @probe: that was hit
 * @call: at its return; or NULL
 * @irregular: see struct uprobecap_hit
 * @faulted: some memory could not be read without a page fault
 * @overflow: there was no room for a string
 *
 * Who makes one names all its members: then it is not cleared first.
 */
struct fetch_output {
	u8 *record;
	u8 *tail;
	u8 *end;
	u8 *text;
	u32 text_max;
	const struct probe *probe;
	const struct call *call;
	u64 irregular;
	bool faulted;
	bool overflow;
};

/* The number that a step of FETCH_REGISTER fetches, when fetch_is_usual(). */
static inline u64 fetch_register(const struct fetch_step *step, const struct pt_regs *regs)
{
	u64 value = (u64)source_register(regs, step->place) << step->unused;

	return step->is_signed ? (s64)value >> step->unused : value >> step->unused;
}

void fetch_registers(const struct fetch_list *list, const struct pt_regs *regs, u8 *record);
void fetch_all(const struct fetch_list *list, struct pt_regs *regs, struct fetch_output *out);
void fetch_deciding(const struct fetch_list *list, struct pt_regs *regs, struct fetch_output *out);
void fetch_others(const struct fetch_list *list, struct pt_regs *regs, struct fetch_output *out);
void fetch_arguments(struct pt_regs *regs, struct call *call);

#endif /* UPROBECAP_FETCH_H */

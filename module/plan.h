/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_PLAN_H
#define UPROBECAP_PLAN_H

#include <linux/kref.h>

#include "fetch.h"
#include "spec.h"

struct calls;
struct refusal;

/**
 * struct plan - what to do at the hits of probes that were asked for together
 * @refs: one for each probe, and one for who made it
 * @record_type: enum uprobecap_record_type of their records
 * @slots_at: where the slots begin in a record
 * @entry_size: bytes of the slots that are filled at the entry
 * @fixed_size: bytes of a record without its strings
 * @largest: bytes of the largest record that may come
 * @text_size: bytes for the strings of a call's entry
 * @text_share: of these, how many each string may have
 * @keeps_arguments: fields that are read at the return ask for $argN
 * @filters_entry: a filter decides at the entry of a call
 * @filters_return: a filter decides when all fields are there
 * @filters_early: of these two, the one that is set needs nothing to be fetched, of
 *	64-bit programs
 * @sample: capture the first of so many hits; 0: all
 * @limit: of records in a second; 0: none
 * @at_entry: what is fetched at the entry
 * @at_return: what is fetched at the return
 * @calls: where calls wait for their return; NULL for other types
 * @text: as it was given
 * @spec: the same, parsed
 */
struct plan {
	struct kref refs;
	u16 record_type;
	u32 slots_at;
	u32 entry_size;
	u32 fixed_size;
	u32 largest;
	u32 text_size;
	u32 text_share;
	bool keeps_arguments;
	bool filters_entry;
	bool filters_return;
	bool filters_early;
	u32 sample;
	u32 limit;
	struct fetch_list at_entry;
	struct fetch_list at_return;
	struct calls *calls;
	char *text;
	struct spec spec;
};

struct plan *plan_create(const char *text, unsigned int nr_calls, struct refusal *refusal);
struct plan *plan_get(struct plan *plan);
void plan_put(struct plan *plan);

const struct fetch_step *plan_step(const struct plan *plan, unsigned int index);

#endif /* UPROBECAP_PLAN_H */

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_FETCH_LIST_H
#define UPROBECAP_FETCH_LIST_H

#include <linux/ptrace.h>
#include <linux/types.h>

#include "spec.h"

enum fetch_way {
	FETCH_REGISTER,	   /* the number in a register */
	FETCH_AT_REGISTER, /* what lies where a register points to */
	FETCH_STRING,	   /* the string that lies there */
	FETCH_OTHERWISE,
};

/**
 * struct fetch_step - one field, ready to be fetched
 * @field: as it was parsed
 * @slot: from the start of the record
 * @place: of the register in struct pt_regs
 * @index: of the field, among all of the record
 * @unused: bits of the register that do not count
 * @way: enum fetch_way
 * @is_signed: the number in the register is
 */
struct fetch_step {
	const struct spec_field *field;
	u32 slot;
	u16 place;
	u8 index;
	u8 unused;
	u8 way;
	bool is_signed;
};

/**
 * struct fetch_list - the fields that are fetched together
 * @only_registers: all of them are numbers in registers
 * @has_arguments: some are $argN
 * @nr_deciding: so many of @step, the first ones, are what a filter asks for
 * @nr: how many of @step there are
 */
struct fetch_list {
	bool only_registers;
	bool has_arguments;
	unsigned int nr_deciding;
	unsigned int nr;
	struct fetch_step step[UPROBECAP_FIELDS_MAX];
};

u32 fetch_slot_size(const struct spec_field *field);
u32 fetch_prepare(struct fetch_list *list, const struct spec_field *fields, unsigned int first,
		  unsigned int nr, bool at_return, u64 deciding, u32 slot);

/* Do registers carry the arguments? Those of a 32-bit program lie on the stack. */
static inline bool fetch_is_usual(const struct fetch_list *list, struct pt_regs *regs)
{
	return !list->has_arguments || user_64bit_mode(regs);
}

#endif /* UPROBECAP_FETCH_LIST_H */

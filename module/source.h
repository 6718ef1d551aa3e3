/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SOURCE_H
#define UPROBECAP_SOURCE_H

#include <linux/ptrace.h>
#include <linux/types.h>

#include "spec.h"

struct call;
struct probe;

int source_place(const struct spec_field *field, bool at_return);
int source_argument(struct pt_regs *regs, const struct call *call, unsigned int n, u64 *value);
int source_load(u8 source, u64 param, const struct probe *probe, struct pt_regs *regs,
		const struct call *call, u64 *value);
int source_address(const struct spec_field *field, const struct probe *probe, struct pt_regs *regs,
		   const struct call *call, u64 *value);
int source_length(const struct spec_field *field, const struct probe *probe, struct pt_regs *regs,
		  const struct call *call, size_t *length);

/* @place: what source_place() returned. */
static inline unsigned long source_register(const struct pt_regs *regs, u16 place)
{
	return *(const unsigned long *)((const u8 *)regs + place);
}

/* Bytes of a pointer, and of a place on the stack, of the traced program. */
static inline unsigned int source_word_size(struct pt_regs *regs)
{
	return user_64bit_mode(regs) ? 8 : 4;
}

#endif /* UPROBECAP_SOURCE_H */

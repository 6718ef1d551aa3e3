/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The instructions of a function.
 */
#ifndef UPROBECAP_CODE_H
#define UPROBECAP_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include "binary/elf.h"
#include "binary/function_list.h"
#include "safety/instruction.h"

enum code_place {
	CODE_INSTRUCTION, /* one begins here */
	CODE_INSIDE,	  /* none does */
	CODE_UNKNOWN,	  /* the function's instructions cannot be followed so far */
};

/**
 * struct code_site - a place in a function
 * @place: what is there
 * @before: offset in the file of the last instruction that begins here or before
 * @behind: of the next one
 * @bytes: from the place on
 * @size: how many belong to the instruction; to none: 0
 * @text: the instruction in assembly; empty when there is none
 */
struct code_site {
	enum code_place place;
	uint64_t before;
	uint64_t behind;
	unsigned char bytes[INSTRUCTION_MAX];
	size_t size;
	char text[200];
};

void code_look(struct elf_file *file, const struct function *function, uint64_t offset,
	       struct code_site *site);
bool code_calls_itself(struct elf_file *file, const struct function *function);

#endif /* UPROBECAP_CODE_H */

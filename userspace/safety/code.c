// SPDX-License-Identifier: GPL-2.0-only
/*
 * The instructions of a function, followed from its beginning: only so can one tell
 * where they begin.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <capstone/capstone.h>

#include "error.h"
#include "safety/code.h"

#define FUNCTION_MAX (1024 * 1024) /* bytes of one that are followed */

/**
 * struct walk - on the way through some bytes of a file
 * @handle: of capstone
 * @code: the bytes
 * @at: the rest of them
 * @left: their number
 * @address: of @at, where the first byte of the file is 0
 * @instruction: the last one
 */
struct walk {
	csh handle;
	uint8_t *code;
	const uint8_t *at;
	size_t left;
	uint64_t address;
	cs_insn *instruction;
};

static bool walk_begin(struct walk *walk, const struct elf_file *file, uint64_t offset,
		       uint64_t size)
{
	bool is_wide = gelf_getclass(file->elf) == ELFCLASS64;
	ssize_t got;

	if (cs_open(CS_ARCH_X86, is_wide ? CS_MODE_64 : CS_MODE_32, &walk->handle))
		return false;
	cs_option(walk->handle, CS_OPT_SYNTAX, CS_OPT_SYNTAX_ATT);
	cs_option(walk->handle, CS_OPT_DETAIL, CS_OPT_ON);
	if (size > FUNCTION_MAX)
		size = FUNCTION_MAX;
	walk->code = need_memory(malloc(size + 1));
	got = pread(file->fd, walk->code, size, offset);
	walk->at = walk->code;
	walk->left = got > 0 ? got : 0;
	walk->address = offset;
	walk->instruction = need_memory(cs_malloc(walk->handle));
	return true;
}

static bool walk_on(struct walk *walk)
{
	return cs_disasm_iter(walk->handle, &walk->at, &walk->left, &walk->address,
			      walk->instruction);
}

static void walk_end(struct walk *walk)
{
	cs_free(walk->instruction, 1);
	cs_close(&walk->handle);
	free(walk->code);
}

static void take(struct code_site *site, const cs_insn *instruction)
{
	site->size = instruction->size;
	snprintf(site->text, sizeof(site->text), "%s%s%s", instruction->mnemonic,
		 *instruction->op_str ? " " : "", instruction->op_str);
}

/* Return: false when the instructions end before the place. */
static bool follow(struct elf_file *file, const struct function *function, uint64_t offset,
		   struct code_site *site)
{
	struct walk walk;
	bool found = false;

	if (!function || !function->size ||
	    !walk_begin(&walk, file, function->offset, function->size))
		return false;
	while (!found && walk_on(&walk)) {
		if (walk.address <= offset)
			continue;
		found = true;
		site->before = walk.instruction->address;
		site->behind = walk.address;
		site->place = site->before == offset ? CODE_INSTRUCTION : CODE_INSIDE;
		if (site->place == CODE_INSTRUCTION)
			take(site, walk.instruction);
	}
	walk_end(&walk);
	return found;
}

/* What it would be if one began here. */
static void guess(struct elf_file *file, uint64_t offset, struct code_site *site)
{
	struct walk walk;

	site->place = CODE_UNKNOWN;
	if (!walk_begin(&walk, file, offset, INSTRUCTION_MAX))
		return;
	if (walk_on(&walk))
		take(site, walk.instruction);
	walk_end(&walk);
}

/**
 * code_look() - what is at a place?
 * @file: open
 * @function: that the place is in; NULL when that is not known
 * @offset: of the place in the file
 * @site: the result
 */
void code_look(struct elf_file *file, const struct function *function, uint64_t offset,
	       struct code_site *site)
{
	*site = (struct code_site){ 0 };
	if (pread(file->fd, site->bytes, sizeof(site->bytes), offset) <= 0)
		site->bytes[0] = 0;
	if (function && offset == function->offset) {
		guess(file, offset, site);
		site->place = CODE_INSTRUCTION;
	} else if (!follow(file, function, offset, site)) {
		guess(file, offset, site);
	}
}

/**
 * code_calls_itself() - is it recursive?
 * @file: open
 * @function: of it
 *
 * What it calls may call it again; that is not looked at.
 */
bool code_calls_itself(struct elf_file *file, const struct function *function)
{
	struct walk walk;
	bool found = false;

	if (!function->size || !walk_begin(&walk, file, function->offset, function->size))
		return false;
	while (!found && walk_on(&walk)) {
		const cs_x86 *x86 = &walk.instruction->detail->x86;

		found = walk.instruction->id == X86_INS_CALL &&
			x86->operands[0].type == X86_OP_IMM &&
			(uint64_t)x86->operands[0].imm == function->offset;
	}
	walk_end(&walk);
	return found;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands at the beginning of a function, and what a probe there costs.
 */

#include <string.h>

#include "safety/instruction.h"

/**
 * instruction_is_endbr64() - where an indirect call may lead to
 * @code: bytes of it
 * @size: how many are known
 */
bool instruction_is_endbr64(const unsigned char *code, size_t size)
{
	static const unsigned char endbr64[INSTRUCTION_ENDBR64_SIZE] = { 0xf3, 0x0f, 0x1e, 0xfa };

	return size >= sizeof(endbr64) && !memcmp(code, endbr64, sizeof(endbr64));
}

/**
 * instruction_is_optimised() - do newer kernels call in place of a trap?
 * @code: bytes of it
 * @size: how many are known
 */
bool instruction_is_optimised(const unsigned char *code, size_t size)
{
	static const unsigned char nop5[] = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };

	return size >= sizeof(nop5) && !memcmp(code, nop5, sizeof(nop5));
}

static bool is_push(unsigned char opcode)
{
	return opcode >= 0x50 && opcode <= 0x57;
}

/**
 * instruction_is_emulated() - does each kernel emulate it?
 * @code: bytes of it, from its first on
 * @size: how many are known
 *
 * What is emulated traps once in a hit. All others are single-stepped out of
 * line, and trap twice.
 */
bool instruction_is_emulated(const unsigned char *code, size_t size)
{
	if (size < 2)
		return false;
	switch (code[0]) {
	case 0x90: /* nop */
	case 0xe8: /* call rel32 */
	case 0xe9: /* jmp rel32 */
	case 0xeb: /* jmp rel8 */
		return true;
	case 0x0f: /* jcc rel32 */
		return code[1] >= 0x80 && code[1] <= 0x8f;
	case 0x41: /* push of r8 to r15 */
		return is_push(code[1]);
	default: /* jcc rel8 */
		return is_push(code[0]) || (code[0] >= 0x70 && code[0] <= 0x7f);
	}
}

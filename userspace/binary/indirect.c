// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions that choose an implementation when a program starts (IFUNC). No table
 * says what they choose from; but their code loads the addresses.
 */

#include <stdlib.h>
#include <unistd.h>

#include <capstone/capstone.h>

#include "binary/indirect.h"
#include "error.h"

#define RESOLVER_MAX 4096 /* bytes of one that are looked at */

/* Return: is it an address that the instruction loads? */
static bool loads_address(const cs_insn *instruction, uint64_t *address)
{
	const cs_x86 *x86 = &instruction->detail->x86;
	const cs_x86_op *from = &x86->operands[1];

	if (x86->op_count != 2 || x86->operands[0].type != X86_OP_REG)
		return false;
	if (instruction->id == X86_INS_LEA && from->mem.base == X86_REG_RIP) {
		*address = instruction->address + instruction->size + from->mem.disp;
		return true;
	}
	*address = from->imm;
	return instruction->id == X86_INS_MOV && from->type == X86_OP_IMM;
}

static void take(struct elf_file *file, const struct function *resolver, uint64_t address,
		 struct function_list *list)
{
	struct function function = { .name = resolver->name };

	if (elf_is_code(file, address) && elf_offset_of(file, address, &function.offset) &&
	    function.offset - resolver->offset >= resolver->size)
		function_list_append(list, &function);
}

static void disassemble(struct elf_file *file, const struct function *resolver,
			const unsigned char *code, size_t size, struct function_list *list)
{
	uint64_t at, address;
	cs_insn *instruction;
	csh handle;

	if (!elf_address_of(file, resolver->offset, &at) ||
	    cs_open(CS_ARCH_X86, CS_MODE_64, &handle))
		return;
	cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
	instruction = need_memory(cs_malloc(handle));
	while (cs_disasm_iter(handle, &code, &size, &at, instruction))
		if (loads_address(instruction, &address))
			take(file, resolver, address, list);
	cs_free(instruction, 1);
	cs_close(&handle);
}

static void expand(struct elf_file *file, const struct function *resolver,
		   struct function_list *list)
{
	size_t size = resolver->size < RESOLVER_MAX ? resolver->size : RESOLVER_MAX;
	unsigned char *code = need_memory(malloc(RESOLVER_MAX));
	ssize_t got = pread(file->fd, code, size, resolver->offset);

	if (got > 0)
		disassemble(file, resolver, code, got, list);
	free(code);
}

/**
 * indirect_expand() - put in place of those that choose what they may choose
 * @file: open
 * @list: some functions of it; behind this none that is indirect, in order
 *
 * What is chosen has the name of the one that chooses; where it is not to be seen,
 * there is nothing in its place.
 */
void indirect_expand(struct elf_file *file, struct function_list *list)
{
	struct function_list chosen = { 0 };
	size_t n;

	for (n = 0; n < list->nr; n++) {
		if (!list->function[n].is_indirect)
			function_list_append(&chosen, &list->function[n]);
		else if (gelf_getclass(file->elf) == ELFCLASS64)
			expand(file, &list->function[n], &chosen);
	}
	function_list_sort(&chosen);
	function_list_free(list);
	*list = chosen;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where fields come from: registers, arguments, the stack, and what they point to.
 */

#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/stddef.h>
#include <asm/fsgsbase.h>

#include "arch.h"
#include "call.h"
#include "memory.h"
#include "probe.h"
#include "source.h"
#include "vector.h"

static const u16 register_place[] = {
#define REGISTER_PLACE(name) offsetof(struct pt_regs, name),
	ARCH_REGISTERS(REGISTER_PLACE)
};

static const u16 argument_place[] = { ARCH_ARGUMENTS(REGISTER_PLACE) };

/* Return: 0 or enum uprobecap_status; then the address is in *value. */
static int load_from(u64 address, unsigned int size, u64 *value)
{
	int status = memory_load_number(address, size, value);

	if (status)
		*value = address;
	return status;
}

/* The N-th word on the stack. Return: 0 or enum uprobecap_status. */
static int load_stack(struct pt_regs *regs, u64 n, u64 *value)
{
	unsigned int size = source_word_size(regs);

	return load_from(user_stack_pointer(regs) + n * size, size, value);
}

/**
 * source_argument() - load an argument
 * @regs: of the hit
 * @call: at its return; or NULL
 * @n: its number, from 0
 * @value: the result
 *
 * 32-bit programs have their arguments on the stack, behind the return address.
 *
 * Return: 0 or enum uprobecap_status.
 */
int source_argument(struct pt_regs *regs, const struct call *call, unsigned int n, u64 *value)
{
	if (call) {
		if (call->unread & BIT(n))
			return UPROBECAP_FAULTED;
		*value = call->arguments[n];
	} else if (user_64bit_mode(regs)) {
		*value = source_register(regs, argument_place[n]);
	} else {
		return load_stack(regs, n + 1, value);
	}
	return 0;
}

static int load_vector(unsigned int number, u64 *value)
{
	return vector_load(number, value) ? 0 : UPROBECAP_FAULTED;
}

/* Where offset 0 of the file would be, were it mapped as the site is. */
static u64 file_address(const struct probe *probe, struct pt_regs *regs, const struct call *call)
{
	return (call ? call->ip : instruction_pointer(regs)) - probe->offset;
}

/**
 * source_load() - load what a field, or the length of one, comes from
 * @source: enum spec_source
 * @param: of the source
 * @probe: that was hit
 * @regs: of the hit
 * @call: at its return; or NULL
 * @value: the result
 *
 * Return: 0 or enum uprobecap_status.
 */
int source_load(u8 source, u64 param, const struct probe *probe, struct pt_regs *regs,
		const struct call *call, u64 *value)
{
	switch (source) {
	case SPEC_REGISTER:
		*value = source_register(regs, register_place[param]);
		return 0;
	case SPEC_ARGUMENT:
		return source_argument(regs, call, param, value);
	case SPEC_RETVAL:
		*value = regs_return_value(regs);
		return 0;
	case SPEC_STACK:
		*value = user_stack_pointer(regs);
		return 0;
	case SPEC_STACK_N:
		return load_stack(regs, param, value);
	case SPEC_VECTOR:
		return load_vector(param, value);
	case SPEC_FILE:
		*value = file_address(probe, regs, call);
		return 0;
	default:
		*value = param;
		return 0;
	}
}

/* 32-bit programs have theirs behind another segment. */
static int add_thread(struct pt_regs *regs, u64 *value)
{
	if (!user_64bit_mode(regs))
		return UPROBECAP_BAD;
	*value += x86_fsbase_read_cpu();
	return 0;
}

/**
 * source_address() - follow a field's pointers
 * @field: of the probe
 * @probe: that was hit
 * @regs: of the hit
 * @call: at its return; or NULL
 * @value: the address where they end; the value itself when there are none; what could
 *	not be read when memory has faulted
 *
 * Return: 0 or enum uprobecap_status.
 */
int source_address(const struct spec_field *field, const struct probe *probe, struct pt_regs *regs,
		   const struct call *call, u64 *value)
{
	int status = source_load(field->source, field->param, probe, regs, call, value);
	unsigned int n;

	for (n = 0; !status && n + 1 < field->nr_derefs; n++)
		status = load_from(*value + field->derefs[n], source_word_size(regs), value);
	if (!status && field->nr_derefs)
		*value += field->derefs[field->nr_derefs - 1];
	if (!status && field->of_thread)
		return add_thread(regs, value);
	return status;
}

/**
 * source_length() - how many bytes a bytes[] field wants
 * @field: of the probe
 * @probe: that was hit
 * @regs: of the hit
 * @call: at its return; or NULL
 * @length: the result
 *
 * Return: 0 or enum uprobecap_status.
 */
int source_length(const struct spec_field *field, const struct probe *probe, struct pt_regs *regs,
		  const struct call *call, size_t *length)
{
	const struct spec_value *from = &field->length;
	u64 value;
	int status = source_load(from->source, from->param, probe, regs, call, &value);

	/* A function that failed returns a negative number, of 32 bits or of 64. */
	if (!status)
		*length = max((s32)value, 0);
	return status;
}

/**
 * source_place() - which register a field comes from
 * @field: of the probe
 * @at_return: it is fetched when the function returns
 *
 * Return: where it is in struct pt_regs, of 64-bit programs; negative when the field
 * comes from elsewhere.
 */
int source_place(const struct spec_field *field, bool at_return)
{
	if (field->source == SPEC_REGISTER)
		return register_place[field->param];
	if (field->source == SPEC_ARGUMENT && !at_return)
		return argument_place[field->param];
	if (field->source == SPEC_RETVAL)
		return offsetof(struct pt_regs, ARCH_RETVAL);
	return -1;
}

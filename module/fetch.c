// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registers and user memory -> the fields of a record.
 *
 * Memory is read straight into the ring, with page faults off: everything that
 * a hit wants to read is nearly always there. What is not, fetch_fault_in()
 * brings in before the second and last try.
 */

#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/word-at-a-time.h>

#include "arch.h"
#include "compat.h"
#include "fetch.h"

static const u16 register_offset[] = {
#define REGISTER_OFFSET(name) offsetof(struct pt_regs, name),
	ARCH_REGISTERS(REGISTER_OFFSET)
};

static const u16 argument_offset[] = {
#define ARGUMENT_OFFSET(name) offsetof(struct pt_regs, name),
	ARCH_ARGUMENTS(ARGUMENT_OFFSET)
};

/* Return: 0 or enum uprobecap_status. */
static int load_number(unsigned long addr, unsigned int size, u64 *value)
{
	const void __user *from = (const void __user *)addr;
	u8 v8;
	u16 v16;
	u32 v32;

	if (!user_access_begin(from, size))
		return UPROBECAP_BAD;
	switch (size) {
	case 1:
		unsafe_get_user(v8, (const u8 __user *)from, fault);
		*value = v8;
		break;
	case 2:
		unsafe_get_user(v16, (const u16 __user *)from, fault);
		*value = v16;
		break;
	case 4:
		unsafe_get_user(v32, (const u32 __user *)from, fault);
		*value = v32;
		break;
	default:
		unsafe_get_user(*value, (const u64 __user *)from, fault);
	}
	user_access_end();
	return 0;
fault:
	user_access_end();
	return UPROBECAP_FAULTED;
}

/*
 * Copies a string with its NUL, at most max bytes of it.
 * Return: bytes copied; max when there was no NUL among them; 0 on a fault.
 */
static size_t load_string(u8 *to, unsigned long addr, size_t max)
{
	const struct word_at_a_time constants = WORD_AT_A_TIME_CONSTANTS;
	const u8 __user *from = (const u8 __user *)addr;
	unsigned long word, zeros;
	size_t n = 0;
	u8 byte;

	if (!user_access_begin(from, max))
		return 0;
	for (; max - n >= sizeof(word); n += sizeof(word)) {
		unsafe_get_user(word, (const unsigned long __user *)(from + n), bytes);
		if (has_zero(word, &zeros, &constants)) {
			zeros = create_zero_mask(prep_zero_mask(word, zeros, &constants));
			put_unaligned(word & zero_bytemask(zeros), (unsigned long *)(to + n));
			user_access_end();
			return n + find_zero(zeros) + 1;
		}
		put_unaligned(word, (unsigned long *)(to + n));
	}
bytes:
	/* What is left is less than a word, or its word reaches into a page that is not there. */
	while (n < max) {
		unsafe_get_user(byte, from + n, fault);
		to[n++] = byte;
		if (!byte)
			break;
	}
	user_access_end();
	return n;
fault:
	user_access_end();
	return 0;
}

/* Return: 0 or enum uprobecap_status. */
static int load_source(const struct spec_field *field, struct pt_regs *regs, u64 *value)
{
	switch (field->source) {
	case SPEC_REGISTER:
		*value = *(unsigned long *)((u8 *)regs + register_offset[field->param]);
		return 0;
	case SPEC_ARGUMENT:
		*value = *(unsigned long *)((u8 *)regs + argument_offset[field->param]);
		return 0;
	case SPEC_RETVAL:
		*value = regs_return_value(regs);
		return 0;
	case SPEC_STACK:
		*value = user_stack_pointer(regs);
		return 0;
	case SPEC_STACK_N:
		return load_number(user_stack_pointer(regs) + field->param * sizeof(long),
				   sizeof(long), value);
	default:
		*value = field->param;
		return 0;
	}
}

/* Follows the field's pointers up to the address, or to the value when it has none. */
static int load_address(const struct spec_field *field, struct pt_regs *regs, u64 *value)
{
	int status = load_source(field, regs, value);
	unsigned int n;

	for (n = 0; !status && n + 1 < field->nr_derefs; n++)
		status = load_number(*value + field->derefs[n], sizeof(long), value);
	if (field->nr_derefs)
		*value += field->derefs[field->nr_derefs - 1];
	return status;
}

static u64 shape_number(const struct spec_field *field, u64 value)
{
	unsigned int unused = 64 - 8 * field->size;

	if (field->bit_width)
		return (value >> field->bit_offset) & (~0ULL >> (64 - field->bit_width));
	if (field->kind == UPROBECAP_SIGNED)
		return (s64)(value << unused) >> unused;
	return (value << unused) >> unused;
}

static void store_element(u8 *to, unsigned int size, u64 value)
{
	switch (size) {
	case 1:
		*to = value;
		break;
	case 2:
		*(u16 *)to = value;
		break;
	case 4:
		*(u32 *)to = value;
		break;
	default:
		*(u64 *)to = value;
	}
}

static int fetch_array(const struct spec_field *field, u64 addr, u8 *slot)
{
	unsigned int n;
	u64 value;
	int status;

	/* The last element may end within a word. */
	*(u64 *)(slot + fetch_slot_size(field) - sizeof(u64)) = 0;
	for (n = 0; n < field->count; n++) {
		status = load_number(addr + n * field->size, field->size, &value);
		if (status)
			return status;
		store_element(slot + n * field->size, field->size, shape_number(field, value));
	}
	return 0;
}

static int fetch_number(const struct spec_field *field, u64 value, u8 *slot)
{
	int status = 0;

	if (field->nr_derefs)
		status = load_number(value, field->size, &value);
	*(u64 *)slot = shape_number(field, value);
	return status;
}

/* Puts size bytes behind the other strings; their slot says where. */
static void finish_string(struct fetch_output *out, size_t size)
{
	*(struct uprobecap_string *)out->slot = (struct uprobecap_string){
		.offset = out->tail - out->record,
		.size = size,
	};
	out->tail += size;
}

static int fetch_comm(struct fetch_output *out)
{
	size_t size = strnlen(current->comm, UPROBECAP_COMM_SIZE - 1) + 1;

	if (size > out->end - out->tail) {
		out->overflow = true;
		return 0;
	}
	memcpy(out->tail, current->comm, size);
	out->tail[size - 1] = '\0';
	finish_string(out, size);
	return 0;
}

/* Return: 0, or enum uprobecap_status when there is no string. */
static int fetch_string(u64 addr, unsigned int index, struct fetch_output *out)
{
	size_t room = out->end - out->tail;
	size_t max = min_t(size_t, room, UPROBECAP_STRING_MAX);
	size_t size;

	if (addr >= TASK_SIZE_MAX)
		return UPROBECAP_BAD;
	max = min_t(u64, max, TASK_SIZE_MAX - addr);
	if (!max) {
		out->overflow = true;
		return 0;
	}
	size = load_string(out->tail, addr, max);
	if (!size)
		return UPROBECAP_FAULTED;
	if (size == max && out->tail[size - 1]) {
		if (size == room) {
			out->overflow = true;
			return 0;
		}
		out->tail[size - 1] = '\0';
		out->irregular |= BIT_ULL(index);
	}
	finish_string(out, size);
	return 0;
}

static void fetch_field(const struct spec_field *field, unsigned int index, struct pt_regs *regs,
			struct fetch_output *out)
{
	u64 value;
	int status;

	if (field->source == SPEC_COMM) {
		status = fetch_comm(out);
	} else {
		status = load_address(field, regs, &value);
		if (status)
			;
		else if (field->kind == UPROBECAP_STRING)
			status = fetch_string(value, index, out);
		else if (field->count)
			status = fetch_array(field, value, out->slot);
		else
			status = fetch_number(field, value, out->slot);
	}
	if (!status)
		return;
	if (status == UPROBECAP_FAULTED)
		out->faulted = true;
	out->irregular |= BIT_ULL(index);
	memset(out->slot, 0, fetch_slot_size(field));
	*(u64 *)out->slot = status;
}

/**
 * fetch_slot_size() - bytes of a field's slot in the record
 * @field: of a probe
 */
u32 fetch_slot_size(const struct spec_field *field)
{
	return field->count ? ALIGN(field->count * field->size, 8) : 8;
}

/**
 * fetch_fields() - write the slots and strings of a record
 * @fields: of the probe
 * @regs: of the hit
 * @out: where they go; there must be room for all slots
 *
 * Context: of a hit. Neither sleeps nor faults pages in.
 */
void fetch_fields(const struct spec_fields *fields, struct pt_regs *regs, struct fetch_output *out)
{
	unsigned int n;

	pagefault_disable();
	for (n = 0; n < fields->nr && !out->overflow; n++) {
		const struct spec_field *field = &fields->field[n];

		fetch_field(field, n, regs, out);
		out->slot += fetch_slot_size(field);
	}
	pagefault_enable();
}

static void fault_in_field(const struct spec_field *field, struct pt_regs *regs)
{
	unsigned int size = field->size * max_t(unsigned int, field->count, 1);
	unsigned long addr;
	u64 value;
	u8 byte;

	/* The loads of load_address() fault in what they read, unless they are told not to. */
	if (load_address(field, regs, &value) || !field->nr_derefs)
		return;
	addr = value;
	if (field->kind == UPROBECAP_STRING)
		size = strnlen_user((const char __user *)addr, UPROBECAP_STRING_MAX);
	/* Measuring touched all of a string; an array is no longer than a page, its ends do. */
	BUILD_BUG_ON(UPROBECAP_ARRAY_MAX * sizeof(u64) > PAGE_SIZE);
	if (size && !get_user(byte, (const u8 __user *)addr))
		get_user(byte, (const u8 __user *)addr + size - 1);
}

/**
 * fetch_fault_in() - have the pages there that the fields want to read
 * @fields: of the probe
 * @regs: of the hit
 *
 * Context: of a hit, preemption on. May sleep for as long as whoever serves the
 * pages likes.
 */
void fetch_fault_in(const struct spec_fields *fields, struct pt_regs *regs)
{
	unsigned int n;

	for (n = 0; n < fields->nr; n++)
		if (fields->field[n].source != SPEC_COMM)
			fault_in_field(&fields->field[n], regs);
}

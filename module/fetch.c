// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registers and user memory -> the fields of a record.
 *
 * Memory is read straight into the record, with page faults off: everything that
 * a hit wants to read is nearly always there. What is not, pages_bring_in()
 * brings in before the second and last try.
 */

#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "arch.h"
#include "call.h"
#include "fetch.h"
#include "memory.h"
#include "source.h"

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
		status = memory_load_number(addr + n * field->size, field->size, &value);
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
		status = memory_load_number(value, field->size, &value);
	*(u64 *)slot = shape_number(field, value);
	return status;
}

/* Puts size bytes behind the other strings; their slot says where. */
static void finish_string(struct fetch_output *out, u8 *slot, size_t size)
{
	*(struct uprobecap_string *)slot = (struct uprobecap_string){
		.offset = out->tail - out->text,
		.size = size,
	};
	out->tail += size;
}

static int fetch_comm(struct fetch_output *out, u8 *slot)
{
	size_t size = strnlen(current->comm, UPROBECAP_COMM_SIZE - 1) + 1;

	if (size > out->end - out->tail) {
		out->overflow = true;
		return 0;
	}
	memcpy(out->tail, current->comm, size);
	out->tail[size - 1] = '\0';
	finish_string(out, slot, size);
	return 0;
}

/* Return: 0, or enum uprobecap_status when there is no string. */
static int fetch_string(const struct fetch_step *step, u64 addr, struct fetch_output *out, u8 *slot)
{
	size_t room = out->end - out->tail;
	size_t max = min3(room, (size_t)UPROBECAP_STRING_MAX, (size_t)out->text_max);
	size_t size;

	if (addr >= TASK_SIZE_MAX)
		return UPROBECAP_BAD;
	max = min_t(u64, max, TASK_SIZE_MAX - addr);
	if (!max) {
		out->overflow = true;
		return 0;
	}
	size = memory_load_string(out->tail, addr, max);
	if (!size)
		return UPROBECAP_FAULTED;
	if (size == max && out->tail[size - 1]) {
		if (size == room) {
			out->overflow = true;
			return 0;
		}
		/* In an array that end tells which of its strings were cut. */
		if (!step->field->count)
			out->tail[size - 1] = '\0';
		out->irregular |= BIT_ULL(step->index);
	}
	finish_string(out, slot, size);
	return 0;
}

/* An array of pointers to strings: each of them has a status of its own. */
static int fetch_strings(const struct fetch_step *step, u64 addr, struct pt_regs *regs,
			 struct fetch_output *out, u8 *slot)
{
	unsigned int size = source_word_size(regs), n;
	u64 pointer;
	int status;

	for (n = 0; n < step->field->count && !out->overflow; n++) {
		status = memory_load_number(addr + n * size, size, &pointer);
		if (!status)
			status = fetch_string(step, pointer, out, slot);
		if (status) {
			*(u64 *)slot = status;
			out->irregular |= BIT_ULL(step->index);
			out->faulted |= status == UPROBECAP_FAULTED;
		}
		slot += sizeof(struct uprobecap_string);
	}
	return 0;
}

static int fetch_bytes(const struct fetch_step *step, u64 addr, struct pt_regs *regs,
		       struct fetch_output *out, u8 *slot)
{
	size_t room = out->end - out->tail;
	size_t length, size, max;
	int status = source_length(step->field, out->probe, regs, out->call, &length);

	if (status)
		return status;
	max = min_t(size_t, out->text_max, UPROBECAP_BYTES_MAX);
	if (length > max)
		out->irregular |= BIT_ULL(step->index);
	length = min(length, max);
	if (length > room) {
		out->overflow = true;
		return 0;
	}
	size = memory_load_bytes(out->tail, addr, length);
	if (length && !size)
		return UPROBECAP_FAULTED;
	if (size < length) {
		out->faulted = true;
		out->irregular |= BIT_ULL(step->index);
	}
	finish_string(out, slot, size);
	return 0;
}

static int fetch_at(const struct fetch_step *step, u64 value, struct pt_regs *regs,
		    struct fetch_output *out, u8 *slot)
{
	const struct spec_field *field = step->field;

	if (field->kind == UPROBECAP_STRING)
		return field->count ? fetch_strings(step, value, regs, out, slot) :
				      fetch_string(step, value, out, slot);
	if (field->kind == UPROBECAP_BYTES)
		return fetch_bytes(step, value, regs, out, slot);
	if (field->count)
		return fetch_array(field, value, slot);
	return fetch_number(field, value, slot);
}

/* Each string of an array has a status of its own. */
static void store_status(const struct spec_field *field, u8 *slot, u64 status)
{
	unsigned int strings = field->kind == UPROBECAP_STRING ? field->count : 0, n;

	memset(slot, 0, fetch_slot_size(field));
	*(u64 *)slot = status;
	for (n = 1; n < strings; n++)
		((u64 *)slot)[n] = status;
}

/* Return: 0 or enum uprobecap_status. */
static int fetch_otherwise(const struct fetch_step *step, struct pt_regs *regs,
			   struct fetch_output *out, u8 *slot)
{
	u64 value;
	int status;

	if (step->field->source == SPEC_COMM)
		return fetch_comm(out, slot);
	status = source_address(step->field, out->probe, regs, out->call, &value);
	return status ? status : fetch_at(step, value, regs, out, slot);
}

static void fetch_memory(const struct fetch_step *step, bool usual, struct pt_regs *regs,
			 struct fetch_output *out, u8 *slot)
{
	u64 address;
	int status;

	if (!usual || step->way == FETCH_OTHERWISE) {
		status = fetch_otherwise(step, regs, out, slot);
	} else {
		address = source_register(regs, step->place) + step->field->derefs[0];
		status = step->way == FETCH_STRING ? fetch_string(step, address, out, slot) :
						     fetch_at(step, address, regs, out, slot);
	}
	if (likely(!status))
		return;
	if (status == UPROBECAP_FAULTED)
		out->faulted = true;
	out->irregular |= BIT_ULL(step->index);
	store_status(step->field, slot, status);
}

/**
 * fetch_registers() - write the slots of a record, when all are numbers in registers
 * @list: of the probe, for which fetch_is_usual()
 * @regs: of the hit
 * @record: that they go into
 */
void fetch_registers(const struct fetch_list *list, const struct pt_regs *regs, u8 *record)
{
	const struct fetch_step *step = list->step;
	const struct fetch_step *end = step + list->nr;

	for (; step < end; step++)
		*(u64 *)(record + step->slot) = fetch_register(step, regs);
}

static void fetch_steps(const struct fetch_list *list, unsigned int from, unsigned int to,
			struct pt_regs *regs, struct fetch_output *out)
{
	const struct fetch_step *step = list->step + from;
	const struct fetch_step *end = list->step + to;
	bool usual = fetch_is_usual(list, regs);

	pagefault_disable();
	for (; step < end && !out->overflow; step++) {
		u8 *slot = out->record + step->slot;

		if (usual && step->way == FETCH_REGISTER)
			*(u64 *)slot = fetch_register(step, regs);
		else
			fetch_memory(step, usual, regs, out, slot);
	}
	pagefault_enable();
}

/**
 * fetch_deciding() - write the slots and strings that a filter asks for
 * @list: of the probe
 * @regs: of the hit
 * @out: where they go; there must be room for all slots
 *
 * Context: of a hit, preemption off. Neither sleeps nor faults pages in.
 */
void fetch_deciding(const struct fetch_list *list, struct pt_regs *regs, struct fetch_output *out)
{
	fetch_steps(list, 0, list->nr_deciding, regs, out);
}

/**
 * fetch_all() - write all slots and strings
 * @list: as for fetch_deciding()
 * @regs: likewise
 * @out: likewise
 */
void fetch_all(const struct fetch_list *list, struct pt_regs *regs, struct fetch_output *out)
{
	fetch_steps(list, 0, list->nr, regs, out);
}

/**
 * fetch_others() - write the slots and strings that no filter asks for
 * @list: as for fetch_deciding()
 * @regs: likewise
 * @out: likewise
 */
void fetch_others(const struct fetch_list *list, struct pt_regs *regs, struct fetch_output *out)
{
	fetch_steps(list, list->nr_deciding, list->nr, regs, out);
}

/**
 * fetch_arguments() - keep the arguments of an entry for its return
 * @regs: of the entry
 * @call: that begins
 *
 * Context: of a hit, preemption off.
 */
void fetch_arguments(struct pt_regs *regs, struct call *call)
{
	unsigned int n;
	u64 value = 0;

	call->unread = 0;
	pagefault_disable();
	for (n = 0; n < ARCH_ARGUMENTS_MAX; n++) {
		if (source_argument(regs, NULL, n, &value))
			call->unread |= BIT(n);
		call->arguments[n] = value;
	}
	pagefault_enable();
}

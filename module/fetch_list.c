// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fields of a probe, made ready to be fetched: whatever can be known of them
 * before there is a hit.
 */

#include <linux/bits.h>
#include <linux/bitops.h>
#include <linux/kernel.h>

#include "fetch_list.h"
#include "source.h"

/**
 * fetch_slot_size() - bytes of a field's slot in the record
 * @field: of a probe
 */
u32 fetch_slot_size(const struct spec_field *field)
{
	u32 size = field->kind == UPROBECAP_STRING ? sizeof(struct uprobecap_string) : field->size;

	return field->count ? ALIGN(field->count * size, 8) : 8;
}

static struct fetch_step prepare_step(const struct spec_field *field, unsigned int index, u32 slot,
				      bool at_return)
{
	int place = source_place(field, at_return);
	struct fetch_step step = {
		.field = field,
		.slot = slot,
		.index = index,
		.unused = 64 - 8 * field->size,
		.is_signed = field->kind == UPROBECAP_SIGNED,
		.way = FETCH_OTHERWISE,
	};

	if (place < 0 || field->of_thread)
		return step;
	step.place = place;
	if (field->nr_derefs == 1)
		step.way = field->kind == UPROBECAP_STRING && !field->count ? FETCH_STRING :
									      FETCH_AT_REGISTER;
	else if (!field->nr_derefs && !field->bit_width)
		step.way = FETCH_REGISTER;
	return step;
}

/**
 * fetch_prepare() - make fields ready to be fetched
 * @list: the result
 * @fields: all of the probe, which stay as long as the list
 * @first: number of the first one to fetch
 * @nr: how many there are to fetch
 * @at_return: they are fetched when the function returns
 * @deciding: bit n is set when a filter asks for the field of number n
 * @slot: where the slot of the first one is in the record
 *
 * Return: where the next slot is.
 */
u32 fetch_prepare(struct fetch_list *list, const struct spec_field *fields, unsigned int first,
		  unsigned int nr, bool at_return, u64 deciding, u32 slot)
{
	u64 all = nr ? GENMASK_ULL(first + nr - 1, first) : 0;
	unsigned int n, decides, others;

	decides = 0;
	others = hweight64(deciding & all);
	list->only_registers = true;
	for (n = first; n < first + nr; n++) {
		struct fetch_step *step = &list->step[deciding & BIT_ULL(n) ? decides++ : others++];

		*step = prepare_step(&fields[n], n, slot, at_return);
		list->only_registers &= step->way == FETCH_REGISTER;
		list->has_arguments |= fields[n].source == SPEC_ARGUMENT ||
				       fields[n].length.source == SPEC_ARGUMENT;
		slot += fetch_slot_size(&fields[n]);
	}
	list->nr_deciding = decides;
	list->nr = nr;
	return slot;
}

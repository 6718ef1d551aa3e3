// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a probe -> what to do at its hits.
 */

#include <linux/bits.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "call.h"
#include "filter.h"
#include "plan.h"
#include "refusal.h"

static void plan_record(struct plan *plan)
{
	const struct spec *spec = &plan->spec;

	switch (spec->type) {
	case 'p':
		plan->record_type = UPROBECAP_ENTRY;
		plan->slots_at = sizeof(struct uprobecap_hit);
		break;
	case 'r':
		plan->record_type = UPROBECAP_RETURN;
		plan->slots_at = sizeof(struct uprobecap_hit);
		break;
	default:
		plan->record_type = UPROBECAP_CALL;
		plan->slots_at = sizeof(struct uprobecap_call);
	}
}

/* Of the entry: names of threads are never cut, and have no share. */
static void count_texts(const struct spec *spec, unsigned int *texts, unsigned int *names)
{
	unsigned int n;

	for (n = 0; n < spec->nr_entry; n++) {
		const struct spec_field *field = &spec->fields.field[n];

		if (field->source == SPEC_COMM)
			++*names;
		else if (field->kind == UPROBECAP_STRING)
			*texts += max_t(unsigned int, field->count, 1);
		else if (field->kind == UPROBECAP_BYTES)
			++*texts;
	}
}

static u64 deciding_fields(const struct spec_filter *filter)
{
	u64 fields = 0;
	unsigned int n;

	for (n = 0; n < filter->nr; n++)
		if (filter->term[n].operand == SPEC_FIELD)
			fields |= BIT_ULL(filter->term[n].index);
	return fields;
}

static void plan_fields(struct plan *plan)
{
	const struct spec *spec = &plan->spec;
	const struct spec_field *fields = spec->fields.field;
	u64 deciding = deciding_fields(&spec->filter);
	u32 slot;

	slot = fetch_prepare(&plan->at_entry, fields, 0, spec->nr_entry, false, deciding,
			     plan->slots_at);
	plan->entry_size = slot - plan->slots_at;
	plan->fixed_size = fetch_prepare(&plan->at_return, fields, spec->nr_entry,
					 spec->fields.nr - spec->nr_entry, true, deciding, slot);
}

/* A filter sees all that it compares of a string, and whether there is more. */
static unsigned int least_share(const struct spec *spec)
{
	u64 deciding = deciding_fields(&spec->filter);
	unsigned int n;

	for (n = 0; n < spec->nr_entry; n++)
		if (deciding & BIT_ULL(n) && spec->fields.field[n].kind == UPROBECAP_STRING)
			return UPROBECAP_MATCH_MAX + 1;
	/* Of very many, each has at least its NUL. */
	return 1;
}

static int plan_calls(struct plan *plan, unsigned int nr_calls)
{
	unsigned int texts = 0, names = 0;

	if (plan->record_type != UPROBECAP_CALL)
		return 0;
	plan->keeps_arguments = plan->at_return.has_arguments;
	count_texts(&plan->spec, &texts, &names);
	if (texts) {
		plan->text_share = max(UPROBECAP_CALL_TEXT_MAX / texts, least_share(&plan->spec));
		/* A string that ends with the room counts as one that did not fit. */
		plan->text_size = texts * plan->text_share + sizeof(u64);
	}
	plan->text_size += names * UPROBECAP_COMM_SIZE;
	plan->calls = calls_create(nr_calls, plan->entry_size + plan->text_size);
	return plan->calls ? 0 : -ENOMEM;
}

/* Bytes that a field may have beside its slot. */
static u32 largest_text(const struct spec_field *field)
{
	if (field->source == SPEC_COMM)
		return UPROBECAP_COMM_SIZE;
	if (field->kind == UPROBECAP_BYTES)
		return UPROBECAP_BYTES_MAX;
	if (field->kind == UPROBECAP_STRING)
		return max_t(u32, field->count, 1) * UPROBECAP_STRING_MAX;
	return 0;
}

static void plan_largest(struct plan *plan)
{
	const struct spec_fields *fields = &plan->spec.fields;
	unsigned int n;

	plan->largest = plan->fixed_size;
	for (n = 0; n < fields->nr; n++)
		plan->largest += largest_text(&fields->field[n]);
	plan->largest = min_t(u32, plan->largest, UPROBECAP_RECORD_MAX);
}

static int plan_parse(struct plan *plan, const char *text, struct refusal *refusal)
{
	struct spec_error error;
	int err = spec_parse(text, &plan->spec, &error);

	if (!err)
		return 0;
	refusal->column = error.column;
	return refuse(refusal, err, "%s", error.message);
}

/**
 * plan_create() - make a plan
 * @text: TYPE [FIELD...] [-> FIELD...] [if FILTER]
 * @nr_calls: how many calls may wait for their return
 * @refusal: why it cannot be done
 *
 * Return: the plan, for plan_put(), or an ERR_PTR.
 */
struct plan *plan_create(const char *text, unsigned int nr_calls, struct refusal *refusal)
{
	struct plan *plan = kvzalloc(sizeof(*plan), GFP_KERNEL_ACCOUNT);
	int err;

	if (!plan)
		return ERR_PTR(-ENOMEM);
	kref_init(&plan->refs);
	err = plan_parse(plan, text, refusal);
	if (err)
		goto put_plan;
	plan_record(plan);
	plan_fields(plan);
	plan_largest(plan);
	plan->filters_entry = plan->spec.filter.nr && !plan->spec.filter.at_return;
	plan->filters_return = plan->spec.filter.nr &&
			       (plan->spec.filter.at_return || plan->record_type != UPROBECAP_CALL);
	plan->filters_early = filter_asks_registers(plan) &&
			      (plan->filters_entry || plan->record_type != UPROBECAP_CALL);
	plan->text = kstrdup(text, GFP_KERNEL_ACCOUNT);
	err = plan->text ? plan_calls(plan, nr_calls) : -ENOMEM;
	if (err)
		goto put_plan;
	return plan;

put_plan:
	plan_put(plan);
	return ERR_PTR(err);
}

/**
 * plan_step() - how a field is fetched
 * @plan: any
 * @index: of one of its fields
 */
const struct fetch_step *plan_step(const struct plan *plan, unsigned int index)
{
	const struct fetch_list *list = index < plan->spec.nr_entry ? &plan->at_entry :
								      &plan->at_return;
	const struct fetch_step *step = list->step;

	while (step->index != index)
		step++;
	return step;
}

/**
 * plan_get() - take another reference
 * @plan: which somebody holds
 *
 * Return: @plan.
 */
struct plan *plan_get(struct plan *plan)
{
	kref_get(&plan->refs);
	return plan;
}

static void plan_release(struct kref *refs)
{
	struct plan *plan = container_of(refs, struct plan, refs);

	calls_destroy(plan->calls);
	kfree(plan->text);
	kvfree(plan);
}

/**
 * plan_put() - give a reference back
 * @plan: of which no hit of the giver knows any longer
 */
void plan_put(struct plan *plan)
{
	kref_put(&plan->refs, plan_release);
}

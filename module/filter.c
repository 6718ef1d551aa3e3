// SPDX-License-Identifier: GPL-2.0-only
/*
 * if FILTER: decides on one hit by its fields, before it is handed to the reader.
 */

#include <linux/cred.h>
#include <linux/glob.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "fetch.h"
#include "filter.h"
#include "plan.h"
#include "spec_filter.h"

static bool text_holds(const struct spec_term *term, const char *left)
{
	if (term->comparison == SPEC_MATCH)
		return glob_match(term->text, left);
	return !strcmp(term->text, left) == (term->comparison == SPEC_EQ);
}

/* What could not be read holds nothing, not even that it is another. */
static bool field_holds(const struct spec_term *term, const struct plan *plan,
			const struct pt_regs *regs, const struct fetch_output *out)
{
	const struct fetch_step *step = plan_step(plan, term->index);
	const struct uprobecap_string *string;
	const u8 *slot;

	if (!out)
		return spec_number_holds(term, fetch_register(step, regs));
	slot = out->record + step->slot;
	if (step->field->kind != UPROBECAP_STRING)
		return !(out->irregular & BIT_ULL(term->index)) &&
		       spec_number_holds(term, *(const u64 *)slot);
	string = (const void *)slot;
	if (!string->size)
		return false;
	return text_holds(term, (const char *)out->text + string->offset);
}

static bool term_holds(const struct spec_term *term, const struct plan *plan, struct pt_regs *regs,
		       const struct fetch_output *out, u64 latency)
{
	switch (term->operand) {
	case SPEC_FIELD:
		return field_holds(term, plan, regs, out);
	case SPEC_RETURNED:
		return spec_number_holds(term, regs_return_value(regs));
	case SPEC_PID:
		return spec_number_holds(term, current->tgid);
	case SPEC_TID:
		return spec_number_holds(term, current->pid);
	case SPEC_UID:
		return spec_number_holds(term, __kuid_val(current_uid()));
	case SPEC_CPU:
		return spec_number_holds(term, smp_processor_id());
	case SPEC_TASK:
		return text_holds(term, current->comm);
	default:
		return spec_number_holds(term, latency);
	}
}

static bool asks_registers(const struct plan *plan, const struct spec_term *term)
{
	if (term->operand == SPEC_FIELD)
		return plan_step(plan, term->index)->way == FETCH_REGISTER;
	return term->operand != SPEC_LATENCY;
}

/**
 * filter_asks_registers() - can a filter be decided before anything is fetched?
 * @plan: of the probe, with its fields
 */
bool filter_asks_registers(const struct plan *plan)
{
	const struct spec_filter *filter = &plan->spec.filter;
	unsigned int n;

	for (n = 0; n < filter->nr; n++)
		if (!asks_registers(plan, &filter->term[n]))
			return false;
	return filter->nr;
}

/**
 * filter_passes() - shall this hit be written?
 * @plan: of the probe, with a filter
 * @regs: of the hit
 * @out: its fields, all that the filter asks for; NULL, and nothing was fetched, when it
 *	asks for registers
 * @latency: of a call, at its return
 *
 * Context: of a hit, preemption off.
 */
bool filter_passes(const struct plan *plan, struct pt_regs *regs, const struct fetch_output *out,
		   u64 latency)
{
	const struct spec_term *terms = plan->spec.filter.term;
	u8 next = 0;

	while (next < SPEC_PASS)
		next = term_holds(&terms[next], plan, regs, out, latency) ? terms[next].yes :
									    terms[next].no;
	return next == SPEC_PASS;
}

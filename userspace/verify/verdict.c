// SPDX-License-Identifier: GPL-2.0-only
/*
 * What has come out of a trial, as text.
 */

#include <inttypes.h>
#include <string.h>

#include "print/escape.h"
#include "verify/verdict.h"

static void print_module(FILE *out, const struct uprobecap_ledger *ledger)
{
	uint64_t unreturned = ledger->in_flight + ledger->missed_depth + ledger->missed_jump +
			      ledger->missed_exit + ledger->missed_full;

	fprintf(out, "module:  hits %llu, delivered %llu, filtered %llu, lost %llu", ledger->hits,
		ledger->delivered, ledger->filtered, ledger->lost_full + ledger->lost_too_big);
	if (unreturned)
		fprintf(out, ", without a return %" PRIu64, unreturned);
	putc('\n', out);
}

static void print_left_out(FILE *out, const struct trial *trial)
{
	const struct tracefs_probe *probe = &trial->probes[0];
	unsigned int n;

	for (n = 0; n < probe->spec->fields.nr; n++)
		if (probe->why[n])
			fprintf(out, "note: tracefs has no %s: %s\n",
				probe->spec->fields.field[n].name, probe->why[n]);
}

static void print_notes(FILE *out, const struct trial *trial)
{
	print_left_out(out, trial);
	if (trial->comparison.outside)
		fprintf(out, "note: %zu hits came when the module was disarmed already\n",
			trial->comparison.outside);
	if (trial->profile < trial->recorded)
		fputs("note: uprobe_profile counted fewer hits than tracefs recorded (before Linux 6.11 CPUs overwrite each other's counts; of returns it counts the entries)\n",
		      out);
	if (trial->code)
		fprintf(out, "note: the command ended with %d\n", trial->code);
}

static void print_text(FILE *out, const char *side, const char *text)
{
	fprintf(out, "  %s ", side);
	if (text)
		put_escaped(out, text, strlen(text), 0);
	else
		fputs("(no such hit)", out);
	putc('\n', out);
}

static void print_difference(FILE *out, const struct comparison *comparison)
{
	const struct difference *first = &comparison->first;

	if (!comparison->different)
		return;
	fprintf(out,
		"thread %u: hits in the module %zu, in tracefs %zu; the first that differs is hit %zu\n",
		first->tid, first->ours, first->theirs, first->at);
	print_text(out, "module: ", first->our_text);
	print_text(out, "tracefs:", first->their_text);
}

static void print_order(FILE *out, const struct comparison *comparison)
{
	fprintf(out, "order:   the same within each thread (%zu); between threads, by time, ",
		comparison->threads);
	if (comparison->swaps)
		fprintf(out, "hits that came at once changed places %zu times\n",
			comparison->swaps);
	else
		fputs("too\n", out);
}

static void print_different(FILE *out, const struct trial *trial)
{
	if (trial->unbalanced)
		fputs("the module's ledger does not balance\n", out);
	if (trial->ours.nr != trial->ledger.delivered)
		fprintf(out, "of %llu hits that the module delivered, %zu came\n",
			trial->ledger.delivered, trial->ours.nr);
	print_difference(out, &trial->comparison);
	fputs("different\n", out);
}

/**
 * verdict_print() - print it as text
 * @out: where to
 * @trial: that was run
 */
void verdict_print(FILE *out, const struct trial *trial)
{
	const struct comparison *comparison = &trial->comparison;

	print_module(out, &trial->ledger);
	fprintf(out, "tracefs: hits %" PRIu64 " (uprobe_profile), recorded %zu, lost %" PRIu64 "\n",
		trial->profile, trial->theirs.nr, trial->lost + trial->comparison.too_big);
	print_notes(out, trial);
	switch (trial_judge(trial)) {
	case TRIAL_EQUAL:
		print_order(out, comparison);
		fprintf(out, "equal: %zu hit%s\n", comparison->same,
			comparison->same == 1 ? "" : "s");
		break;
	case TRIAL_LOST:
		fputs("lost: what is missing cannot be compared; larger rings (--ring-kb) help unless a hit is too big for a page of tracefs\n",
		      out);
		break;
	default:
		print_different(out, trial);
	}
}

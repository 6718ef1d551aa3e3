// SPDX-License-Identifier: GPL-2.0-only
/*
 * What has come out of a trial, as JSON.
 */

#include <string.h>

#include "print/json_value.h"
#include "print/line.h"
#include "verify/verdict.h"

static void put_text(struct line *line, const char *key, const char *text)
{
	json_key(line, key);
	if (text)
		json_bytes(line, text, strlen(text));
	else
		line_text(line, "null");
}

static void put_command(struct line *line, char **command)
{
	size_t n;

	json_key(line, "command");
	for (n = 0; command[n]; n++) {
		line_char(line, n ? ',' : '[');
		json_bytes(line, command[n], strlen(command[n]));
	}
	line_char(line, ']');
}

static void put_module(struct line *line, const struct trial *trial)
{
	const struct uprobecap_ledger *ledger = &trial->ledger;

	json_key(line, "module");
	line_text(line, "{\"delivered\":");
	line_unsigned(line, ledger->delivered);
	json_number(line, "came", trial->ours.nr);
	json_number(line, "hits", ledger->hits);
	json_number(line, "filtered", ledger->filtered);
	json_number(line, "lost_full", ledger->lost_full);
	json_number(line, "lost_too_big", ledger->lost_too_big);
	json_number(line, "in_flight", ledger->in_flight);
	json_number(line, "missed_depth", ledger->missed_depth);
	json_number(line, "missed_jump", ledger->missed_jump);
	json_number(line, "missed_exit", ledger->missed_exit);
	json_number(line, "missed_full", ledger->missed_full);
	json_key(line, "balanced");
	line_text(line, trial->unbalanced ? "false}" : "true}");
}

static void put_tracefs(struct line *line, const struct trial *trial)
{
	json_key(line, "tracefs");
	line_text(line, "{\"recorded\":");
	line_unsigned(line, trial->theirs.nr);
	json_number(line, "profile", trial->profile);
	json_number(line, "lost_full", trial->lost);
	json_number(line, "lost_too_big", trial->comparison.too_big);
	line_char(line, '}');
}

static void put_left_out(struct line *line, const struct tracefs_probe *probe)
{
	const char *separator = "";
	unsigned int n;

	json_key(line, "left_out");
	line_char(line, '[');
	for (n = 0; n < probe->spec->fields.nr; n++) {
		if (!probe->why[n])
			continue;
		line_text(line, separator);
		line_text(line, "{\"field\":");
		json_word(line, probe->spec->fields.field[n].name);
		put_text(line, "why", probe->why[n]);
		line_char(line, '}');
		separator = ",";
	}
	line_char(line, ']');
}

static void put_difference(struct line *line, const struct difference *first)
{
	json_key(line, "difference");
	line_text(line, "{\"tid\":");
	line_unsigned(line, first->tid);
	json_number(line, "module_hits", first->ours);
	json_number(line, "tracefs_hits", first->theirs);
	json_number(line, "hit", first->at);
	put_text(line, "module", first->our_text);
	put_text(line, "tracefs", first->their_text);
	line_char(line, '}');
}

/**
 * verdict_print_json() - print it as one object
 * @out: where to
 * @trial: that was run
 */
void verdict_print_json(FILE *out, const struct trial *trial)
{
	static const char * const verdicts[] = {
		[TRIAL_EQUAL] = "equal",
		[TRIAL_DIFFERENT] = "different",
		[TRIAL_LOST] = "lost",
	};
	const struct comparison *comparison = &trial->comparison;
	enum trial_verdict verdict = trial_judge(trial);
	struct line line;

	line_begin(&line, out);
	line_text(&line, "{\"type\":\"verdict\"");
	put_text(&line, "verdict", verdicts[verdict]);
	put_text(&line, "spec", trial->wish->spec);
	put_command(&line, trial->wish->command);
	json_number(&line, "exit_code", trial->code);
	json_number(&line, "equal_hits", comparison->same);
	json_number(&line, "outside", comparison->outside);
	json_number(&line, "threads", comparison->threads);
	json_number(&line, "swaps", comparison->swaps);
	put_module(&line, trial);
	put_tracefs(&line, trial);
	put_left_out(&line, &trial->probes[0]);
	if (verdict == TRIAL_DIFFERENT && comparison->different)
		put_difference(&line, &comparison->first);
	line_text(&line, "}\n");
	line_end(&line);
}

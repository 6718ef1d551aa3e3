// SPDX-License-Identifier: GPL-2.0-only
/*
 * The filter of a probe: comparisons with && || ! and parentheses, made into
 * jumps from one comparison to the next.
 *
 * Where an expression leads to is not known before what follows it was read. Until
 * then it has open exits: bit n of a set stands for the term n.
 */

#include "spec_filter.h"
#include "spec_term.h"

#define DEPTH_MAX 16

static_assert(UPROBECAP_TERMS_MAX <= 32, "a set of exits has a bit for each term");

/*
 * The exits of an expression, for when it is true and when it is false; those are
 * of the terms' yes, and of their no.
 */
struct exits {
	__u32 yes;
	__u32 no;
};

struct outcome {
	struct exits when_true;
	struct exits when_false;
};

/*
 * struct group - what is between two parentheses, as far as it was read
 * @passes: the exits of its alternatives, those before ||, when they are true
 * @last: the latest alternative
 * @negated: there was a '!' before the parenthesis
 */
struct group {
	struct exits passes;
	struct outcome last;
	bool negated;
};

/*
 * struct filter_parser - the state
 * @scan: the text
 * @spec: whose filter it is
 * @depth: how many groups are open, beside the outermost
 * @group: they
 */
struct filter_parser {
	struct scan *scan;
	struct spec *spec;
	unsigned int depth;
	struct group group[DEPTH_MAX + 1];
};

static void join(struct exits *exits, struct exits more)
{
	exits->yes |= more.yes;
	exits->no |= more.no;
}

static void lead(struct spec_filter *filter, struct exits exits, __u8 target)
{
	unsigned int n;

	for (n = 0; n < filter->nr; n++) {
		if (exits.yes >> n & 1)
			filter->term[n].yes = target;
		if (exits.no >> n & 1)
			filter->term[n].no = target;
	}
}

static struct outcome negate(struct outcome outcome, bool negated)
{
	if (!negated)
		return outcome;
	return (struct outcome){ .when_true = outcome.when_false, .when_false = outcome.when_true };
}

static bool skip_word(struct scan *scan, const char *word)
{
	if (strncmp(scan->at, word, strlen(word)))
		return false;
	scan->at += strlen(word);
	return true;
}

/* A term or group behind && or at the beginning of an alternative. */
static void add_operand(struct group *group, struct outcome operand)
{
	group->last.when_true = operand.when_true;
	join(&group->last.when_false, operand.when_false);
}

static struct outcome finish_group(struct group *group)
{
	join(&group->passes, group->last.when_true);
	return negate((struct outcome){ group->passes, group->last.when_false }, group->negated);
}

static int parse_term(struct filter_parser *parser, bool negated)
{
	struct spec_filter *filter = &parser->spec->filter;
	struct spec_term *term = &filter->term[filter->nr];
	__u32 bit;
	int err;

	if (filter->nr == UPROBECAP_TERMS_MAX)
		return scan_refuse_limit(
			parser->scan, parser->scan->at,
			"a filter has at most " SCAN_WORDS(UPROBECAP_TERMS_MAX) " comparisons");
	err = spec_parse_term(parser->scan, parser->spec, term);
	if (err)
		return err;
	bit = 1U << filter->nr++;
	filter->at_return |= spec_term_is_at_return(parser->spec, term);
	add_operand(&parser->group[parser->depth],
		    negate((struct outcome){ { .yes = bit }, { .no = bit } }, negated));
	return 0;
}

/* Any number of '!' and '(', and a term. */
static int parse_operand(struct filter_parser *parser)
{
	struct scan *scan = parser->scan;
	bool negated = false;

	for (;; scan->at++) {
		scan_skip_space(scan);
		if (*scan->at == '!') {
			negated = !negated;
		} else if (*scan->at == '(') {
			if (parser->depth == DEPTH_MAX)
				return scan_refuse_limit(
					scan, scan->at,
					"parentheses nest at most " SCAN_WORDS(DEPTH_MAX) " deep");
			parser->group[++parser->depth] = (struct group){ .negated = negated };
			negated = false;
		} else {
			return parse_term(parser, negated);
		}
	}
}

/* Any number of ')'. */
static int close_groups(struct filter_parser *parser)
{
	struct scan *scan = parser->scan;

	for (scan_skip_space(scan); *scan->at == ')'; scan_skip_space(scan)) {
		struct outcome outcome;

		if (!parser->depth)
			return scan_refuse(scan, scan->at, "this parenthesis was not opened");
		outcome = finish_group(&parser->group[parser->depth--]);
		add_operand(&parser->group[parser->depth], outcome);
		scan->at++;
	}
	return 0;
}

/* && or || */
static int parse_connection(struct filter_parser *parser)
{
	struct spec_filter *filter = &parser->spec->filter;
	struct group *group = &parser->group[parser->depth];
	struct scan *scan = parser->scan;

	if (skip_word(scan, "&&")) {
		lead(filter, group->last.when_true, filter->nr);
		return 0;
	}
	if (skip_word(scan, "||")) {
		join(&group->passes, group->last.when_true);
		lead(filter, group->last.when_false, filter->nr);
		group->last = (struct outcome){ 0 };
		return 0;
	}
	return scan_refuse(scan, scan->at,
			   parser->depth ? "'&&', '||' or ')' is missing here" :
					   "'&&' or '||' is missing here");
}

static int parse_expression(struct filter_parser *parser)
{
	int err;

	for (;;) {
		err = parse_operand(parser);
		if (!err)
			err = close_groups(parser);
		if (err || !*parser->scan->at)
			break;
		err = parse_connection(parser);
		if (err)
			break;
	}
	if (!err && parser->depth)
		err = scan_refuse(parser->scan, parser->scan->at, "')' is missing here");
	return err;
}

int spec_parse_filter(struct scan *scan, struct spec *spec)
{
	struct filter_parser parser = { .scan = scan, .spec = spec };
	struct outcome outcome;
	int err;

	err = parse_expression(&parser);
	if (err)
		return err;
	outcome = finish_group(&parser.group[0]);
	lead(&spec->filter, outcome.when_true, SPEC_PASS);
	lead(&spec->filter, outcome.when_false, SPEC_FAIL);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A probe as the user asks for it: TYPE[:[GROUP/]EVENT] TARGET [FIELD...] ...
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binary/place.h"
#include "binary/source_line.h"
#include "safety/instruction.h"
#include "spec.h"
#include "target/chain_text.h"
#include "target/probe_text.h"
#include "target/prototype.h"
#include "target/request.h"
#include "target/usdt_text.h"

#define BARE_TYPE "c " /* of a probe that is only a target */

/* Of the probe, so much is shown around a place that is wrong. */
#define SHOWN_BEFORE 60
#define SHOWN_AFTER  40

static int no_probe(const char *typed, const char *why, struct error *error)
{
	error_what(error, EXIT_USAGE, "'%.200s' is no probe", typed);
	error_why(error, "%s", why);
	return error_remedy(error, "a probe is one argument, in quotes: '%s'",
			    "p /usr/bin/bash:readline prompt=+0($arg1):string");
}

/* Return: where in @request->typed a byte of @request->text is. */
static size_t place_typed(const struct request *request, size_t at)
{
	size_t typed = at >= request->cut_at ? at + request->cut : at;
	size_t length = strlen(request->typed);

	return typed < length ? typed : length;
}

static bool begins_character(char byte)
{
	return (byte & 0xc0) != 0x80;
}

static size_t characters(const char *text, size_t size)
{
	size_t n, count = 0;

	for (n = 0; n < size; n++)
		count += begins_character(text[n]);
	return count;
}

/*
 * The probe, and below it a caret. What is far away is left out, and a character
 * that would move the cursor is shown as a blank.
 */
static void draw(const char *typed, size_t at, char *lines, size_t size)
{
	size_t length = strlen(typed);
	size_t from = at > SHOWN_BEFORE ? at - SHOWN_BEFORE : 0;
	size_t to = length - at > SHOWN_AFTER ? at + SHOWN_AFTER : length;
	size_t n, width, put = 0;

	while (from < at && !begins_character(typed[from]))
		from++;
	while (to > at && to < length && !begins_character(typed[to]))
		to--;
	for (n = from; n < to; n++)
		lines[put++] = (unsigned char)typed[n] < ' ' || typed[n] == 0x7f ? ' ' : typed[n];
	width = characters(typed + from, at - from);
	snprintf(lines + put, size - put, "\n  %*s^", (int)width, "");
}

/**
 * request_wrong_at() - tell where a probe is wrong
 * @request: parsed
 * @column: of @request->text, from 1
 * @why: one sentence
 * @error: to be filled
 *
 * Return: -1.
 */
int request_wrong_at(const struct request *request, unsigned int column, const char *why,
		     struct error *error)
{
	size_t at = place_typed(request, column - 1);
	char lines[4 * (SHOWN_BEFORE + SHOWN_AFTER)];

	draw(request->typed, at, lines, sizeof(lines));
	error_what(error, EXIT_USAGE, "the probe is wrong at column %zu",
		   characters(request->typed, at) + 1);
	error_why(error, "%s\n  %s", why, lines);
	return error_remedy(error, "what can stand there: man 4 uprobecap");
}

/*
 * Return: how long TARGET is. In a name of C++ blanks may stand between parentheses
 * or angle brackets.
 */
static size_t target_length(const char *text)
{
	size_t first = strcspn(text, PROBE_BLANKS);
	size_t length;
	int depth = 0;

	for (length = 0; text[length] && (depth || !strchr(PROBE_BLANKS, text[length])); length++) {
		if (strchr("(<", text[length]))
			depth++;
		else if (depth && strchr(")>", text[length]))
			depth--;
	}
	return depth ? first : length;
}

/* Cuts TARGET, and the blanks behind it, out of what was typed. */
static int cut_target(struct request *request, struct error *error)
{
	const char *typed = request->typed;
	size_t type = strcspn(typed, PROBE_BLANKS);
	size_t begin = type + strspn(typed + type, PROBE_BLANKS);
	size_t end = begin + target_length(typed + begin);
	size_t next = end + strspn(typed + end, PROBE_BLANKS);

	if (begin == end)
		return no_probe(typed, "behind its type stands a target", error);
	request->cut_at = begin;
	request->cut = next - begin;
	request->target_text = need_memory(strndup(typed + begin, end - begin));
	if (asprintf(&request->text, "%.*s%s", (int)(typed[next] ? begin : type), typed,
		     typed + next) < 0)
		request->text = NULL;
	need_memory(request->text);
	return 0;
}

/* A target alone stands for its calls. */
static void take_bare(struct request *request)
{
	const char *typed = request->typed;
	size_t end = target_length(typed);
	size_t next = end + strspn(typed + end, PROBE_BLANKS);

	request->is_bare = true;
	request->cut_at = strlen(BARE_TYPE);
	request->cut = next - strlen(BARE_TYPE);
	request->target_text = need_memory(strndup(typed, end));
	if (asprintf(&request->text, BARE_TYPE "%s", typed + next) < 0)
		request->text = NULL;
	need_memory(request->text);
}

static bool has_type(const char *typed)
{
	return *typed && strchr("prc", *typed) && strchr(":" PROBE_BLANKS, typed[1]);
}

static bool is_usdt(const char *target)
{
	return strstr(target, ":" USDT_PREFIX);
}

/* A place in a function, that has neither arguments nor a return. */
static bool is_place(const char *target)
{
	return is_usdt(target) || source_line_is(strchr(target, ':') + 1);
}

/* Those that the function has. */
static bool has_own_fields(const struct request *request)
{
	return request->is_bare && *request->text == 'c' && !probe_text_has_fields(request->text);
}

static int take_parts(struct request *request, struct error *error)
{
	const char *typed = request->typed;
	const char *colon = memchr(typed, ':', strcspn(typed, PROBE_BLANKS));

	if (has_type(typed))
		return cut_target(request, error);
	if (!colon)
		return no_probe(
			typed,
			"it begins with its type, p (entry), r (return) or c (call), or is a target",
			error);
	take_bare(request);
	return 0;
}

/**
 * request_parse() - take a probe apart, and check it as the module will
 * @request: to be filled
 * @typed: the probe; must live as long as @request
 * @error: why it is none
 *
 * Nothing is opened.
 *
 * Return: 0 or -1; request_free() it either way.
 */
int request_parse(struct request *request, const char *typed, struct error *error)
{
	struct spec_error wrong;
	struct spec *spec;
	int err;

	*request = (struct request){ .typed = typed + strspn(typed, PROBE_BLANKS) };
	if (take_parts(request, error))
		return -1;
	if (request->is_bare && is_place(request->target_text))
		*request->text = 'p';
	/* What its fields mean is known when its sites are. */
	if (is_usdt(request->target_text))
		return 0;
	request->at_return = *request->text != 'p';
	if (has_own_fields(request) || chain_text_has(request->text))
		return 0;
	spec = need_memory(malloc(sizeof(*spec)));
	err = spec_parse(request->text, spec, &wrong);
	free(spec);
	return err ? request_wrong_at(request, wrong.column, wrong.message, error) : 0;
}

/* The function that a site is the beginning of. */
static bool find_function(struct target *target, uint64_t offset, struct function *function)
{
	return (symbols_at(&target->file, offset, function) &&
		place_is_beginning(&target->file, function, offset)) ||
	       (offset >= INSTRUCTION_ENDBR64_SIZE &&
		symbols_at(&target->file, offset - INSTRUCTION_ENDBR64_SIZE, function) &&
		place_is_beginning(&target->file, function, offset));
}

/* Its calls, with the arguments that it takes. */
static char *call_text(struct request *request, size_t index, struct error *error)
{
	struct target *target = &request->target;
	const char *name = strrchr(request->target_text, ':') + 1;
	struct function function;
	bool is_known = find_function(target, target->offset[index], &function);
	char *text;

	if (is_known && pattern_is_one(name))
		name = function.name;
	text = prototype_text(request->text, &target->file, name, is_known ? &function : NULL,
			      &request->enumerations[index]);
	if (!probe_text_check(text, request->target_text, error))
		return text;
	free(text);
	return NULL;
}

/* What a function's variables are called is known where it begins. */
static char *variables_text(struct request *request, size_t index, struct error *error)
{
	struct target *target = &request->target;
	struct chain_site site = {
		.file = &target->file,
		.offset = target->offset[index],
		.name = request->target_text,
	};
	struct function function;

	if (find_function(target, target->offset[index], &function))
		site.function = &function;
	return chain_text(request->text, &site, &request->enumerations[index], error);
}

static char *text_at(struct request *request, size_t index, struct error *error)
{
	if (request->target.usdt)
		return usdt_text(request->text, &request->target.usdt[index], error);
	if (has_own_fields(request))
		return call_text(request, index, error);
	return variables_text(request, index, error);
}

/* Each site may have its arguments elsewhere. */
static int fit_texts(struct request *request, struct error *error)
{
	const struct target *target = &request->target;
	size_t n;

	request->site_text = need_memory(calloc(target->nr, sizeof(*request->site_text)));
	request->enumerations = need_memory(calloc(target->nr, sizeof(*request->enumerations)));
	for (n = 0; n < target->nr; n++) {
		request->site_text[n] = text_at(request, n, error);
		if (!request->site_text[n])
			return -1;
	}
	return 0;
}

/**
 * request_open() - find the target
 * @request: parsed
 * @wish: which sites; at_return is its own
 * @error: why there is none
 *
 * Return: 0 or -1.
 */
int request_open(struct request *request, const struct target_wish *wish, struct error *error)
{
	struct target_wish own = *wish;

	own.at_return = request->at_return;
	if (target_open(&request->target, request->target_text, &own, error))
		return -1;
	if (request->target.usdt || has_own_fields(request) || chain_text_has(request->text))
		return fit_texts(request, error);
	return 0;
}

/**
 * request_text() - what the module is told of a site
 * @request: open
 * @index: of the site
 */
const char *request_text(const struct request *request, size_t index)
{
	return request->site_text ? request->site_text[index] : request->text;
}

/**
 * request_free() - give back what request_parse() and request_open() took
 * @request: parsed
 */
void request_free(struct request *request)
{
	size_t n;

	for (n = 0; request->site_text && n < request->target.nr; n++) {
		free(request->site_text[n]);
		enumerations_free(request->enumerations[n]);
	}
	free(request->site_text);
	free(request->enumerations);
	if (request->target.path)
		target_close(&request->target);
	free(request->target_text);
	free(request->text);
}

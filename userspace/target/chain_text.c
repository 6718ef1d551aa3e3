// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a probe whose fields are named as in the program's source, w->size.width
 * or s=w->name:string, -> the text that the module understands. Without a TYPE a field
 * has that of the variable, and without a NAME the last name in it. $errno is one of
 * them, which any function of libc has.
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binary/debug.h"
#include "spec.h"
#include "target/chain.h"
#include "target/chain_text.h"
#include "target/chain_value.h"
#include "target/probe_text.h"
#include "target/thread_errno.h"
#include "uapi/uprobecap.h"

#define ANYTHING "\\0"

/**
 * struct draft - the text in the making
 * @text: as it was typed
 * @out: the result
 * @made: what of it is flushed
 * @nr: of fields, until now
 * @site: that it is for; NULL when it does not matter where its variables are
 * @scope: what chains begin with
 * @enumerations: the names of values
 * @error: why there is no text
 */
struct draft {
	const char *text;
	FILE *out;
	char *made;
	unsigned int nr;
	const struct chain_site *site;
	struct chain_scope scope;
	struct enumerations **enumerations;
	struct error *error;
};

static size_t word_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]) || text[length] == '_')
		length++;
	return length;
}

/* Return: what stands behind NAME=, or all when no name is given. */
static const char *skip_name(const char *field)
{
	size_t length = word_length(field);

	return length && field[length] == '=' ? field + length + 1 : field;
}

static bool is_errno(const char *chain)
{
	return !strncmp(chain, "$errno", 6) && word_length(chain + 1) == 5;
}

/* No FETCH of the module begins so, or has more behind it. */
static bool is_chain(const char *field)
{
	const char *chain = skip_name(field);
	const char *behind;

	if (isalpha((unsigned char)*chain) || *chain == '_' || is_errno(chain))
		return true;
	if (strncmp(chain, "$retval", 7) && strncmp(chain, "$arg", 4))
		return false;
	behind = chain + 1 + word_length(chain + 1);
	return *behind == '.' || *behind == '[' || !strncmp(behind, "->", 2);
}

static bool is_arrow(const char *text)
{
	return !strncmp(text, "->", 2);
}

/* Behind an arrow, a field may follow at once. */
static size_t part_length(const char *at)
{
	return is_arrow(at) ? strlen("->") : strcspn(at, PROBE_BLANKS);
}

/* Return: the next field, "->" or "if"; it is empty at the end. */
static const char *next_part(const char *at)
{
	at += part_length(at);
	return at + strspn(at, PROBE_BLANKS);
}

/**
 * chain_text_has() - is a field named as in the program's source?
 * @text: of a probe, without its target
 */
bool chain_text_has(const char *text)
{
	const char *at;

	for (at = next_part(text); *at && !spec_is_if(at); at = next_part(at))
		if (!is_arrow(at) && is_chain(at))
			return true;
	return false;
}

/* A name that debug information explains. */
static bool has_variable(const char *text)
{
	const char *at;

	for (at = next_part(text); *at && !spec_is_if(at); at = next_part(at))
		if (!is_arrow(at) && is_chain(at) && !is_errno(skip_name(at)))
			return true;
	return false;
}

static bool has_name(const char *text, const char *name, size_t length)
{
	const char *at;

	for (at = next_part(text); *at && !spec_is_if(at); at = next_part(at))
		if (!strncmp(at, name, length) && at[length] == '=')
			return true;
	return false;
}

/* That of what it ends with, unless another field has it. */
static void put_name(struct draft *draft, const char *chain)
{
	const char *at = chain + (*chain == '$'), *end = chain + chain_length(chain), *name = at;

	for (; at < end; at++)
		if ((*at == '>' || *at == '.') && word_length(at + 1))
			name = at + 1;
	fflush(draft->out);
	if (word_length(name) <= UPROBECAP_NAME_MAX &&
	    !has_name(draft->text, name, word_length(name)) &&
	    !has_name(draft->made, name, word_length(name)))
		fprintf(draft->out, "%.*s=", (int)word_length(name), name);
}

static int put_variable(struct draft *draft, const char *chain)
{
	struct chain_field field = {
		.chain = chain,
		.site = draft->site->name,
		.index = draft->nr,
		.out = draft->out,
		.enumerations = draft->enumerations,
		.error = draft->error,
	};
	struct variable variable;
	int err;

	if (chain_resolve(&draft->scope, chain, &variable, draft->error))
		return -1;
	err = chain_value_put(&field, &variable);
	variable_free(&variable);
	return err;
}

static int no_errno(struct draft *draft)
{
	error_what(draft->error, EXIT_FAILED, "$errno cannot be fetched at %s", draft->site->name);
	error_why(draft->error, "no code of this file uses errno as that of libc does");
	return error_remedy(draft->error, "ask the function of libc that sets it: %s",
			    "c libc:openat fd=$retval:s32");
}

static int put_errno(struct draft *draft, const char *chain)
{
	const char *type = chain + chain_length(chain);
	char *fetch = thread_errno_fetch(draft->site->file, draft->site->offset);

	if (!fetch)
		return no_errno(draft);
	if (*type == ':')
		fprintf(draft->out, "%s%.*s", fetch, (int)strcspn(type, PROBE_BLANKS), type);
	else
		fprintf(draft->out, "%s:s32", fetch);
	if (*type != ':')
		enumerations_set(draft->enumerations, draft->nr, thread_errno_names());
	free(fetch);
	return 0;
}

static int put_chain(struct draft *draft, const char *field)
{
	const char *chain = skip_name(field);

	if (chain == field)
		put_name(draft, chain);
	else
		fprintf(draft->out, "%.*s", (int)(chain - field), field);
	if (!draft->site)
		return fputs(ANYTHING, draft->out) < 0;
	return is_errno(chain) ? put_errno(draft, chain) : put_variable(draft, chain);
}

static int put_parts(struct draft *draft)
{
	const char *at = draft->text, *next;

	fprintf(draft->out, "%.*s", (int)part_length(at), at);
	for (at = next_part(at); *at; at = next) {
		fputc(' ', draft->out);
		if (spec_is_if(at)) {
			fputs(at, draft->out);
			return 0;
		}
		next = next_part(at);
		if (is_arrow(at))
			draft->scope.has_result = true;
		if (is_arrow(at) || !is_chain(at))
			fprintf(draft->out, "%.*s", (int)part_length(at), at);
		else if (put_chain(draft, at))
			return -1;
		draft->nr += !is_arrow(at);
	}
	return 0;
}

static int no_function(const struct draft *draft)
{
	error_what(draft->error, EXIT_USAGE, "the variables at %s are not known",
		   draft->site->name);
	error_why(draft->error,
		  "no function begins there, and only where one does it is known where they are");
	return error_remedy(draft->error, "give the function's name, or fetch registers: %%di:s32");
}

static int no_debug(const struct draft *draft)
{
	error_what(draft->error, EXIT_FAILED, "the variables at %s are not known",
		   draft->site->name);
	error_why(
		draft->error,
		"there is no debug information about %s, or the compiler has changed its parameters",
		draft->site->function->name);
	return error_remedy(
		draft->error,
		"compile with -g, install its debug symbols, or give registers and offsets: +8($arg1):u32");
}

static int find_function(struct draft *draft)
{
	const struct function *function = draft->site->function;
	struct debug_function debug;

	if (!function)
		return no_function(draft);
	if (strchr(function->name, '.') ||
	    !debug_find_function(draft->site->file, function->offset, &debug))
		return no_debug(draft);
	draft->scope.function = debug.die;
	return 0;
}

/**
 * chain_text_outline() - which fields a text will have
 * @text: of a probe, without its target
 *
 * Return: a text with constants in place of variables, for free().
 */
char *chain_text_outline(const char *text)
{
	struct draft draft = { .text = text };
	size_t size;

	draft.out = need_memory(open_memstream(&draft.made, &size));
	put_parts(&draft);
	fclose(draft.out);
	return draft.made;
}

/**
 * chain_text() - put what the module understands in place of the names of variables
 * @text: of a probe, without its target
 * @site: that it is for
 * @enumerations: NULL; out: the names of values, for enumerations_free()
 * @error: why that cannot be
 *
 * Return: the text, for free(); NULL.
 */
char *chain_text(const char *text, const struct chain_site *site,
		 struct enumerations **enumerations, struct error *error)
{
	struct draft draft = {
		.text = text,
		.site = site,
		.scope = {
			.site = site->name,
			.has_parameters = *text != 'r',
			.has_result = *text == 'r',
		},
		.enumerations = enumerations,
		.error = error,
	};
	size_t size;
	int err;

	if (has_variable(text) && find_function(&draft))
		return NULL;
	draft.out = need_memory(open_memstream(&draft.made, &size));
	err = put_parts(&draft);
	fclose(draft.out);
	if (!err)
		err = probe_text_check(draft.made, site->name, error);
	if (!err)
		return draft.made;
	free(draft.made);
	return NULL;
}

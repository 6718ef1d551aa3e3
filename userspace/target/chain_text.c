// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a probe whose fields are named as in the program's source, w->size.width
 * or s=w->name:string, -> the text that the module understands. Without a TYPE a field
 * has that of the variable, and without a NAME the last name in it.
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binary/debug.h"
#include "target/chain.h"
#include "target/chain_text.h"
#include "target/debug_enumeration.h"
#include "target/member.h"
#include "target/probe_text.h"
#include "uapi/uprobecap.h"

#define BLANKS " \t\n"

/**
 * struct draft - the text in the making
 * @text: as it was typed
 * @out: the result
 * @made: what of it is flushed
 * @nr: of fields, until now
 * @site: that it is for
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

/* No FETCH of the module begins so, or has more behind it. */
static bool is_chain(const char *field)
{
	const char *chain = skip_name(field);
	const char *behind;

	if (isalpha((unsigned char)*chain) || *chain == '_')
		return true;
	if (strncmp(chain, "$retval", 7) && strncmp(chain, "$arg", 4))
		return false;
	behind = chain + 1 + word_length(chain + 1);
	return *behind == '.' || *behind == '[' || !strncmp(behind, "->", 2);
}

static bool is_word(const char *text, const char *word)
{
	return !strncmp(text, word, strlen(word)) &&
	       (!text[strlen(word)] || isspace((unsigned char)text[strlen(word)]));
}

/* Return: the next field, "->" or "if"; it is empty at the end. */
static const char *next_part(const char *at)
{
	at += strcspn(at, BLANKS);
	return at + strspn(at, BLANKS);
}

/**
 * chain_text_has() - is a field named as in the program's source?
 * @text: of a probe, without its target
 */
bool chain_text_has(const char *text)
{
	const char *at;

	for (at = next_part(text); *at && !is_word(at, "if"); at = next_part(at))
		if (!is_word(at, "->") && is_chain(at))
			return true;
	return false;
}

static bool has_name(const char *text, const char *name, size_t length)
{
	const char *at;

	for (at = next_part(text); *at && !is_word(at, "if"); at = next_part(at))
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

/* Return: is it read from an address? */
static bool is_in_memory(const char *type)
{
	return memchr(type, '[', strcspn(type, BLANKS)) || is_word(type, "string");
}

/* What was asked for: a pointer then stands for what it points to. */
static void put_typed(struct draft *draft, struct variable *variable, const char *fetch,
		      const char *type)
{
	bool follows = is_in_memory(type) && variable->has_type &&
		       debug_type_is_pointer(&variable->type);

	fprintf(draft->out, follows ? "+0(%s)" : "%s", fetch);
	fprintf(draft->out, ":%.*s", (int)strcspn(type, BLANKS), type);
}

static int choose_element(struct draft *draft, const char *chain, uint64_t count)
{
	chain_refuse(chain, draft->scope.site, draft->error);
	if (count)
		error_why(draft->error, "it has %llu elements, and a field at most %d",
			  (unsigned long long)count, UPROBECAP_ARRAY_MAX);
	else
		error_why(draft->error, "it is an array, and how many elements it has is unknown");
	return error_remedy(draft->error, "choose one: %.*s[0], or give a type: %.*s:bytes[16]",
			    (int)chain_length(chain), chain, (int)chain_length(chain), chain);
}

static int no_value(struct draft *draft, const char *chain, struct variable *variable)
{
	char type[256], names[512] = "";

	debug_type_describe(variable->has_type ? &variable->type : NULL, type, sizeof(type));
	if (variable->has_type)
		member_list(&variable->type, names, sizeof(names));
	chain_refuse(chain, draft->scope.site, draft->error);
	error_why(draft->error, "it is of the type %s, which is no value", type);
	if (*names)
		return error_remedy(draft->error, "choose a member: %s", names);
	return error_remedy(draft->error, "give a type: %.*s:bytes[16]", (int)chain_length(chain),
			    chain);
}

static bool is_named_char(Dwarf_Die *type)
{
	const char *name = dwarf_diename(type);

	return debug_type_is_character(type) && name && !strcmp(name, "char");
}

static int put_array(struct draft *draft, const char *chain, struct variable *variable,
		     const char *fetch)
{
	bool is_row = variable_has_one_dimension(variable);
	uint64_t count = variable_count(variable, true);
	bool fits = count && count <= UPROBECAP_ARRAY_MAX;
	char name[DEBUG_TYPE_NAME];
	Dwarf_Die element;

	if (!debug_type_of(&variable->type, &element))
		return no_value(draft, chain, variable);
	if (is_named_char(&element) && is_row && !fits)
		fprintf(draft->out, "%s:string", fetch);
	else if (!fits || (is_named_char(&element) && !is_row))
		return choose_element(draft, chain, count);
	else if (is_named_char(&element))
		fprintf(draft->out, "%s:char[%u]", fetch, (unsigned int)count);
	else if (debug_type_is_text(&element))
		fprintf(draft->out, "%s:string[%u]", fetch, (unsigned int)count);
	else if (debug_type_number(&element, name))
		fprintf(draft->out, "%s:%s[%u]", fetch, name, (unsigned int)count);
	else
		return choose_element(draft, chain, count);
	return 0;
}

/* The smallest that has all of its bits. */
static unsigned int container_of_bits(const struct variable *variable)
{
	unsigned int bits = 8;

	while (bits < 64 && bits < variable->bit_offset + variable->bit_width)
		bits *= 2;
	return bits;
}

static int put_number(struct draft *draft, const char *chain, struct variable *variable,
		      const char *fetch)
{
	char name[DEBUG_TYPE_NAME];
	struct debug_field field = { .index = draft->nr, .type = variable->type, .name = name };

	if (!variable->has_type || !debug_type_number(&variable->type, name))
		return no_value(draft, chain, variable);
	if (variable->bit_width) {
		fprintf(draft->out, "%s:b%u@%u/%u", fetch, variable->bit_width,
			variable->bit_offset, container_of_bits(variable));
		snprintf(name, sizeof(name), "u%u", variable->bit_width);
	} else {
		fprintf(draft->out, "%s:%s", fetch, name);
	}
	debug_enumeration(draft->enumerations, &field);
	return 0;
}

static int put_value(struct draft *draft, const char *chain, struct variable *variable)
{
	const char *type = chain + chain_length(chain);
	char *fetch = variable_fetch(variable);
	int err = 0;

	if (*type == ':')
		put_typed(draft, variable, fetch, type + 1);
	else if (variable->has_type && debug_type_is_text(&variable->type))
		fprintf(draft->out, "+0(%s):string", fetch);
	else if (variable_is_array(variable))
		err = put_array(draft, chain, variable, fetch);
	else
		err = put_number(draft, chain, variable, fetch);
	free(fetch);
	return err;
}

static int put_chain(struct draft *draft, const char *field)
{
	const char *chain = skip_name(field);
	struct variable variable;
	int err;

	if (chain_resolve(&draft->scope, chain, &variable, draft->error))
		return -1;
	if (chain == field)
		put_name(draft, chain);
	else
		fprintf(draft->out, "%.*s", (int)(chain - field), field);
	err = put_value(draft, chain, &variable);
	variable_free(&variable);
	return err;
}

static int put_parts(struct draft *draft)
{
	const char *at = draft->text, *next;

	fprintf(draft->out, "%.*s", (int)strcspn(at, BLANKS), at);
	for (at = next_part(at); *at; at = next) {
		fputc(' ', draft->out);
		if (is_word(at, "if")) {
			fputs(at, draft->out);
			return 0;
		}
		next = next_part(at);
		if (is_word(at, "->"))
			draft->scope.has_result = true;
		if (is_word(at, "->") || !is_chain(at))
			fprintf(draft->out, "%.*s", (int)strcspn(at, BLANKS), at);
		else if (put_chain(draft, at))
			return -1;
		draft->nr += !is_word(at, "->");
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

	if (find_function(&draft))
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

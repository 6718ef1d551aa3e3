// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a parameter or a result leads to, as the program's source would have it:
 *
 *   NAME, $argN or $retval, and behind it any number of ->MEMBER, .MEMBER and [INDEX]
 */

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target/chain.h"

#define LIST_SIZE 512 /* of names that an error has room for */
#define TYPE_SIZE 256

/**
 * struct chain - one that is being resolved
 * @scope: what it begins with
 * @text: all of it
 * @at: what was not read yet
 * @variable: what it has led to until now
 * @error: why it leads nowhere
 */
struct chain {
	struct chain_scope *scope;
	const char *text;
	const char *at;
	struct variable *variable;
	struct error *error;
};

/**
 * chain_length() - where a chain ends
 * @text: that begins with one
 */
size_t chain_length(const char *text)
{
	return strcspn(text, ": \t\n");
}

/**
 * chain_refuse() - begin an error
 * @text: the chain, or what begins with it
 * @site: where the probe is
 * @error: to be filled
 *
 * Return: -1.
 */
int chain_refuse(const char *text, const char *site, struct error *error)
{
	return error_what(error, EXIT_USAGE, "%.*s cannot be fetched at %s",
			  (int)chain_length(text), text, site);
}

static int refuse(const struct chain *chain)
{
	return chain_refuse(chain->text, chain->scope->site, chain->error);
}

/* Return: the name that is next, for free(); it is passed. */
static char *take_name(struct chain *chain)
{
	size_t length = *chain->at == '$';

	while (isalnum((unsigned char)chain->at[length]) || chain->at[length] == '_')
		length++;
	chain->at += length;
	return need_memory(strndup(chain->at - length, length));
}

/* What has been read of it. */
static int read_so_far(const struct chain *chain)
{
	return chain->at - chain->text;
}

static void name_type(const struct chain *chain, char text[TYPE_SIZE])
{
	struct variable *variable = chain->variable;

	debug_type_describe(variable->has_type ? &variable->type : NULL, text, TYPE_SIZE);
}

/* Ends an error about a name that is not there. */
static int tell_names(const struct chain *chain, const struct nearest *nearest)
{
	if (!nearest->nr)
		return error_remedy(chain->error, "give one that is there, or its place: %s",
				    "+8($arg1):u32");
	return error_remedy(chain->error, "near: %s%s%s%s%s", nearest->name[0],
			    nearest->nr > 1 ? ", " : "", nearest->nr > 1 ? nearest->name[1] : "",
			    nearest->nr > 2 ? ", " : "", nearest->nr > 2 ? nearest->name[2] : "");
}

static void list_parameters(const struct chain *chain, char text[LIST_SIZE])
{
	struct debug_parameters parameters;
	struct debug_parameter parameter;
	size_t length = 0;

	*text = '\0';
	debug_parameters_begin(&parameters, &chain->scope->function);
	while (length < LIST_SIZE && debug_parameters_next(&parameters, &parameter))
		if (parameter.name)
			length += snprintf(text + length, LIST_SIZE - length, "%s%s",
					   length ? ", " : "", parameter.name);
}

static int no_parameter(const struct chain *chain, const struct nearest *nearest)
{
	char names[LIST_SIZE];

	list_parameters(chain, names);
	refuse(chain);
	if (*names)
		error_why(chain->error, "the function has no parameter %s; it has %s",
			  nearest->wanted, names);
	else
		error_why(chain->error, "the function has no parameter %s, nor any other",
			  nearest->wanted);
	return tell_names(chain, nearest);
}

static int begin(struct chain *chain, const struct debug_parameter *parameter)
{
	if (*parameter->fetch) {
		variable_begin(chain->variable, parameter);
		return 0;
	}
	refuse(chain);
	error_why(chain->error,
		  "%.*s is on the stack, or in several registers, or behind one that is",
		  read_so_far(chain), chain->text);
	return error_remedy(chain->error, "fetch it from there: man 4 uprobecap");
}

static int begin_result(struct chain *chain)
{
	struct debug_parameter result;

	if (!chain->scope->has_result) {
		refuse(chain);
		error_why(chain->error, "at the entry there is no result yet");
		return error_remedy(chain->error, "put it behind -> of a probe of type c");
	}
	debug_result(&chain->scope->function, &result);
	return begin(chain, &result);
}

static int begin_parameter(struct chain *chain, const char *name)
{
	struct nearest nearest = { .wanted = name };
	struct debug_parameters parameters;
	struct debug_parameter parameter;
	int err;

	if (!chain->scope->has_parameters) {
		refuse(chain);
		error_why(chain->error, "when a function returns, its registers have changed");
		return error_remedy(chain->error,
				    "take the type c, which keeps what they had at the entry");
	}
	debug_parameters_begin(&parameters, &chain->scope->function);
	while (debug_parameters_next(&parameters, &parameter)) {
		if (!strcmp(parameter.fetch, name) ||
		    (parameter.name && !strcmp(parameter.name, name))) {
			nearest_forget(&nearest);
			return begin(chain, &parameter);
		}
		if (parameter.name)
			nearest_try(&nearest, parameter.name);
	}
	err = no_parameter(chain, &nearest);
	nearest_forget(&nearest);
	return err;
}

static int take_root(struct chain *chain)
{
	char *name = take_name(chain);
	int err = strcmp(name, "$retval") ? begin_parameter(chain, name) : begin_result(chain);

	free(name);
	return err;
}

static int no_member(const struct chain *chain, const struct nearest *nearest)
{
	char names[LIST_SIZE], type[TYPE_SIZE];

	name_type(chain, type);
	member_list(&chain->variable->type, names, sizeof(names));
	refuse(chain);
	if (*names)
		error_why(chain->error, "%s has no member %s; it has %s", type, nearest->wanted,
			  names);
	else
		error_why(chain->error, "what members %s has is not told by debug information",
			  type);
	return tell_names(chain, nearest);
}

static int take_member(struct chain *chain)
{
	struct nearest nearest = { 0 };
	struct member member;
	char *name = take_name(chain);
	int err = 0;

	nearest.wanted = name;
	if (member_find(&chain->variable->type, &nearest, &member))
		variable_enter(chain->variable, &member);
	else
		err = no_member(chain, &nearest);
	nearest_forget(&nearest);
	free(name);
	return err;
}

static int wrong_type(const struct chain *chain, const char *has_not, const char *remedy)
{
	char type[TYPE_SIZE];

	name_type(chain, type);
	refuse(chain);
	error_why(chain->error, "%.*s is of the type %s, which has no %s", read_so_far(chain),
		  chain->text, type, has_not);
	return error_remedy(chain->error, "%s", remedy);
}

/* Both, as debuggers have it: "." may follow a pointer. */
static int enter(struct chain *chain, bool is_arrow)
{
	struct variable *variable = chain->variable;
	bool is_pointer = variable->has_type && debug_type_is_pointer(&variable->type);

	if (is_arrow && !is_pointer)
		return wrong_type(chain, "->", "write a dot for a member of what is no pointer");
	if (is_pointer)
		variable_follow(variable);
	if (!variable->has_type || !debug_type_is_struct(&variable->type))
		return wrong_type(chain, "members", "end it here");
	chain->at += is_arrow ? strlen("->") : strlen(".");
	return take_member(chain);
}

static int beyond(const struct chain *chain, uint64_t count)
{
	refuse(chain);
	error_why(chain->error, "%.*s has %llu elements, counted from 0", read_so_far(chain),
		  chain->text, (unsigned long long)count);
	return error_remedy(chain->error, "give a smaller index");
}

static int no_index(const struct chain *chain)
{
	refuse(chain);
	error_why(chain->error, "behind %.*s stands a number and ']'", read_so_far(chain) + 1,
		  chain->text);
	return error_remedy(chain->error, "for example: names[2]");
}

static int take_index(struct chain *chain)
{
	struct variable *variable = chain->variable;
	bool is_array = variable_is_array(variable);
	unsigned long long index;
	uint64_t count;
	char *end;

	if (!is_array && (!variable->has_type || !debug_type_is_pointer(&variable->type)))
		return wrong_type(chain, "elements", "end it here");
	errno = 0;
	index = strtoull(chain->at + 1, &end, 0);
	if (!isdigit((unsigned char)chain->at[1]) || *end != ']' || errno)
		return no_index(chain);
	count = is_array ? variable_count(variable, false) : 0;
	if (count && index >= count)
		return beyond(chain, count);
	chain->at = end + 1;
	variable_index(variable, index);
	return 0;
}

static int no_step(const struct chain *chain)
{
	refuse(chain);
	error_why(chain->error, "behind %.*s stands no ->, no dot and no [", read_so_far(chain),
		  chain->text);
	return error_remedy(chain->error, "for example: w->size.width, names[2]");
}

static int take_step(struct chain *chain)
{
	if (!strncmp(chain->at, "->", 2))
		return enter(chain, true);
	if (*chain->at == '.')
		return enter(chain, false);
	return *chain->at == '[' ? take_index(chain) : no_step(chain);
}

/**
 * chain_resolve() - find out what it leads to
 * @scope: what it begins with
 * @text: that begins with a chain
 * @variable: the result; for variable_free()
 * @error: why it leads nowhere
 *
 * Return: 0 or -1.
 */
int chain_resolve(struct chain_scope *scope, const char *text, struct variable *variable,
		  struct error *error)
{
	struct chain chain = {
		.scope = scope,
		.text = text,
		.at = text,
		.variable = variable,
		.error = error,
	};
	const char *end = text + chain_length(text);

	*variable = (struct variable){ 0 };
	if (take_root(&chain))
		return -1;
	variable_dereference(variable);
	while (chain.at < end) {
		if (take_step(&chain)) {
			variable_free(variable);
			return -1;
		}
		variable_dereference(variable);
	}
	return 0;
}

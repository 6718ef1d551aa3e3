// SPDX-License-Identifier: GPL-2.0-only
/*
 * The value of a variable, as a field: FETCH:TYPE. Without a type that was typed it has
 * that of the variable.
 */

#include <stdlib.h>
#include <string.h>

#include "target/chain.h"
#include "target/chain_value.h"
#include "target/debug_enumeration.h"
#include "target/member.h"
#include "target/probe_text.h"
#include "uapi/uprobecap.h"

/* Return: is it read from an address? */
static bool is_in_memory(const char *type)
{
	size_t length = strcspn(type, PROBE_BLANKS);

	return memchr(type, '[', length) ||
	       (length == strlen("string") && !strncmp(type, "string", length));
}

/* What was asked for: a pointer then stands for what it points to. */
static void put_typed(const struct chain_field *field, struct variable *variable, const char *fetch,
		      const char *type)
{
	bool follows = is_in_memory(type) && variable->has_type &&
		       debug_type_is_pointer(&variable->type);

	fprintf(field->out, follows ? "+0(%s)" : "%s", fetch);
	fprintf(field->out, ":%.*s", (int)strcspn(type, PROBE_BLANKS), type);
}

static int choose_element(const struct chain_field *field, uint64_t count)
{
	chain_refuse(field->chain, field->site, field->error);
	if (count)
		error_why(field->error, "it has %llu elements, and a field at most %d",
			  (unsigned long long)count, UPROBECAP_ARRAY_MAX);
	else
		error_why(field->error, "it is an array, and how many elements it has is unknown");
	return error_remedy(field->error, "choose one: %.*s[0], or give a type: %.*s:bytes[16]",
			    (int)chain_length(field->chain), field->chain,
			    (int)chain_length(field->chain), field->chain);
}

static int no_value(const struct chain_field *field, struct variable *variable)
{
	char type[256], names[512] = "";

	debug_type_describe(variable->has_type ? &variable->type : NULL, type, sizeof(type));
	if (variable->has_type)
		member_list(&variable->type, names, sizeof(names));
	chain_refuse(field->chain, field->site, field->error);
	error_why(field->error, "it is of the type %s, which is no value", type);
	if (*names)
		return error_remedy(field->error, "choose a member: %s", names);
	return error_remedy(field->error, "give a type: %.*s:bytes[16]",
			    (int)chain_length(field->chain), field->chain);
}

static bool is_named_char(Dwarf_Die *type)
{
	const char *name = dwarf_diename(type);

	return debug_type_is_character(type) && name && !strcmp(name, "char");
}

static int put_array(const struct chain_field *field, struct variable *variable, const char *fetch)
{
	bool is_row = variable_has_one_dimension(variable);
	uint64_t count = variable_count(variable, true);
	bool fits = count && count <= UPROBECAP_ARRAY_MAX;
	char name[DEBUG_TYPE_NAME];
	Dwarf_Die element;

	if (!debug_type_of(&variable->type, &element))
		return no_value(field, variable);
	if (is_named_char(&element) && is_row && !fits)
		fprintf(field->out, "%s:string", fetch);
	else if (!fits || (is_named_char(&element) && !is_row))
		return choose_element(field, count);
	else if (is_named_char(&element))
		fprintf(field->out, "%s:char[%u]", fetch, (unsigned int)count);
	else if (debug_type_is_text(&element))
		fprintf(field->out, "%s:string[%u]", fetch, (unsigned int)count);
	else if (debug_type_number(&element, name))
		fprintf(field->out, "%s:%s[%u]", fetch, name, (unsigned int)count);
	else
		return choose_element(field, count);
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

static int put_number(const struct chain_field *field, struct variable *variable, const char *fetch)
{
	char name[DEBUG_TYPE_NAME];
	struct debug_field number = { .index = field->index, .type = variable->type, .name = name };

	if (!variable->has_type || !debug_type_number(&variable->type, name))
		return no_value(field, variable);
	if (variable->bit_width) {
		fprintf(field->out, "%s:b%u@%u/%u", fetch, variable->bit_width,
			variable->bit_offset, container_of_bits(variable));
		snprintf(name, sizeof(name), "u%u", variable->bit_width);
	} else {
		fprintf(field->out, "%s:%s", fetch, name);
	}
	debug_enumeration(field->enumerations, &number);
	return 0;
}

/**
 * chain_value_put() - put a variable as a field, behind its name
 * @field: what it goes into
 * @variable: that its chain leads to
 *
 * Return: 0 or -1.
 */
int chain_value_put(const struct chain_field *field, struct variable *variable)
{
	const char *type = field->chain + chain_length(field->chain);
	char *fetch = variable_fetch(variable);
	int err = 0;

	if (*type == ':')
		put_typed(field, variable, fetch, type + 1);
	else if (variable->has_type && debug_type_is_text(&variable->type))
		fprintf(field->out, "+0(%s):string", fetch);
	else if (variable_is_array(variable))
		err = put_array(field, variable, fetch);
	else
		err = put_number(field, variable, fetch);
	free(fetch);
	return err;
}

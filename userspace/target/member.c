// SPDX-License-Identifier: GPL-2.0-only
/*
 * A member of a struct, class or union: its own, those of its members without a name,
 * and those of its base classes.
 */

#include <stdio.h>
#include <string.h>

#include "target/member.h"

#define LOOKS_MAX 100000 /* at members: a damaged file may have a struct inside of itself */
#define DEPTH_MAX 32

/**
 * struct walk - through all members
 * @take: is called with each; returns true for the last one that is wanted
 * @context: its first argument
 * @looks: at members, until now
 */
struct walk {
	bool (*take)(void *context, const struct member *member);
	void *context;
	size_t looks;
};

/* Old compilers tell how to calculate it. */
static bool calculate_offset(Dwarf_Attribute *attribute, Dwarf_Word *offset)
{
	Dwarf_Op *operation;
	size_t nr;

	if (dwarf_getlocation(attribute, &operation, &nr) || nr != 1 ||
	    operation->atom != DW_OP_plus_uconst)
		return false;
	*offset = operation->number;
	return true;
}

/* Return: false when it is known to none but the program: a virtual base class. */
static bool take_offset(Dwarf_Die *die, struct member *member)
{
	Dwarf_Attribute attribute;
	Dwarf_Word offset = 0;

	if (dwarf_attr(die, DW_AT_data_member_location, &attribute) &&
	    dwarf_formudata(&attribute, &offset) && !calculate_offset(&attribute, &offset))
		return false;
	member->offset += offset;
	return true;
}

/* Old compilers count bits from the highest one of what the member is kept in. */
static void take_bits(Dwarf_Die *die, struct member *member)
{
	uint64_t bit = debug_number(die, DW_AT_data_bit_offset);
	uint64_t kept = debug_number(die, DW_AT_byte_size);
	Dwarf_Die type;

	member->bit_width = debug_number(die, DW_AT_bit_size);
	if (!member->bit_width)
		return;
	if (!kept && debug_type_of(die, &type))
		kept = dwarf_bytesize(&type);
	if (dwarf_hasattr(die, DW_AT_bit_offset))
		bit = 8 * kept - debug_number(die, DW_AT_bit_offset) - member->bit_width;
	member->offset += bit / 8;
	member->bit_offset = bit % 8;
}

static bool walk(struct walk *state, Dwarf_Die *type, uint64_t offset, unsigned int depth);

static bool walk_member(struct walk *state, Dwarf_Die *die, uint64_t offset, unsigned int depth)
{
	struct member member = { .die = *die, .offset = offset };
	int tag = dwarf_tag(die);
	Dwarf_Die type;

	if ((tag != DW_TAG_member && tag != DW_TAG_inheritance) ||
	    dwarf_hasattr(die, DW_AT_external) || !take_offset(die, &member))
		return false;
	if (tag == DW_TAG_member && dwarf_diename(die)) {
		take_bits(die, &member);
		return state->take(state->context, &member);
	}
	if (!debug_type_of(die, &type))
		return false;
	debug_type_complete(&type);
	return walk(state, &type, member.offset, depth + 1);
}

static bool walk(struct walk *state, Dwarf_Die *type, uint64_t offset, unsigned int depth)
{
	Dwarf_Die child;
	int end;

	if (!debug_type_is_struct(type) || depth == DEPTH_MAX)
		return false;
	for (end = dwarf_child(type, &child); !end; end = dwarf_siblingof(&child, &child)) {
		if (state->looks++ == LOOKS_MAX)
			return true;
		if (walk_member(state, &child, offset, depth))
			return true;
	}
	return false;
}

/**
 * struct search - for one member
 * @nearest: its name, and those that are like it
 * @member: it, once it was found
 * @found: it was
 */
struct search {
	struct nearest *nearest;
	struct member *member;
	bool found;
};

static bool compare(void *context, const struct member *member)
{
	struct search *search = context;
	const char *name = dwarf_diename((Dwarf_Die *)&member->die);

	search->found = !strcmp(name, search->nearest->wanted);
	if (search->found)
		*search->member = *member;
	else
		nearest_try(search->nearest, name);
	return search->found;
}

/**
 * member_find() - look for a member
 * @type: whose; complete
 * @nearest: the name is @nearest->wanted; for nearest_forget()
 * @member: the result
 *
 * Return: false when there is none of this name.
 */
bool member_find(Dwarf_Die *type, struct nearest *nearest, struct member *member)
{
	struct search search = { .nearest = nearest, .member = member };
	struct walk state = { .take = compare, .context = &search };

	walk(&state, type, 0, 0);
	return search.found;
}

/**
 * struct listing - names, as many as there is room for
 * @at: behind the last
 * @left: bytes there
 */
struct listing {
	char *at;
	size_t left;
	const char *separator;
};

static bool append(void *context, const struct member *member)
{
	struct listing *listing = context;
	int size = snprintf(listing->at, listing->left, "%s%s", listing->separator,
			    dwarf_diename((Dwarf_Die *)&member->die));

	if (size < 0 || (size_t)size + sizeof(", ...") > listing->left) {
		snprintf(listing->at, listing->left, "%s...", listing->separator);
		return true;
	}
	listing->at += size;
	listing->left -= size;
	listing->separator = ", ";
	return false;
}

/**
 * member_list() - the names of members
 * @type: whose; complete
 * @text: the result: "width, height"; empty when it has none
 * @size: of @text
 */
void member_list(Dwarf_Die *type, char *text, size_t size)
{
	struct listing listing = { .at = text, .left = size, .separator = "" };
	struct walk state = { .take = append, .context = &listing };

	*text = '\0';
	walk(&state, type, 0, 0);
}

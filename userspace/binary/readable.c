// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names as the linker has them -> as they were in the source, of C++ and Rust:
 * _ZN5shape4areaEi -> shape::area or shape::area(int).
 */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <libiberty/demangle.h>

#include "binary/readable.h"
#include "error.h"

/* Most names are none of theirs, and need not be looked at closer. */
static bool may_be_mangled(const char *symbol)
{
	return symbol[0] == '_' && (symbol[1] == 'Z' || symbol[1] == 'R');
}

static char *demangle(const char *symbol, int options)
{
	size_t length = strcspn(symbol, "@");
	char *plain, *name;

	if (!may_be_mangled(symbol))
		return NULL;
	plain = need_memory(strndup(symbol, length));
	name = cplus_demangle(plain, options | DMGL_AUTO);
	free(plain);
	return name;
}

/**
 * readable_name() - without the types of the parameters
 * @symbol: of the linker
 *
 * Return: the name, for free(); NULL when it is readable as it stands.
 */
char *readable_name(const char *symbol)
{
	return demangle(symbol, DMGL_NO_OPTS);
}

/**
 * readable_signature() - with the types of the parameters
 * @symbol: of the linker
 *
 * Return: the name, for free(); NULL when it is readable as it stands.
 */
char *readable_signature(const char *symbol)
{
	return demangle(symbol, DMGL_PARAMS | DMGL_ANSI | DMGL_RET_DROP);
}

static const char *skip_blanks(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return text;
}

static bool is_same(const char *one, const char *other)
{
	for (;;) {
		one = skip_blanks(one);
		other = skip_blanks(other);
		if (*one != *other)
			return false;
		if (!*one)
			return true;
		one++;
		other++;
	}
}

/**
 * readable_is() - does somebody mean this function?
 * @symbol: of the linker
 * @wanted: a readable name, with its parameters or without; blanks do not count
 */
bool readable_is(const char *symbol, const char *wanted)
{
	char *name = strchr(wanted, '(') ? readable_signature(symbol) : readable_name(symbol);
	bool same = name && is_same(name, wanted);

	free(name);
	return same;
}

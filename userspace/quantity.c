// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers, durations and sizes on the command line.
 */

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "quantity.h"

static const struct unit {
	const char *name;
	uint64_t ns;
} units[] = {
	{ "ms", 1000000ull },	     { "s", 1000000000ull },	    { "", 1000000000ull },
	{ "m", 60 * 1000000000ull }, { "h", 3600 * 1000000000ull },
};

/**
 * quantity_number() - a decimal number
 * @text: that begins with it
 * @number: the result
 *
 * Return: what is behind the number; NULL when there is none.
 */
const char *quantity_number(const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	return isdigit((unsigned char)*text) && !errno ? end : NULL;
}

/**
 * quantity_duration() - 10s, 500ms, 2m, 1h
 * @text: all of it; seconds when there is no unit
 * @ns: the result, not 0
 *
 * Return: is it one?
 */
bool quantity_duration(const char *text, uint64_t *ns)
{
	const char *unit = quantity_number(text, ns);
	size_t n;

	for (n = 0; unit && n < ARRAY_SIZE(units); n++)
		if (!strcmp(unit, units[n].name))
			return *ns && !__builtin_mul_overflow(*ns, units[n].ns, ns);
	return false;
}

/**
 * quantity_size() - 4096, 500K, 100M, 2G
 * @text: all of it
 * @bytes: the result, not 0
 *
 * Return: is it one?
 */
bool quantity_size(const char *text, uint64_t *bytes)
{
	static const char letters[] = "KMG";
	const char *unit = quantity_number(text, bytes);
	const char *letter = unit && *unit ? strchr(letters, *unit) : NULL;

	if (!letter || unit[1])
		return unit && !*unit && *bytes;
	return *bytes && !__builtin_mul_overflow(*bytes, 1024ull << 10 * (letter - letters), bytes);
}

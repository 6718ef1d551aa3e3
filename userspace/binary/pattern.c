// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns of names: open*,!open64 are all that begin with open, but for one. A
 * comma inside of parentheses belongs to a name: f(int,char).
 */

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "binary/pattern.h"
#include "error.h"

/* Return: the comma behind the first pattern, or the end. */
static char *find_end(const char *text)
{
	int depth = 0;

	for (; *text && (*text != ',' || depth > 0); text++)
		depth += (*text == '(') - (*text == ')');
	return (char *)text;
}

/**
 * pattern_is_one() - may several names be meant?
 * @text: a name, or patterns; between parentheses, * is a pointer
 */
bool pattern_is_one(const char *text)
{
	int depth = 0;
	size_t n;

	for (n = 0; text[n]; n++) {
		depth += (text[n] == '(') - (text[n] == ')');
		if (depth <= 0 && strchr("*?[,", text[n]))
			return true;
	}
	return *text == '!';
}

static void append(struct patterns *patterns, char *glob)
{
	size_t n = patterns->nr++;

	patterns->is_unwanted[n] = *glob == '!';
	patterns->has_wanted = patterns->has_wanted || *glob != '!';
	patterns->glob[n] = *glob == '!' ? glob + 1 : glob;
}

/**
 * patterns_parse() - take a text apart
 * @patterns: to be filled; patterns_free() it
 * @text: the patterns, with commas between
 */
void patterns_parse(struct patterns *patterns, const char *text)
{
	size_t most = strlen(text) + 1;
	char *at, *end;

	*patterns = (struct patterns){
		.text = need_memory(strdup(text)),
		.glob = need_memory(calloc(most, sizeof(*patterns->glob))),
		.is_unwanted = need_memory(calloc(most, sizeof(*patterns->is_unwanted))),
	};
	for (at = patterns->text; at; at = end) {
		end = find_end(at);
		if (*end)
			*end++ = '\0';
		else
			end = NULL;
		append(patterns, at);
	}
}

static bool matches_any(const char *glob, char * const *names, size_t nr)
{
	while (nr)
		if (!fnmatch(glob, names[--nr], 0))
			return true;
	return false;
}

/**
 * patterns_match() - is a function meant?
 * @patterns: parsed
 * @names: of the function
 * @nr: how many it has
 *
 * Where nothing is wanted, all is but what is not.
 */
bool patterns_match(const struct patterns *patterns, char * const *names, size_t nr)
{
	bool is_wanted = !patterns->has_wanted;
	size_t n;

	for (n = 0; n < patterns->nr; n++) {
		if (!matches_any(patterns->glob[n], names, nr))
			continue;
		if (patterns->is_unwanted[n])
			return false;
		is_wanted = true;
	}
	return is_wanted;
}

/**
 * patterns_free() - give back what patterns_parse() took
 * @patterns: parsed
 */
void patterns_free(struct patterns *patterns)
{
	free(patterns->text);
	free(patterns->glob);
	free(patterns->is_unwanted);
}

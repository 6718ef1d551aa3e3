/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Patterns of names: open*,!open64
 */
#ifndef UPROBECAP_PATTERN_H
#define UPROBECAP_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct patterns - those of one text
 * @text: taken apart
 * @nr: how many there are
 * @glob: of each, as glob(7) has it
 * @has_wanted: there are others than those of @is_unwanted
 * @is_unwanted: of each: its names are left out
 */
struct patterns {
	char *text;
	size_t nr;
	const char **glob;
	bool has_wanted;
	bool *is_unwanted;
};

bool pattern_is_one(const char *text);
void patterns_parse(struct patterns *patterns, const char *text);
bool patterns_match(const struct patterns *patterns, char * const *names, size_t nr);
void patterns_free(struct patterns *patterns);

#endif /* UPROBECAP_PATTERN_H */

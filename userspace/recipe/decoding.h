/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a number is shown by those who know what it means.
 */
#ifndef UPROBECAP_DECODING_H
#define UPROBECAP_DECODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "print/line.h"

enum decoding_kind {
	DECODING_HEX,
	DECODING_OCTAL, /* of a mode, with a 0 in front */
	DECODING_ERRNO, /* a number of errno, or negated */
	DECODING_NAMES, /* one name, or the number */
	DECODING_FLAGS, /* those that are set */
};

/**
 * struct decoding_name - what some bits are called
 * @name: for example O_WRONLY
 * @value: that they have then, 1
 * @mask: the bits, 3
 */
struct decoding_name {
	char *name;
	uint64_t value;
	uint64_t mask;
};

/**
 * struct decoding - a way to show a number
 * @next: another one of the recipe
 * @name: of it
 * @kind: what it does
 * @nr: how many names it has
 * @entry: they
 */
struct decoding {
	struct decoding *next;
	char *name;
	enum decoding_kind kind;
	size_t nr;
	struct decoding_name *entry;
};

struct decoding *decoding_create(enum decoding_kind kind, const char *text, struct error *error);
const struct decoding *decoding_find(const struct decoding *own, const char *name, size_t length);
void decoding_put(struct line *line, const struct decoding *decoding, int64_t number);
void decoding_free(struct decoding *decoding);

#endif /* UPROBECAP_DECODING_H */

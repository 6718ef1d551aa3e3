/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the hits of a probe look: what is the same in all of them.
 */
#ifndef UPROBECAP_LAYOUT_H
#define UPROBECAP_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

struct probe;

/**
 * struct layout_piece - a text and the value that follows it
 * @text: not NUL-terminated
 * @size: of @text
 * @field: index of the value's field
 */
struct layout_piece {
	const char *text;
	size_t size;
	uint32_t field;
};

/**
 * struct layout - from the name of the function on
 * @nr: pieces with a value
 * @piece: each; behind them one that is a text only
 */
struct layout {
	uint32_t nr;
	struct layout_piece piece[];
};

struct layout *layout_create(const struct probe *probe);

#endif /* UPROBECAP_LAYOUT_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A place in a program or library <-> SYMBOL[+OFF].
 */
#ifndef UPROBECAP_PLACE_H
#define UPROBECAP_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "binary/elf.h"
#include "binary/symbols.h"

/**
 * struct place - the place
 * @symbol: the function's name
 * @distance: OFF, or 0
 */
struct place {
	const char *symbol;
	uint64_t distance;
};

int place_parse(char *text, struct place *place, struct error *error);
int place_find(struct elf_file *file, const struct place *place, uint64_t *offset,
	       struct error *error);
bool place_is_beginning(const struct elf_file *file, const struct function *function,
			uint64_t offset);
char *place_name(struct elf_file *file, uint64_t offset);

#endif /* UPROBECAP_PLACE_H */

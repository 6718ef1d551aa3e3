/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of a probe whose fields are named as in the program's source.
 */
#ifndef UPROBECAP_CHAIN_TEXT_H
#define UPROBECAP_CHAIN_TEXT_H

#include <stdbool.h>

#include "binary/elf.h"
#include "binary/function_list.h"
#include "stream/enumeration.h"

/**
 * struct chain_site - where a probe is
 * @file: open
 * @offset: of the site
 * @function: that begins there; NULL when none does
 * @name: for errors
 */
struct chain_site {
	struct elf_file *file;
	uint64_t offset;
	const struct function *function;
	const char *name;
};

bool chain_text_has(const char *text);
char *chain_text_outline(const char *text);
char *chain_text(const char *text, const struct chain_site *site,
		 struct enumerations **enumerations, struct error *error);

#endif /* UPROBECAP_CHAIN_TEXT_H */

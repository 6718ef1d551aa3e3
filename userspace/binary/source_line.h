/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A line of the source -> its places in the file.
 */
#ifndef UPROBECAP_SOURCE_LINE_H
#define UPROBECAP_SOURCE_LINE_H

#include <stdbool.h>

#include "binary/elf.h"
#include "binary/function_list.h"

bool source_line_is(const char *text);
int source_line_find(struct elf_file *file, const char *text, struct function_list *list,
		     struct error *error);

#endif /* UPROBECAP_SOURCE_LINE_H */

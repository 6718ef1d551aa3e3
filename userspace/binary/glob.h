/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All functions of a file whose names match patterns.
 */
#ifndef UPROBECAP_GLOB_H
#define UPROBECAP_GLOB_H

#include "binary/elf.h"
#include "binary/function_list.h"
#include "binary/pattern.h"

void glob_functions(struct elf_file *file, const struct patterns *patterns,
		    struct function_list *list);

#endif /* UPROBECAP_GLOB_H */

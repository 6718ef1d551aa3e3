/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All functions of a file whose names match patterns.
 */
#ifndef UPROBECAP_GLOB_H
#define UPROBECAP_GLOB_H

#include <stddef.h>
#include <stdint.h>

#include "pattern.h"
#include "symbols.h"

size_t glob_functions(const struct elf_file *file, const struct patterns *patterns,
		      struct function **functions);

#endif /* UPROBECAP_GLOB_H */

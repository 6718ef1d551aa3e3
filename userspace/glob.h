/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All functions of a file whose names match a pattern.
 */
#ifndef UPROBECAP_GLOB_H
#define UPROBECAP_GLOB_H

#include <stddef.h>
#include <stdint.h>

#include "elf.h"

size_t glob_functions(const struct elf_file *file, const char *glob, uint64_t **offsets);

#endif /* UPROBECAP_GLOB_H */

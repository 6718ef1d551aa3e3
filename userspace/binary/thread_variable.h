/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Variables of which each thread has its own.
 */
#ifndef UPROBECAP_THREAD_VARIABLE_H
#define UPROBECAP_THREAD_VARIABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "binary/elf.h"

bool thread_variable_find(const struct elf_file *file, const char *name, uint64_t *address);

#endif /* UPROBECAP_THREAD_VARIABLE_H */

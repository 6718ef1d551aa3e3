/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a function takes and returns, as debug information has it.
 */
#ifndef UPROBECAP_DEBUG_PROTOTYPE_H
#define UPROBECAP_DEBUG_PROTOTYPE_H

#include "binary/elf.h"
#include "binary/function_list.h"
#include "stream/enumeration.h"

char *debug_prototype(struct elf_file *file, const struct function *function,
		      struct enumerations **enumerations);

#endif /* UPROBECAP_DEBUG_PROTOTYPE_H */

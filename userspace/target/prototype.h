/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a function takes and returns, in the probe language.
 */
#ifndef UPROBECAP_PROTOTYPE_H
#define UPROBECAP_PROTOTYPE_H

#include "binary/elf.h"
#include "binary/function_list.h"
#include "stream/enumeration.h"

char *prototype_text(const char *text, struct elf_file *file, const char *name,
		     const struct function *function, struct enumerations **enumerations);

#endif /* UPROBECAP_PROTOTYPE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Functions that choose an implementation when a program starts (IFUNC).
 */
#ifndef UPROBECAP_INDIRECT_H
#define UPROBECAP_INDIRECT_H

#include "binary/elf.h"
#include "binary/function_list.h"

void indirect_expand(struct elf_file *file, struct function_list *list);

#endif /* UPROBECAP_INDIRECT_H */

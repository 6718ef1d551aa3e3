/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The functions of a program or library, by name and by place.
 */
#ifndef UPROBECAP_SYMBOLS_H
#define UPROBECAP_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "binary/elf.h"
#include "binary/function_list.h"

int symbols_search(struct elf_file *file, const char *name, struct function_list *list,
		   struct error *error);
int symbols_find(struct elf_file *file, const char *name, struct function *function,
		 struct error *error);
bool symbols_at(struct elf_file *file, uint64_t offset, struct function *function);
void symbols_close(struct functions *functions);

#endif /* UPROBECAP_SYMBOLS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Debug information of a file, wherever it is kept.
 */
#ifndef UPROBECAP_DEBUG_H
#define UPROBECAP_DEBUG_H

#include <stdint.h>

#include "elf.h"

Elf *debug_symbols(struct elf_file *file, uint64_t *bias);
void debug_close(struct debug *debug);

#endif /* UPROBECAP_DEBUG_H */

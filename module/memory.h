/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_MEMORY_H
#define UPROBECAP_MEMORY_H

#include <linux/types.h>

int memory_load_number(unsigned long addr, unsigned int size, u64 *value);
size_t memory_load_string(u8 *to, unsigned long addr, size_t max);
size_t memory_load_bytes(u8 *to, unsigned long addr, size_t size);

#endif /* UPROBECAP_MEMORY_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * errno, where a function of libc leaves why it failed.
 */
#ifndef UPROBECAP_THREAD_ERRNO_H
#define UPROBECAP_THREAD_ERRNO_H

#include <stdint.h>

#include "binary/elf.h"
#include "stream/enumeration.h"

char *thread_errno_fetch(const struct elf_file *file, uint64_t offset);
struct note_enumeration *thread_errno_names(void);

#endif /* UPROBECAP_THREAD_ERRNO_H */

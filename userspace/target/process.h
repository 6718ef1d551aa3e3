/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a process has at a place of a file, and what it lives under.
 */
#ifndef UPROBECAP_PROCESS_H
#define UPROBECAP_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "binary/elf.h"

bool process_address(pid_t pid, const struct elf_file *file, uint64_t offset, uint64_t *address);
size_t process_read(pid_t pid, uint64_t address, void *bytes, size_t size);
bool process_status(pid_t pid, const char *key, char *text, size_t size);

#endif /* UPROBECAP_PROCESS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Programs of Go, which move their stacks.
 */
#ifndef UPROBECAP_GO_H
#define UPROBECAP_GO_H

#include <stdbool.h>

#include "binary/elf.h"

bool go_has_made(const struct elf_file *file);

#endif /* UPROBECAP_GO_H */

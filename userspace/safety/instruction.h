/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands at the beginning of a function, and what a probe there costs.
 */
#ifndef UPROBECAP_INSTRUCTION_H
#define UPROBECAP_INSTRUCTION_H

#include <stdbool.h>
#include <stddef.h>

#define INSTRUCTION_ENDBR64_SIZE 4
#define INSTRUCTION_MAX		 15 /* bytes of the longest one */

bool instruction_is_endbr64(const unsigned char *code, size_t size);
bool instruction_is_optimised(const unsigned char *code, size_t size);
bool instruction_is_emulated(const unsigned char *code, size_t size);

#endif /* UPROBECAP_INSTRUCTION_H */

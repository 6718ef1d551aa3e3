/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names as the linker has them -> as they were in the source.
 */
#ifndef UPROBECAP_READABLE_H
#define UPROBECAP_READABLE_H

#include <stdbool.h>

char *readable_name(const char *symbol);
char *readable_signature(const char *symbol);
bool readable_is(const char *symbol, const char *wanted);

#endif /* UPROBECAP_READABLE_H */

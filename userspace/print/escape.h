/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes of traced programs, made safe to show.
 */
#ifndef UPROBECAP_ESCAPE_H
#define UPROBECAP_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "print/line.h"

bool is_utf8(const char *bytes, size_t size);
void line_escaped(struct line *line, const char *bytes, size_t size, char quote);
void put_escaped(FILE *out, const char *bytes, size_t size, char quote);

#endif /* UPROBECAP_ESCAPE_H */

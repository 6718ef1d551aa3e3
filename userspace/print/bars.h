/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A histogram as a terminal shows it.
 */
#ifndef UPROBECAP_BARS_H
#define UPROBECAP_BARS_H

#include "print/histogram.h"
#include "print/line.h"

/* Puts a value as people read it: a number, or a time. */
typedef void (*bars_value)(struct line *line, uint64_t value);

void bars_put_percentiles(struct line *line, const struct histogram *histogram, bars_value put);
void bars_put(FILE *out, const struct histogram *histogram, bars_value put);

#endif /* UPROBECAP_BARS_H */

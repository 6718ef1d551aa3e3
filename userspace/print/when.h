/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Times of records as text.
 */
#ifndef UPROBECAP_WHEN_H
#define UPROBECAP_WHEN_H

#include <stdint.h>

#include "print/line.h"
#include "stream/stream.h"

void when_wall(struct line *line, const struct stream *stream, uint64_t monotonic);
void when_date(struct line *line, const struct stream *stream, uint64_t monotonic);
void when_seconds(struct line *line, uint64_t ns);
void when_duration(struct line *line, uint64_t ns);

#endif /* UPROBECAP_WHEN_H */

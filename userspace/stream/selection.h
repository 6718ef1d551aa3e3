/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which hits of a recording are shown.
 */
#ifndef UPROBECAP_SELECTION_H
#define UPROBECAP_SELECTION_H

#include <stdbool.h>

#include "error.h"
#include "stream/moment.h"
#include "stream/stream.h"

struct choice;

/**
 * struct selection - what is asked for
 * @filter: of the probe language; NULL: any hit
 * @from: not earlier
 * @to: not later
 * @earliest: @from in the stream that is read, ns since 1970
 * @latest: @to
 * @taken: some probe has all that the filter asks for
 * @column: where it is wrong for the others; 0: nowhere
 * @refusal: why they could not take it
 */
struct selection {
	const char *filter;
	struct moment from;
	struct moment to;
	uint64_t earliest;
	uint64_t latest;
	bool taken;
	unsigned int column;
	struct error refusal;
};

void selection_begin(struct selection *selection, const struct stream *stream);
bool selection_has_time(const struct selection *selection, const struct stream *stream,
			uint64_t monotonic);
bool selection_has(struct selection *selection, const struct stream *stream, struct probe *probe,
		   const struct uprobecap_hit *hit);
int selection_check(const struct selection *selection, struct error *error);

#endif /* UPROBECAP_SELECTION_H */

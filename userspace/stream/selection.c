// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which hits of a recording are shown: those of a window of time, and of a filter
 * that means what it would have meant behind "if" in their probe.
 */

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "scan.h"
#include "spec_filter.h"
#include "stream/respec.h"
#include "stream/selection.h"
#include "stream/value.h"

/**
 * struct choice - the filter, for one probe
 * @is_refused: the probe lacks something of it, so none of its hits is chosen
 * @filter: otherwise
 */
struct choice {
	bool is_refused;
	struct spec_filter filter;
};

/* @left ends with a NUL. */
static bool text_holds(const struct spec_term *term, const char *left)
{
	if (term->comparison == SPEC_MATCH)
		return !fnmatch(term->text, left, 0);
	return !strcmp(term->text, left) == (term->comparison == SPEC_EQ);
}

/* What could not be read holds nothing, not even that it is another. */
static bool field_holds(const struct spec_term *term, const struct probe *probe,
			const struct uprobecap_hit *hit)
{
	struct value value = value_of(hit, &probe->fields[term->index], term->index);
	char text[UPROBECAP_STRING_MAX];

	if (value_error(&value))
		return false;
	if (!value.text)
		return spec_number_holds(term, value_number(&value, 0));
	if (value.length >= sizeof(text))
		return false;
	memcpy(text, value.text, value.length);
	text[value.length] = '\0';
	return text_holds(term, text);
}

static bool comm_holds(const struct spec_term *term, const struct uprobecap_hit *hit)
{
	char comm[UPROBECAP_COMM_SIZE + 1] = "";

	memcpy(comm, hit->comm, sizeof(hit->comm));
	return text_holds(term, comm);
}

static bool term_holds(const struct spec_term *term, const struct probe *probe,
		       const struct uprobecap_hit *hit)
{
	switch (term->operand) {
	case SPEC_FIELD:
		return field_holds(term, probe, hit);
	case SPEC_PID:
		return spec_number_holds(term, hit->pid);
	case SPEC_TID:
		return spec_number_holds(term, hit->tid);
	case SPEC_UID:
		return spec_number_holds(term, hit->uid);
	case SPEC_CPU:
		return spec_number_holds(term, hit->cpu);
	case SPEC_TASK:
		return comm_holds(term, hit);
	default:
		return spec_number_holds(term, ((const struct uprobecap_call *)hit)->latency);
	}
}

static bool filter_holds(const struct spec_filter *filter, const struct probe *probe,
			 const struct uprobecap_hit *hit)
{
	uint8_t next = 0;

	while (next < filter->nr)
		next = term_holds(&filter->term[next], probe, hit) ? filter->term[next].yes :
								     filter->term[next].no;
	return next == SPEC_PASS;
}

static bool asks_for_result(const struct spec_filter *filter)
{
	unsigned int n;

	for (n = 0; n < filter->nr; n++)
		if (filter->term[n].operand == SPEC_RETURNED)
			return true;
	return false;
}

static int refuse(struct selection *selection, unsigned int column, const char *why)
{
	struct error *error = &selection->refusal;

	/* Of several, the one that came furthest is the one that was meant. */
	if (column > selection->column) {
		selection->column = column;
		error_what(error, EXIT_USAGE, "the filter is wrong at column %u", column);
		error_why(error, "%s", why);
		error_remedy(error, "%s\n  %*s\n  what can stand there: man 4 uprobecap",
			     selection->filter, (int)column, "^");
	}
	return -1;
}

/* Return: 0, or -1 and @selection has a reason. */
static int compile(struct selection *selection, struct spec *spec)
{
	struct spec_error wrong = { 0 };
	struct scan scan = {
		.text = selection->filter,
		.at = selection->filter,
		.error = &wrong,
	};

	memset(&spec->filter, 0, sizeof(spec->filter));
	if (spec_parse_filter(&scan, spec))
		return refuse(selection, wrong.column, wrong.message);
	if (asks_for_result(&spec->filter))
		return refuse(selection, 1, "$retval was not recorded: no field is just that");
	return 0;
}

static struct choice *choose(struct selection *selection, const struct probe *probe)
{
	struct choice *choice = need_memory(calloc(1, sizeof(*choice)));
	struct spec *spec = respec_create(probe);

	if (!spec)
		refuse(selection, 1, "the text of the probe, in the recording, is not understood");
	choice->is_refused = !spec || compile(selection, spec);
	if (!choice->is_refused) {
		choice->filter = spec->filter;
		selection->taken = true;
	}
	free(spec);
	return choice;
}

/**
 * selection_begin() - another stream begins
 * @selection: what is asked for
 * @stream: that has begun
 */
void selection_begin(struct selection *selection, const struct stream *stream)
{
	uint64_t beginning = stream->header.realtime_ns;

	selection->earliest = selection->from.kind ? moment_realtime(&selection->from, beginning) :
						     0;
	selection->latest = selection->to.kind ? moment_realtime(&selection->to, beginning) :
						 UINT64_MAX;
}

/**
 * selection_has_time() - is it in the window?
 * @selection: begun with
 * @stream: and
 * @monotonic: a time of one of its records
 */
bool selection_has_time(const struct selection *selection, const struct stream *stream,
			uint64_t monotonic)
{
	uint64_t time = stream_realtime(stream, monotonic);

	return time >= selection->earliest && time <= selection->latest;
}

/**
 * selection_has() - is the hit one of those that are asked for?
 * @selection: begun with
 * @stream: that the hit is in
 * @probe: of the hit
 * @hit: any, checked
 */
bool selection_has(struct selection *selection, const struct stream *stream, struct probe *probe,
		   const struct uprobecap_hit *hit)
{
	if (!selection_has_time(selection, stream, hit->time))
		return false;
	if (!selection->filter)
		return true;
	if (!probe->choice)
		probe->choice = choose(selection, probe);
	return !probe->choice->is_refused && filter_holds(&probe->choice->filter, probe, hit);
}

/**
 * selection_check() - was the filter one?
 * @selection: that was asked of all hits
 * @error: why it was not
 *
 * Return: 0; -1 when no probe that was hit could take it.
 */
int selection_check(const struct selection *selection, struct error *error)
{
	if (selection->taken || !selection->column)
		return 0;
	*error = selection->refusal;
	return -1;
}

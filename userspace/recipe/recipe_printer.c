// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints the hits of a recipe as that says: each on a line of its own format, two of
 * them together on one line, or none of them but what they have in common, at the end.
 */

#include <stdlib.h>
#include <string.h>

#include "print/bars.h"
#include "recipe/pairing.h"
#include "recipe/recipe_printer.h"

/**
 * struct tally - what is counted of a probe
 * @field: a histogram for each field that the recipe names; NULL until the first hit
 */
struct tally {
	struct histogram *field;
};

/**
 * struct place - where a hit is printed
 * @out: the file
 * @stream: that it is of
 */
struct place {
	FILE *out;
	const struct stream *stream;
};

static struct recipe_choice chosen;
static struct pairing *pairing;

/* By the number of the probe. */
static struct tally *tallies;
static size_t nr_tallies;

/* The hit that is printed, and what it was paired with. */
static struct wording_hits shown;

static size_t index_of(const struct probe *probe)
{
	size_t site;
	const struct request *request =
		requests_find(chosen.requests, probe->definition->id, &site);

	return chosen.probe[request - chosen.requests->request];
}

static const struct recipe_probe *recipe_probe_of(const struct probe *probe)
{
	return &chosen.recipe->probe[index_of(probe)];
}

static void put_event(struct line *line, const struct probe *probe, const struct uprobecap_hit *hit)
{
	(void)hit;
	wording_put(line, recipe_probe_of(probe)->format, &shown);
}

static bool is_wanted(const struct wording_hits *hits)
{
	int64_t number;

	if (!chosen.has_only)
		return true;
	return wording_number(hits, chosen.recipe->only, &number) && number == chosen.only;
}

static void put(void *to, const struct wording_hits *hits)
{
	const struct place *place = to;
	const struct wording_hit *first = &hits->hit[0];

	if (!is_wanted(hits))
		return;
	shown = *hits;
	shown.hex = chosen.hex;
	format_choose_event(recipe_probe_of(first->probe)->format ? put_event : NULL);
	text_printer.hit(place->out, place->stream, first->probe, first->hit);
}

/* Return: its enum recipe_role; -1 when it is paired with nothing. */
static int role_of(const struct probe *probe)
{
	size_t index = index_of(probe);
	size_t role;

	for (role = 0; role < chosen.recipe->nr_pair; role++)
		if (chosen.recipe->pair[role] == index)
			return role;
	return -1;
}

static struct tally *tally_of(const struct probe *probe)
{
	size_t id = probe->definition->id;

	if (id >= nr_tallies) {
		tallies = need_memory(reallocarray(tallies, id + 1, sizeof(*tallies)));
		memset(tallies + nr_tallies, 0, (id + 1 - nr_tallies) * sizeof(*tallies));
		nr_tallies = id + 1;
	}
	return &tallies[id];
}

static void count(const struct recipe_probe *recipe_probe, const struct wording_hits *hits)
{
	struct tally *tally = tally_of(hits->hit[0].probe);
	int64_t number;
	size_t n;

	if (!tally->field)
		tally->field =
			need_memory(calloc(recipe_probe->nr_histogram + 1, sizeof(*tally->field)));
	for (n = 0; n < recipe_probe->nr_histogram; n++)
		if (wording_number(hits, recipe_probe->histogram[n], &number))
			histogram_add(&tally->field[n], number);
}

static void recipe_hit(FILE *out, const struct stream *stream, struct probe *probe,
		       const struct uprobecap_hit *hit)
{
	const struct recipe_probe *recipe_probe = recipe_probe_of(probe);
	struct wording_hits hits = { .hit = { { probe, hit } } };
	struct place place = { out, stream };
	int role = role_of(probe);

	if (role >= 0) {
		pairing_take(pairing, role, &hits.hit[0], &place);
	} else if (!recipe_probe->has_histogram) {
		put(&place, &hits);
	} else if (is_wanted(&hits)) {
		count(recipe_probe, &hits);
		summary_printer.hit(out, stream, probe, hit);
	}
}

static void put_histogram(FILE *out, const char *name, const struct histogram *histogram)
{
	struct line line;

	if (!histogram->nr)
		return;
	line_begin(&line, out);
	line_text(&line, "  ");
	line_text(&line, name);
	bars_put_percentiles(&line, histogram, line_unsigned);
	line_char(&line, '\n');
	line_end(&line);
	bars_put(out, histogram, line_unsigned);
}

static void recipe_ledger(FILE *out, const struct stream *stream, const struct probe *probe)
{
	const struct recipe_probe *recipe_probe = recipe_probe_of(probe);
	const struct tally *tally = tally_of(probe);
	struct place place = { out, stream };
	size_t n;

	/* The first ledger comes behind the last hit. */
	pairing_end(pairing, &place);
	if (!recipe_probe->has_histogram) {
		text_printer.ledger(out, stream, probe);
		return;
	}
	summary_printer.ledger(out, stream, probe);
	for (n = 0; tally->field && n < recipe_probe->nr_histogram; n++)
		put_histogram(out, recipe_probe->histogram[n], &tally->field[n]);
}

const struct printer recipe_printer = {
	.hit = recipe_hit,
	.lost = format_lost,
	.ledger = recipe_ledger,
	.silent = format_silent,
};

/**
 * recipe_choose() - what recipe_printer prints
 * @choice: must live until recipe_forget(), but for itself
 */
void recipe_choose(const struct recipe_choice *choice)
{
	chosen = *choice;
	pairing = pairing_create(put);
}

/**
 * recipe_forget() - recipe_printer is not used any more
 */
void recipe_forget(void)
{
	format_choose_event(NULL);
	pairing_free(pairing);
	while (nr_tallies)
		free(tallies[--nr_tallies].field);
	free(tallies);
	tallies = NULL;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the hits of a probe look: what is the same in all of them.
 *
 *   entry   function(a=1, b=2)
 *   return  function -> a=1, b=2
 *   call    function(a=1, b=2) = 3  <LATENCY>, or with names when several come back
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "print/escape.h"
#include "print/layout.h"
#include "stream/probe.h"

/**
 * struct draft - a layout in the making
 * @probe: whose
 * @layout: the result
 * @out: its text is written to
 * @size: of that text
 */
struct draft {
	const struct probe *probe;
	struct layout *layout;
	FILE *out;
	size_t size;
};

/* The text of each piece is found when all of it is there. */
static void end_piece(struct draft *draft, uint32_t field)
{
	fflush(draft->out);
	draft->layout->piece[draft->layout->nr] = (struct layout_piece){
		.size = draft->size,
		.field = field,
	};
}

static void put_field(struct draft *draft, uint32_t n, bool named)
{
	if (named)
		fprintf(draft->out, "%s=", draft->probe->fields[n].name);
	end_piece(draft, n);
	draft->layout->nr++;
}

static void put_fields(struct draft *draft)
{
	uint32_t n;

	for (n = 0; n < draft->probe->definition->nr_fields; n++) {
		fputs(n ? ", " : "", draft->out);
		put_field(draft, n, true);
	}
}

/* The fields of a call that were read at the entry, or those read at the return. */
static uint32_t count_fields(const struct probe *probe, bool at_return)
{
	uint32_t nr = 0, n;

	for (n = 0; n < probe->definition->nr_fields; n++)
		nr += field_is_at_return(&probe->fields[n]) == at_return;
	return nr;
}

static void put_half(struct draft *draft, bool at_return, bool named)
{
	const char *separator = "";
	uint32_t n;

	for (n = 0; n < draft->probe->definition->nr_fields; n++) {
		if (field_is_at_return(&draft->probe->fields[n]) != at_return)
			continue;
		fputs(separator, draft->out);
		put_field(draft, n, named);
		separator = at_return ? " " : ", ";
	}
}

static void put_call(struct draft *draft)
{
	uint32_t nr_return = count_fields(draft->probe, true);

	fputc('(', draft->out);
	put_half(draft, false, true);
	fputs(nr_return ? ") = " : ")", draft->out);
	put_half(draft, true, nr_return > 1);
	fputs("  <", draft->out);
}

static void put_all(struct draft *draft)
{
	const struct probe *probe = draft->probe;

	put_escaped(draft->out, probe->function, strlen(probe->function), 0);
	if (probe_is_call(probe)) {
		put_call(draft);
	} else if (probe_is_return(probe)) {
		fputs(probe->definition->nr_fields ? " -> " : " ->", draft->out);
		put_fields(draft);
	} else {
		fputc('(', draft->out);
		put_fields(draft);
		fputc(')', draft->out);
	}
	end_piece(draft, 0);
}

/* Until here, the size of a piece is that of all pieces up to it. */
static void find_texts(struct layout *layout, const char *text)
{
	size_t from = 0;
	uint32_t n;

	for (n = 0; n <= layout->nr; n++) {
		struct layout_piece *piece = &layout->piece[n];

		piece->text = text + from;
		piece->size -= from;
		from += piece->size;
	}
}

/**
 * layout_create() - how the hits of a probe look
 * @probe: whose function is known
 *
 * Return: for free(), with all texts.
 */
struct layout *layout_create(const struct probe *probe)
{
	size_t pieces = probe->definition->nr_fields + 1;
	size_t head = sizeof(struct layout) + pieces * sizeof(struct layout_piece);
	struct layout *layout = need_memory(calloc(1, head));
	struct draft draft = { .probe = probe, .layout = layout };
	char *text;

	draft.out = need_memory(open_memstream(&text, &draft.size));
	put_all(&draft);
	if (fclose(draft.out))
		need_memory(NULL);
	layout = need_memory(realloc(layout, head + draft.size));
	find_texts(layout, memcpy((char *)layout + head, text, draft.size));
	free(text);
	return layout;
}

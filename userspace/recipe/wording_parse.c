// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a wording -> its pieces.
 */

#include <stdlib.h>
#include <string.h>

#include "recipe/wording.h"

#define BLANKS	   " \t"
#define NAME_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

/**
 * struct draft - a wording in the making
 * @wording: the result
 * @at: what was not read yet
 * @own: decodings
 * @condition: piece whose end is not there yet; its number + 1, 0 outside
 * @text: before the next piece
 * @size: of @text
 * @out: @text is written to
 */
struct draft {
	struct wording *wording;
	const char *at;
	const struct decoding *own;
	size_t condition;
	char *text;
	size_t size;
	FILE *out;
};

static void begin_text(struct draft *draft)
{
	draft->out = need_memory(open_memstream(&draft->text, &draft->size));
}

/* The text until here, and what follows it. */
static struct wording_piece *add_piece(struct draft *draft, enum wording_kind kind)
{
	struct wording *wording = draft->wording;
	struct wording_piece *piece;

	if (fclose(draft->out))
		need_memory(NULL);
	wording->piece =
		need_memory(reallocarray(wording->piece, wording->nr + 1, sizeof(*wording->piece)));
	piece = &wording->piece[wording->nr++];
	*piece = (struct wording_piece){ .text = draft->text, .kind = kind };
	begin_text(draft);
	return piece;
}

/* Return: for free(); NULL when there is none. */
static char *take_name(struct draft *draft)
{
	size_t length = strspn(draft->at, NAME_BYTES);
	const char *name = draft->at;

	draft->at += length;
	return length ? need_memory(strndup(name, length)) : NULL;
}

static bool take(struct draft *draft, char character)
{
	if (*draft->at != character)
		return false;
	draft->at++;
	return true;
}

/* What is in braces. */
static int parse_field(struct draft *draft, struct error *error)
{
	struct wording_piece *piece = add_piece(draft, WORDING_FIELD);
	size_t length;

	piece->field = take_name(draft);
	if (!piece->field)
		return error_why(error, "behind { stands the name of a field");
	if (take(draft, '[')) {
		piece->length = take_name(draft);
		if (!piece->length || !take(draft, ']'))
			return error_why(error,
					 "between [ and ] stands a field, the length of {%s[...]}",
					 piece->field);
	}
	if (take(draft, ':')) {
		length = strcspn(draft->at, "}" BLANKS);
		piece->decoding = decoding_find(draft->own, draft->at, length);
		if (!piece->decoding)
			return error_why(
				error,
				"there is no decoding '%.*s': hex, octal, errno, or one of flags and names above",
				(int)length, draft->at);
		draft->at += length;
	}
	if (!take(draft, '}'))
		return error_why(error, "the { of %s has no }", piece->field);
	return 0;
}

static const char *find_comparison(const char *text)
{
	static const char * const comparisons[] = { "==", "!=", "<", ">", "&" };
	size_t n;

	for (n = 0; n < sizeof(comparisons) / sizeof(*comparisons); n++)
		if (!strncmp(text, comparisons[n], strlen(comparisons[n])))
			return comparisons[n];
	return NULL;
}

/* What is behind a bracket, with the colon. */
static int parse_condition(struct draft *draft, struct error *error)
{
	struct wording_piece *piece;
	const char *comparison;
	char *end;

	if (draft->condition)
		return error_why(error, "a [ does not stand inside of another one");
	piece = add_piece(draft, WORDING_IF);
	draft->condition = draft->wording->nr;
	piece->field = take_name(draft);
	draft->at += strspn(draft->at, BLANKS);
	comparison = find_comparison(draft->at);
	if (!piece->field || !comparison)
		return error_why(
			error,
			"behind [ stands a condition, with one of == != < > &: [fd < 0: ...]");
	strcpy(piece->comparison, comparison);
	draft->at += strlen(comparison);
	piece->number = strtoll(draft->at, &end, 0);
	if (end == draft->at || *end != ':')
		return error_why(error, "behind %s stand a number and a colon: [%s %s 1: ...]",
				 comparison, piece->field, comparison);
	draft->at = end + 1;
	return 0;
}

static int end_condition(struct draft *draft, struct error *error)
{
	if (!draft->condition)
		return error_why(error, "there is a ] without its [; as a character it is ]]");
	add_piece(draft, WORDING_END);
	draft->wording->piece[draft->condition - 1].otherwise = draft->wording->nr;
	draft->condition = 0;
	return 0;
}

/* Twice, such a character stands for itself. */
static int parse_special(struct draft *draft, struct error *error)
{
	char character = *draft->at++;

	if (take(draft, character)) {
		fputc(character, draft->out);
		return 0;
	}
	switch (character) {
	case '{':
		return parse_field(draft, error);
	case '[':
		return parse_condition(draft, error);
	case ']':
		return end_condition(draft, error);
	default:
		return error_why(error, "there is a } without its {; as a character it is }}");
	}
}

static int parse(struct draft *draft, struct error *error)
{
	while (*draft->at) {
		if (!strchr("{}[]", *draft->at))
			fputc(*draft->at++, draft->out);
		else if (parse_special(draft, error))
			return -1;
	}
	if (draft->condition)
		return error_why(error, "there is a [ without its ]; as a character it is [[");
	return 0;
}

/**
 * wording_create() - understand it
 * @text: of it
 * @own: decodings of the recipe, which must live as long
 * @error: its second part says what is wrong
 *
 * Return: for wording_free(); or NULL.
 */
struct wording *wording_create(const char *text, const struct decoding *own, struct error *error)
{
	struct draft draft = {
		.wording = need_memory(calloc(1, sizeof(*draft.wording))),
		.at = text,
		.own = own,
	};
	int err;

	begin_text(&draft);
	err = parse(&draft, error);
	add_piece(&draft, WORDING_END);
	fclose(draft.out);
	free(draft.text);
	if (!err)
		return draft.wording;
	wording_free(draft.wording);
	return NULL;
}

/**
 * wording_free() - give it back
 * @wording: or NULL
 */
void wording_free(struct wording *wording)
{
	size_t n;

	for (n = 0; wording && n < wording->nr; n++) {
		free(wording->piece[n].text);
		free(wording->piece[n].field);
		free(wording->piece[n].length);
	}
	if (wording)
		free(wording->piece);
	free(wording);
}

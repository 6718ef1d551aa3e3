// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a number is shown by those who know what it means: as hex or octal, as the name
 * of an error, or by names that a recipe gives.
 */

#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "print/errno_name.h"
#include "recipe/decoding.h"

#define BLANKS " \t"

static const struct decoding built_in[] = {
	{ .name = "hex", .kind = DECODING_HEX },
	{ .name = "octal", .kind = DECODING_OCTAL },
	{ .name = "errno", .kind = DECODING_ERRNO },
};

/* Return: behind the number; NULL when there is none. */
static const char *take_number(const char *text, uint64_t *number)
{
	char *end;

	*number = strtoull(text, &end, 0);
	return end == text ? NULL : end;
}

/* NAME=VALUE[/MASK] */
static bool take_name(const char *word, size_t length, struct decoding_name *entry)
{
	size_t name = strcspn(word, "=" BLANKS);
	const char *end;

	if (!name || word[name] != '=')
		return false;
	end = take_number(word + name + 1, &entry->value);
	if (!end)
		return false;
	entry->mask = entry->value;
	if (*end == '/')
		end = take_number(end + 1, &entry->mask);
	if (end != word + length)
		return false;
	entry->name = need_memory(strndup(word, name));
	return true;
}

/**
 * decoding_create() - one of a recipe's own
 * @kind: DECODING_NAMES or DECODING_FLAGS
 * @text: its name, then NAME=VALUE, or NAME=VALUE/MASK, with blanks between them
 * @error: its second part says why not
 *
 * Return: for decoding_free(); or NULL.
 */
struct decoding *decoding_create(enum decoding_kind kind, const char *text, struct error *error)
{
	struct decoding *decoding = need_memory(calloc(1, sizeof(*decoding)));
	size_t length = strcspn(text, BLANKS);

	decoding->kind = kind;
	decoding->name = need_memory(strndup(text, length));
	for (;;) {
		text += length;
		text += strspn(text, BLANKS);
		length = strcspn(text, BLANKS);
		if (!length)
			break;
		decoding->entry = need_memory(
			reallocarray(decoding->entry, decoding->nr + 1, sizeof(*decoding->entry)));
		if (!take_name(text, length, &decoding->entry[decoding->nr])) {
			error_why(error, "'%.*s' is not NAME=VALUE, nor NAME=VALUE/MASK",
				  (int)length, text);
			decoding_free(decoding);
			return NULL;
		}
		decoding->nr++;
	}
	if (decoding->nr)
		return decoding;
	error_why(error, "here stand a name, and behind it NAME=VALUE once or more");
	decoding_free(decoding);
	return NULL;
}

static bool is_called(const struct decoding *decoding, const char *name, size_t length)
{
	return strlen(decoding->name) == length && !memcmp(decoding->name, name, length);
}

/**
 * decoding_find() - by its name
 * @own: those of the recipe; NULL when there is none
 * @name: not NUL-terminated
 * @length: of @name
 *
 * Return: NULL when there is none of this name.
 */
const struct decoding *decoding_find(const struct decoding *own, const char *name, size_t length)
{
	size_t n;

	for (; own; own = own->next)
		if (is_called(own, name, length))
			return own;
	for (n = 0; n < ARRAY_SIZE(built_in); n++)
		if (is_called(&built_in[n], name, length))
			return &built_in[n];
	return NULL;
}

static void put_octal(struct line *line, uint64_t number)
{
	if (number >> 3)
		put_octal(line, number >> 3);
	else if (number)
		line_char(line, '0');
	line_char(line, '0' + (number & 7));
}

static void put_errno(struct line *line, int64_t number)
{
	const char *name = errno_name(number < 0 ? -number : number);

	if (name)
		line_text(line, name);
	else
		line_signed(line, number);
}

static void put_name(struct line *line, const struct decoding *decoding, int64_t number)
{
	size_t n;

	for (n = 0; n < decoding->nr; n++)
		if (decoding->entry[n].value == (uint64_t)number) {
			line_text(line, decoding->entry[n].name);
			return;
		}
	line_signed(line, number);
}

static void put_flags(struct line *line, const struct decoding *decoding, uint64_t number)
{
	const char *separator = "";
	uint64_t rest = number;
	size_t n;

	for (n = 0; n < decoding->nr; n++) {
		const struct decoding_name *entry = &decoding->entry[n];

		/* A flag of several bits comes before those that are one of its bits. */
		if (((entry->value ? rest : number) & entry->mask) != entry->value)
			continue;
		line_text(line, separator);
		line_text(line, entry->name);
		separator = "|";
		rest &= ~entry->mask;
	}
	if (!rest && *separator)
		return;
	line_text(line, separator);
	if (rest)
		line_hex(line, rest);
	else
		line_char(line, '0');
}

/**
 * decoding_put() - put a number
 * @line: that was begun
 * @decoding: how
 * @number: extended to 64 bits, with its sign if it has one
 */
void decoding_put(struct line *line, const struct decoding *decoding, int64_t number)
{
	switch (decoding->kind) {
	case DECODING_HEX:
		line_hex(line, number);
		break;
	case DECODING_OCTAL:
		put_octal(line, number);
		break;
	case DECODING_ERRNO:
		put_errno(line, number);
		break;
	case DECODING_NAMES:
		put_name(line, decoding, number);
		break;
	case DECODING_FLAGS:
		put_flags(line, decoding, number);
		break;
	}
}

/**
 * decoding_free() - give back one of a recipe's own
 * @decoding: not to be used any more
 */
void decoding_free(struct decoding *decoding)
{
	while (decoding->nr)
		free(decoding->entry[--decoding->nr].name);
	free(decoding->entry);
	free(decoding->name);
	free(decoding);
}

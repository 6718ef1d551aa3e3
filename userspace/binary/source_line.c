// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line of the source, NAME.c:123, -> its places in the file: each where code of it
 * begins, for the compiler may have made several copies, and moved parts away.
 */

#include <stdlib.h>
#include <string.h>

#include "binary/debug.h"
#include "binary/source_line.h"

/**
 * source_line_is() - is it no name of a function?
 * @text: what stands behind the file
 */
bool source_line_is(const char *text)
{
	const char *colon = strrchr(text, ':');
	const char *dot = strchr(text, '.');

	return colon && dot && dot < colon && colon[1] &&
	       strspn(colon + 1, "0123456789") == strlen(colon + 1);
}

static int no_line(struct elf_file *file, const char *text, int nearest, struct error *error)
{
	error_what(error, EXIT_NO_TARGET, "%s has no code of %s", file->path, text);
	if (nearest) {
		error_why(error, "the next line with code is %d", nearest);
		return error_remedy(error, "give %.*s:%d", (int)(strrchr(text, ':') - text), text,
				    nearest);
	}
	error_why(error,
		  "its debug information names no such file, or no code there; or it has none");
	return error_remedy(error, "see its lines: objdump --dwarf=decodedline %s", file->path);
}

/**
 * source_line_find() - where its code is
 * @file: open
 * @text: NAME.c:123, or with a part of the path in front
 * @list: zeroed; the places, in order, without names
 * @error: why there is none
 *
 * Return: 0, or -1, and the list is empty.
 */
int source_line_find(struct elf_file *file, const char *text, struct function_list *list,
		     struct error *error)
{
	size_t length = strrchr(text, ':') - text;
	char *name = need_memory(strndup(text, length));
	struct function place = { .name = "" };
	struct debug_lines lines;
	size_t n;

	debug_find_lines(file, name, atoi(text + length + 1), &lines);
	free(name);
	if (lines.is_exact)
		for (n = 0; n < lines.nr; n++)
			if (elf_offset_of(file, lines.address[n], &place.offset))
				function_list_append(list, &place);
	free(lines.address);
	function_list_sort(list);
	return list->nr ? 0 : no_line(file, text, lines.line, error);
}

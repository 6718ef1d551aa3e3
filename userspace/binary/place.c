// SPDX-License-Identifier: GPL-2.0-only
/*
 * A place in a program or library <-> SYMBOL[+OFF].
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "binary/place.h"
#include "binary/readable.h"
#include "safety/instruction.h"

static int bad_distance(const char *text, struct error *error)
{
	error_what(error, EXIT_USAGE, "+%s is no distance", text);
	error_why(error, "behind the + stands a number of bytes, decimal or with 0x");
	return error_remedy(error, "for example: /usr/bin/bash:readline+0x4");
}

static int parse_distance(const char *text, uint64_t *distance, struct error *error)
{
	char *end;

	errno = 0;
	*distance = strtoull(text, &end, 0);
	if (*text < '0' || *text > '9' || *end || errno)
		return bad_distance(text, error);
	return 0;
}

/* The + in front of a distance; in C++, one may be part of a name, too. */
static char *find_plus(char *text)
{
	char *plus = strrchr(text, '+');

	while (plus && plus > text && plus[-1] == '+')
		plus--;
	if (!plus || (plus - text >= 8 && !strncmp(plus - 8, "operator", 8)))
		return NULL;
	return plus;
}

/**
 * place_parse() - take the text apart
 * @text: it becomes the symbol
 * @place: the result
 * @error: why not
 *
 * Return: 0 or -1.
 */
int place_parse(char *text, struct place *place, struct error *error)
{
	char *plus = find_plus(text);

	*place = (struct place){ .symbol = text };
	if (!plus)
		return 0;
	*plus = '\0';
	return parse_distance(plus + 1, &place->distance, error);
}

static int check_distance(struct elf_file *file, const struct place *place,
			  const struct function *function, struct error *error)
{
	if (!place->distance || place->distance < function->size)
		return 0;
	error_what(error, EXIT_NO_TARGET, "%s+0x%" PRIx64 " in %s is outside of the function",
		   place->symbol, place->distance, file->path);
	if (function->size)
		error_why(error, "the function has 0x%" PRIx64 " bytes", function->size);
	else
		error_why(error, "the file does not say how many bytes the function has");
	return error_remedy(error, "see its instructions: objdump -d --disassemble=%s %s",
			    place->symbol, file->path);
}

/**
 * place_find() - where it is
 * @file: open
 * @place: in it
 * @offset: in the file, the result
 * @error: why it is nowhere
 *
 * Return: 0 or -1.
 */
int place_find(struct elf_file *file, const struct place *place, uint64_t *offset,
	       struct error *error)
{
	struct function function;

	if (symbols_find(file, place->symbol, &function, error) ||
	    check_distance(file, place, &function, error))
		return -1;
	*offset = function.offset + place->distance;
	return 0;
}

/**
 * place_is_beginning() - has the function done nothing yet?
 * @file: open
 * @function: of it
 * @offset: in the file, of a byte of the function
 *
 * Behind endbr64 the stack and all registers are as they were in front of it.
 */
bool place_is_beginning(const struct elf_file *file, const struct function *function,
			uint64_t offset)
{
	unsigned char code[INSTRUCTION_ENDBR64_SIZE];
	uint64_t distance = offset - function->offset;

	if (distance != INSTRUCTION_ENDBR64_SIZE)
		return !distance;
	return pread(file->fd, code, sizeof(code), function->offset) == sizeof(code) &&
	       instruction_is_endbr64(code, sizeof(code));
}

/* Also where a function without a size begins with it. */
static bool find_beginning(struct elf_file *file, uint64_t offset, struct function *function)
{
	return offset >= INSTRUCTION_ENDBR64_SIZE &&
	       symbols_at(file, offset - INSTRUCTION_ENDBR64_SIZE, function) &&
	       place_is_beginning(file, function, offset);
}

static char *name_of(const struct function *function)
{
	char *readable = readable_name(function->name);

	return readable ? readable :
			  need_memory(strndup(function->name, function_name_length(function)));
}

/**
 * place_name() - as people call it
 * @file: open
 * @offset: of a byte of it
 *
 * Return: the function's name, with a distance unless it is its beginning, for
 * free(); NULL when no function is known there.
 */
char *place_name(struct elf_file *file, uint64_t offset)
{
	char *function_name, *name = NULL;
	struct function function;

	if (find_beginning(file, offset, &function))
		return name_of(&function);
	if (!symbols_at(file, offset, &function))
		return NULL;
	function_name = name_of(&function);
	if (offset == function.offset)
		return function_name;
	if (asprintf(&name, "%s+0x%" PRIx64, function_name, offset - function.offset) < 0)
		name = NULL;
	free(function_name);
	return need_memory(name);
}

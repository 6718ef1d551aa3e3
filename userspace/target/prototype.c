// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a function takes and returns, in the probe language: as the file of
 * prototypes has it, for much-used libraries, which come without debug information;
 * or as debug information has it, which does not know what is a buffer, and of which
 * size; or all registers that arguments may be in.
 *
 * In that file a line [libc] begins the functions of a library, whose soname begins
 * so; the others are a function's name, and the fields of a call.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binary/library.h"
#include "error.h"
#include "share.h"
#include "target/debug_prototype.h"
#include "target/prototype.h"

#define ARGUMENTS "arg1=$arg1 arg2=$arg2 arg3=$arg3 arg4=$arg4 arg5=$arg5 arg6=$arg6"
#define UNKNOWN	  ARGUMENTS " -> retval=$retval:s64"

static FILE *open_prototypes(void)
{
	char *path = share_path("prototypes");
	FILE *prototypes = fopen(path, "re");

	free(path);
	return prototypes;
}

/* Return: is this line the section of the library? */
static bool is_section(char *line, const char *soname)
{
	line[strcspn(line, "]")] = '\0';
	return library_is_short(soname, line + 1);
}

/* Return: the fields of a line, if it is the function's. */
static const char *fields_of(const char *line, const char *name, size_t length)
{
	if (strncmp(line, name, length) || line[length] != ' ')
		return NULL;
	return line + length + 1;
}

/* Return: the fields, for free(); NULL when it is not there. */
static char *look_up(const struct elf_file *file, const char *name)
{
	const char *soname = elf_soname(file);
	FILE *prototypes = soname ? open_prototypes() : NULL;
	size_t length = strcspn(name, "@"), size = 0;
	const char *fields = NULL;
	bool is_its = false;
	char *line = NULL;

	if (!prototypes)
		return NULL;
	while (!fields && getline(&line, &size, prototypes) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (*line == '[')
			is_its = is_section(line, soname);
		else if (is_its)
			fields = fields_of(line, name, length);
	}
	fclose(prototypes);
	if (fields)
		memmove(line, fields, strlen(fields) + 1);
	else
		free(line);
	return fields ? line : NULL;
}

/**
 * prototype_text() - put the fields of a function into a text
 * @text: of a probe of calls, without fields
 * @file: open
 * @name: of the function, as it was typed
 * @function: it; NULL when none is known at the site
 * @enumerations: NULL; out: the names of values, for enumerations_free()
 *
 * Return: the text with fields, for free().
 */
char *prototype_text(const char *text, struct elf_file *file, const char *name,
		     const struct function *function, struct enumerations **enumerations)
{
	size_t type = strcspn(text, " ");
	const char *filter = text + type + strspn(text + type, " ");
	char *fields = look_up(file, name);
	char *result;

	if (!fields && function)
		fields = debug_prototype(file, function, enumerations);
	if (asprintf(&result, "%.*s %s%s%s", (int)type, text, fields ? fields : UNKNOWN,
		     *filter ? " " : "", filter) < 0)
		result = NULL;
	free(fields);
	return need_memory(result);
}

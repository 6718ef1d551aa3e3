// SPDX-License-Identifier: GPL-2.0-only
/*
 * Errors in three parts.
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "error.h"

/**
 * error_what() - what failed; begins an error
 * @error: to be filled; the other two parts are empty behind this
 * @code: what the program shall exit with
 * @format: as printf(3)'s, half a sentence
 */
int error_what(struct error *error, enum exit_code code, const char *format, ...)
{
	va_list arguments;

	*error = (struct error){ .exit = code };
	va_start(arguments, format);
	vsnprintf(error->what, sizeof(error->what), format, arguments);
	va_end(arguments);
	return -1;
}

/**
 * error_why() - why it failed
 * @error: begun by error_what()
 * @format: as printf(3)'s
 */
int error_why(struct error *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(error->why, sizeof(error->why), format, arguments);
	va_end(arguments);
	return -1;
}

/**
 * error_remedy() - what to do about it
 * @error: begun by error_what()
 * @format: as printf(3)'s; where possible a command that can be pasted
 */
int error_remedy(struct error *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(error->remedy, sizeof(error->remedy), format, arguments);
	va_end(arguments);
	return -1;
}

/* What is named may be anybody's: it shall give the terminal no orders. */
static void put_plain(const char *text)
{
	for (; *text; text++)
		fputc(((unsigned char)*text < ' ' && *text != '\n') || *text == 0x7f ? '?' : *text,
		      stderr);
}

static void put_part(const char *before, const char *text)
{
	fputs(before, stderr);
	put_plain(text);
	fputc('\n', stderr);
}

/**
 * error_print() - tell the user, on stderr
 * @error: with its three parts
 *
 * Return: what to exit with.
 */
enum exit_code error_print(const struct error *error)
{
	/* What was printed on stdout comes first, where both go to the same place. */
	fflush(stdout);
	put_part("uprobecap: ", error->what);
	put_part("  ", error->why);
	put_part("  ", error->remedy);
	return error->exit;
}

/**
 * need_memory() - end the program when there is no memory
 * @allocated: what malloc(3) or one of its kind returned
 *
 * Return: @allocated, never NULL.
 */
void *need_memory(void *allocated)
{
	struct error error;

	if (allocated)
		return allocated;
	error_what(&error, EXIT_FAILED, "there is no memory left");
	error_why(&error, "the little that is needed was refused");
	error_remedy(&error, "free some, or raise the limit: ulimit -v");
	exit(error_print(&error));
}

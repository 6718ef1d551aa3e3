// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all commands need.
 */

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "command.h"

/**
 * command_misused() - the command line makes no sense
 * @command: that was called
 * @error: to be filled
 * @format: as printf(3)'s: why
 *
 * Return: -1.
 */
int command_misused(const struct command *command, struct error *error, const char *format, ...)
{
	va_list arguments;

	error_what(error, EXIT_USAGE, "uprobecap %s cannot be called so", command->name);
	va_start(arguments, format);
	vsnprintf(error->why, sizeof(error->why), format, arguments);
	va_end(arguments);
	return error_remedy(error, "usage: uprobecap %s%s%s", command->name,
			    *command->arguments ? " " : "", command->arguments);
}

/**
 * command_flush() - let what was printed be seen
 * @out: where it was printed
 * @error: why it could not be written
 *
 * Return: 0 or -1.
 */
int command_flush(FILE *out, struct error *error)
{
	if (!fflush(out) && !ferror(out))
		return 0;
	error_what(error, EXIT_FAILED, "the output cannot be written");
	error_why(error, "%s", strerror(errno));
	return error_remedy(error, "write to a place that has room: df shows it");
}

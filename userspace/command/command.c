// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all commands need.
 */

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <string.h>

#include "command/command.h"
#include "print/printer.h"

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

/* What an option that another command has returns. */
const char * const command_no_option = "";

/**
 * command_take_options() - take all options of a command line
 * @command: whose they are
 * @argc: of its arguments, with
 * @argv: argv[0] the command; optind is behind the options then
 * @options: that there are
 * @asked: for @options.take
 * @error: why the command line makes no sense
 *
 * Return: 0 or -1.
 */
int command_take_options(const struct command *command, int argc, char **argv,
			 const struct command_options *options, void *asked, struct error *error)
{
	const char *wanted;
	int option;

	opterr = 0;
	/* A recipe has options of its own. */
	optind = 0;
	while ((option = getopt_long(argc, argv, options->letters, options->words, NULL)) >= 0) {
		if (option == ':')
			return command_misused(command, error, "%s needs an argument",
					       argv[optind - 1]);
		wanted = option == '?' ? command_no_option : options->take(asked, option);
		/* A word of its own may be the option's argument. */
		if (wanted == command_no_option && option != '?' && optarg == argv[optind - 1])
			optind--;
		if (wanted == command_no_option)
			return command_misused(command, error, "%s is not an option of it",
					       argv[optind - 1]);
		if (wanted)
			return command_misused(command, error, "'%.200s' is not %s", optarg,
					       wanted);
	}
	return 0;
}

/**
 * command_end() - where the arguments of a command end
 * @argc: of them, with
 * @argv: argv[0] the command
 *
 * Return: where "--" is, or @argc.
 */
int command_end(int argc, char **argv)
{
	int n;

	for (n = 1; n < argc; n++)
		if (!strcmp(argv[n], "--"))
			return n;
	return argc;
}

static const char *choose_json(void *printer, int option)
{
	(void)option;
	*(const struct printer **)printer = &json_printer;
	return NULL;
}

/**
 * command_choose_printer() - take --json, the only option of some commands
 * @command: that was called
 * @argc: of its arguments, with
 * @argv: argv[0] the command; the others are from optind on then
 * @printer: becomes that of JSON, if it is asked for
 * @error: why the command line makes no sense
 *
 * Return: 0 or -1.
 */
int command_choose_printer(const struct command *command, int argc, char **argv,
			   const struct printer **printer, struct error *error)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ 0 },
	};
	const struct command_options all = { ":", options, choose_json };

	return command_take_options(command, argc, argv, &all, printer, error);
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

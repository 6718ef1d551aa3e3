// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap COMMAND: the table of the commands, and their help.
 */

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "command/command.h"

static const struct command * const commands[] = {
	&trace_command,	 &run_command,	  &record_command, &read_command,
	&report_command, &status_command, &list_command,   &explain_command,
	&offset_command, &verify_command, &doctor_command,
};

static void print_help(FILE *out)
{
	size_t n;

	fputs("  uprobecap trace 'r bash:readline line=+0($retval):string'\n"
	      "\n"
	      "Shows the calls of user-space functions that the module uprobecap captures.\n"
	      "\n"
	      "uprobecap COMMAND [ARGUMENT...]\n",
	      out);
	for (n = 0; n < ARRAY_SIZE(commands); n++)
		fprintf(out, "  %-8s  %s\n", commands[n]->name, commands[n]->summary);
	fputs("\n"
	      "uprobecap COMMAND --help   says more\n"
	      "uprobecap --version\n"
	      "\n"
	      "Exit codes: 0 fine; 1 failed; 2 wrong usage; 3 no permission or no module; 4 target not found; 5 hits lost, with --strict or in verify\n",
	      out);
}

static void print_command_help(const struct command *command)
{
	printf("uprobecap %s%s%s\n\n%s%s", command->name, *command->arguments ? " " : "",
	       command->arguments, command->help, command->more ? command->more : "");
}

static const struct command *find_command(const char *name)
{
	size_t n;

	for (n = 0; n < ARRAY_SIZE(commands); n++)
		if (!strcmp(commands[n]->name, name))
			return commands[n];
	return NULL;
}

/* Wherever it stands, but not behind "--". */
static bool asks_for_help(char **argv)
{
	for (; *argv && strcmp(*argv, "--"); argv++)
		if (!strcmp(*argv, "--help") || !strcmp(*argv, "-h"))
			return true;
	return false;
}

static int unknown_command(const char *name, struct error *error)
{
	error_what(error, EXIT_USAGE, "there is no command %s", name);
	error_why(error, "the first argument is a command");
	return error_remedy(error, "see: uprobecap --help");
}

/* Return: the exit code, or -1 for an error in three parts. */
static int run(int argc, char **argv, struct error *error)
{
	const struct command *command;

	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		print_help(stdout);
		return EXIT_FINE;
	}
	if (!strcmp(argv[1], "--version")) {
		puts("uprobecap " UPROBECAP_PROGRAM_VERSION);
		return EXIT_FINE;
	}
	command = find_command(argv[1]);
	if (!command)
		return unknown_command(argv[1], error);
	if (asks_for_help(argv + 2)) {
		print_command_help(command);
		return EXIT_FINE;
	}
	return command->run(argc - 1, argv + 1, error);
}

int main(int argc, char **argv)
{
	struct error error;
	int code;

	/* Whoever started us may have ignored it: head(1) behind us shall end us quietly. */
	signal(SIGPIPE, SIG_DFL);
	code = run(argc, argv, &error);
	if (code == EXIT_FINE)
		code = command_flush(stdout, &error);
	return code < 0 ? (int)error_print(&error) : code;
}

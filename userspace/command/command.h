/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands of the program. main.c has the table.
 */
#ifndef UPROBECAP_COMMAND_H
#define UPROBECAP_COMMAND_H

#include <stdio.h>

#include "error.h"

struct option;
struct printer;

/**
 * struct command - a command
 * @name: as it is typed
 * @arguments: as the first line of its help shows them
 * @summary: one line of uprobecap --help
 * @help: examples, then the rest
 * @more: what stands below, shared with another command; or NULL
 * @run: with argv[0] the command; returns the exit code, or -1 for an error in
 *       three parts
 */
struct command {
	const char *name;
	const char *arguments;
	const char *summary;
	const char *help;
	const char *more;
	int (*run)(int argc, char **argv, struct error *error);
};

/**
 * struct command_options - the options of a command
 * @letters: those that have one, as for getopt(3), behind a colon
 * @words: those that have none
 * @take: for each of them, with its optarg; returns NULL, what its argument should
 *	have been, or @command_no_option
 */
struct command_options {
	const char *letters;
	const struct option *words;
	const char *(*take)(void *asked, int option);
};

extern const char * const command_no_option;

extern const struct command trace_command;
extern const struct command run_command;
extern const struct command record_command;
extern const struct command read_command;
extern const struct command report_command;
extern const struct command status_command;
extern const struct command list_command;
extern const struct command explain_command;
extern const struct command offset_command;
extern const struct command verify_command;
extern const struct command doctor_command;

int command_misused(const struct command *command, struct error *error, const char *format, ...)
	ERROR_FORMAT(3, 4);
int command_choose_printer(const struct command *command, int argc, char **argv,
			   const struct printer **printer, struct error *error);
int command_take_options(const struct command *command, int argc, char **argv,
			 const struct command_options *options, void *asked, struct error *error);
int command_end(int argc, char **argv);
int command_flush(FILE *out, struct error *error);

#endif /* UPROBECAP_COMMAND_H */

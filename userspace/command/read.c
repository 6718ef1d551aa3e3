// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap read: the boot session, live or into a file.
 */

#include <fcntl.h>
#include <getopt.h>
#include <unistd.h>

#include "capture/capture.h"
#include "capture/device.h"
#include "command/command.h"
#include "print/columns.h"

/**
 * struct asked - the command line
 * @json: print JSON
 * @strict: a loss is an error
 * @path: of the recording; NULL when hits are printed
 * @columns: of the lines of text
 */
struct asked {
	bool json;
	bool strict;
	const char *path;
	struct columns columns;
};

enum { OPTION_JSON = 256, OPTION_STRICT, OPTION_COLUMNS, OPTION_TIME };

static const struct option long_options[] = {
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "strict", no_argument, NULL, OPTION_STRICT },
	{ "columns", required_argument, NULL, OPTION_COLUMNS },
	{ "time", required_argument, NULL, OPTION_TIME },
	{ 0 },
};

/* Return: NULL, or what the option's argument should have been. */
static const char *take_option(void *data, int option)
{
	struct asked *asked = data;

	switch (option) {
	case 'o':
		asked->path = optarg;
		return NULL;
	case OPTION_COLUMNS:
		return columns_parse(optarg, &asked->columns) ? NULL : COLUMNS_NAMES;
	case OPTION_TIME:
		return columns_parse_clock(optarg, &asked->columns) ? NULL : COLUMNS_CLOCK_NAMES;
	case OPTION_STRICT:
		asked->strict = true;
		return NULL;
	default:
		asked->json = true;
		return NULL;
	}
}

static int take_options(int argc, char **argv, struct asked *asked, struct error *error)
{
	static const struct command_options options = { ":o:", long_options, take_option };

	if (command_take_options(&read_command, argc, argv, &options, asked, error))
		return -1;
	if (optind < argc)
		return command_misused(&read_command, error, "%s: it takes no argument",
				       argv[optind]);
	if (asked->json && asked->path)
		return command_misused(
			&read_command, error,
			"--json with -o: a recording is always binary, report --json comes later");
	if ((asked->json || asked->path) && !columns_are_usual(&asked->columns))
		return command_misused(&read_command, error, COLUMNS_ARE_OF_TEXT);
	return 0;
}

static int run_read(int argc, char **argv, struct error *error)
{
	struct asked asked = { 0 };
	struct capture capture = { 0 };
	int err;

	if (take_options(argc, argv, &asked, error))
		return -1;
	format_choose(&asked.columns);
	capture.printer = asked.path ? NULL : asked.json ? &json_printer : &text_printer;
	capture.path = asked.path;
	capture.strict = asked.strict;
	capture.device = device_open(O_RDONLY, DEVICE_LOAD, error);
	if (capture.device < 0)
		return -1;
	err = capture_all(&capture, error);
	close(capture.device);
	return err;
}

const struct command read_command = {
	.name = "read",
	.arguments = "[--json] [--columns LIST] [--time CLOCK] [--strict] [-o FILE]",
	.summary = "print what the module's parameters capture, live",
	.help = "  " DEVICE_INSMOD "\n"
		"  uprobecap read\n"
		"  uprobecap read --json | jq .fields\n"
		"  uprobecap read -o FILE         then: uprobecap report FILE\n"
		"\n"
		"Prints one line a hit until Ctrl-C or SIGTERM, then the ledger: for each probe its hits,\n"
		"and what became of them.\n"
		"  --json           one object a line\n"
		"  --columns LIST   of time,comm,pid,tid,uid,cpu,event, those and in that order\n"
		"  --time CLOCK     wall (the time of day), mono (the kernel's clock), or delta: since\n"
		"                   the line before\n"
		"  --strict         exit with 5 when hits were lost or the ledger does not balance\n"
		"  -o FILE          write a recording, and print no hits\n",
	.run = run_read,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap read: the boot session, live or into a file.
 */

#include <getopt.h>
#include <unistd.h>

#include "capture.h"
#include "command.h"
#include "device.h"

static int parse(int argc, char **argv, struct capture *capture, struct error *error)
{
	static const struct option long_options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ 0 },
	};
	bool json = false;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":o:", long_options, NULL)) >= 0) {
		if (option == 'j')
			json = true;
		else if (option == 'o')
			capture->path = optarg;
		else
			return command_misused(&read_command, error,
					       option == ':' ? "%s needs a FILE" :
							       "%s is not an option of it",
					       argv[optind - 1]);
	}
	if (optind < argc)
		return command_misused(&read_command, error, "%s: it takes no argument",
				       argv[optind]);
	if (json && capture->path)
		return command_misused(
			&read_command, error,
			"--json with -o: a recording is always binary, report --json comes later");
	capture->printer = capture->path ? NULL : json ? &json_printer : &text_printer;
	return 0;
}

static int run_read(int argc, char **argv, struct error *error)
{
	struct capture capture = { 0 };
	int err;

	if (parse(argc, argv, &capture, error))
		return -1;
	capture.device = device_open(DEVICE_LOAD, error);
	if (capture.device < 0)
		return -1;
	err = capture_all(&capture, error);
	close(capture.device);
	return err;
}

const struct command read_command = {
	.name = "read",
	.arguments = "[--json] [-o FILE]",
	.summary = "print what the module's parameters capture, live",
	.help = "  " DEVICE_INSMOD "\n"
		"  uprobecap read\n"
		"  uprobecap read --json | jq .fields\n"
		"  uprobecap read -o FILE         then: uprobecap report FILE\n"
		"\n"
		"Prints one line a hit until Ctrl-C or SIGTERM, then the ledger: for each probe its hits,\n"
		"and what became of them.\n"
		"  --json    one object a line\n"
		"  -o FILE   write a recording, and print no hits\n",
	.run = run_read,
};

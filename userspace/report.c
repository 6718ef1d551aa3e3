// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap report: print a recording.
 */

#include <getopt.h>

#include "command.h"
#include "input.h"
#include "reader.h"

static int parse(int argc, char **argv, const struct printer **printer, struct error *error)
{
	if (command_choose_printer(&report_command, argc, argv, printer, error))
		return -1;
	if (argc - optind != 1)
		return command_misused(&report_command, error, "it takes one FILE, or - for stdin");
	return 0;
}

static int report(struct reader *reader, struct input *input, struct error *error)
{
	size_t room;
	ssize_t got;
	void *to;

	for (;;) {
		to = reader_room(reader, &room);
		got = input_read(input, to, room, error);
		if (got <= 0)
			return got;
		reader->filled += got;
		if (reader_show(reader, error) || command_flush(reader->out, error))
			return -1;
	}
}

static int run_report(int argc, char **argv, struct error *error)
{
	const struct printer *printer = &text_printer;
	struct error at_end;
	struct reader *reader;
	struct input input;
	int err;

	if (parse(argc, argv, &printer, error) || input_open(&input, argv[optind], error))
		return -1;
	reader = reader_create(input.name, printer, stdout);
	err = report(reader, &input, error);
	/* The first error counts; the ledger of what is whole is wanted all the same. */
	if (reader_finish(reader, &at_end) && !err) {
		*error = at_end;
		err = -1;
	}
	reader_destroy(reader);
	input_close(&input);
	return err;
}

const struct command report_command = {
	.name = "report",
	.arguments = "[--json] FILE",
	.summary = "print a recording",
	.help = "  uprobecap record -o FILE 'r bash:readline +0($retval):string'\n"
		"  uprobecap report FILE\n"
		"  uprobecap report --json FILE | jq 'select(.type == \"entry\").fields'\n"
		"  ssh HOST cat /dev/uprobecap | uprobecap report -\n"
		"\n"
		"Prints one line a hit, and the ledger. FILE may be of another machine.\n"
		"  --json   one object a line\n",
	.run = run_report,
};

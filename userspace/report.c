// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap report: print a recording.
 */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "reader.h"

static int parse(int argc, char **argv, const struct printer **printer, struct error *error)
{
	if (command_choose_printer(&report_command, argc, argv, printer, error))
		return -1;
	if (argc - optind != 1)
		return command_misused(&report_command, error, "it takes one FILE, or - for stdin");
	return 0;
}

static int unreadable(const char *name, struct error *error)
{
	error_what(error, errno == EACCES || errno == EPERM ? EXIT_NO_ACCESS : EXIT_FAILED,
		   "%s cannot be read", name);
	error_why(error, "%s", strerror(errno));
	return error_remedy(error, "give a file made by: uprobecap read -o FILE");
}

static int report(struct reader *reader, int fd, struct error *error)
{
	ssize_t got;

	while ((got = reader_fill(reader, fd)) > 0)
		if (reader_show(reader, error) || command_flush(reader->out, error))
			return -1;
	if (got < 0)
		return unreadable(reader->stream.name, error);
	return 0;
}

static int run_report(int argc, char **argv, struct error *error)
{
	const struct printer *printer = &text_printer;
	struct error at_end;
	struct reader *reader;
	const char *name;
	int fd, err;

	if (parse(argc, argv, &printer, error))
		return -1;
	name = argv[optind];
	fd = strcmp(name, "-") ? open(name, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (fd < 0)
		return unreadable(name, error);
	reader = reader_create(strcmp(name, "-") ? name : "stdin", printer, stdout);
	err = report(reader, fd, error);
	/* The first error counts; the ledger of what is whole is wanted all the same. */
	if (reader_finish(reader, &at_end) && !err) {
		*error = at_end;
		err = -1;
	}
	reader_destroy(reader);
	if (fd != STDIN_FILENO)
		close(fd);
	return err;
}

const struct command report_command = {
	.name = "report",
	.arguments = "[--json] FILE",
	.summary = "print a recording",
	.help = "  uprobecap read -o FILE         make a recording, as does:\n"
		"  cat /dev/uprobecap > FILE\n"
		"  uprobecap report FILE\n"
		"  uprobecap report --json FILE | jq 'select(.type == \"entry\").fields'\n"
		"  ssh HOST cat /dev/uprobecap | uprobecap report -\n"
		"\n"
		"Prints one line a hit, and the ledger. FILE may be of another machine.\n"
		"  --json   one object a line\n",
	.run = run_report,
};

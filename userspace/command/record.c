// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap record: functions of programs and libraries, into a file.
 */

#include "command/tracing.h"

static int run_record(int argc, char **argv, struct error *error)
{
	return tracing_run(&record_command, argc, argv, error);
}

const struct command record_command = {
	.name = "record",
	.arguments = "-o FILE SPEC... [--max-size SIZE] " TRACING_OPTIONS,
	.summary = "record the calls of functions, for report",
	.help = "  uprobecap record -o FILE 'c libc.so.6:open +0($arg1):string' -- make\n"
		"  uprobecap report FILE\n"
		"\n"
		"Writes a recording, and prints no hits; the ledger goes to stderr.\n"
		"  -o FILE           an old one is overwritten\n"
		"  --max-size SIZE   keep the latest hits only, in FILE.1 and FILE: so many bytes\n"
		"                    of both together, or KiB, MiB, GiB: 500K, 100M, 2G\n",
	.more = tracing_help,
	.run = run_record,
};

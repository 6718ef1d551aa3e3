// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap trace: functions of programs and libraries, live.
 */

#include "command/tracing.h"

static int run_trace(int argc, char **argv, struct error *error)
{
	return tracing_run(&trace_command, argc, argv, error);
}

const struct command trace_command = {
	.name = "trace",
	.arguments = "SPEC... [--json] [--columns LIST] [--time CLOCK] [--count] " TRACING_OPTIONS,
	.summary = "print the calls of functions, live",
	.help = "  uprobecap trace ./program:function\n"
		"  uprobecap trace 'r bash:readline line=+0($retval):string'\n"
		"  uprobecap trace 'c libc.so.6:open +0($arg1):string -> $retval:s32' -- cat /etc/hostname\n"
		"  uprobecap trace -n 10 'p ./program:parse_* a=$arg1 if a > 5'\n"
		"\n"
		"Prints one line a hit.\n"
		"  --json            one object a line\n"
		"  --columns LIST    of time,comm,pid,tid,uid,cpu,event, those and in that order\n"
		"  --time CLOCK      wall (the time of day), mono (the kernel's clock), or delta:\n"
		"                    since the line before\n"
		"  --count           print no hits: they are counted, and cost least\n",
	.more = tracing_help,
	.run = run_trace,
};

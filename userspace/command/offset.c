// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap offset: a function's name -> the offset that insmod wants.
 */

#include <inttypes.h>
#include <string.h>

#include "capture/device.h"
#include "command/command.h"
#include "target/target.h"

static int not_one(const struct target *target, const char *text, struct error *error)
{
	error_what(error, EXIT_NO_TARGET, "%s is not one place", text);
	error_why(error, "it is %zu, at 0x%" PRIx64 ", 0x%" PRIx64 "%s", target->nr,
		  target->offset[0], target->offset[1], target->nr > 2 ? ", ..." : "");
	return error_remedy(error, "see which is which: uprobecap explain 'p %s'", text);
}

static int run_offset(int argc, char **argv, struct error *error)
{
	struct target_wish wish = { .exact = true };
	struct target target;
	int err = 0;

	if (argc > 1 && !strcmp(argv[1], "--")) {
		argc--;
		argv++;
	}
	if (argc != 2)
		return command_misused(&offset_command, error, "it takes one argument");
	if (argv[1][0] == '-')
		return command_misused(&offset_command, error, "%s is not an option of it",
				       argv[1]);
	if (target_open(&target, argv[1], &wish, error))
		return -1;
	if (target.nr > 1)
		err = not_one(&target, argv[1], error);
	else
		printf("0x%" PRIx64 "\n", target.offset[0]);
	target_close(&target);
	return err;
}

const struct command offset_command = {
	.name = "offset",
	.arguments = "BINARY:SYMBOL[+OFF]",
	.summary = "print where a function is in its file, for insmod's offset=",
	.help = "  uprobecap offset /usr/bin/bash:readline\n"
		"  uprobecap offset /usr/bin/bash:readline+0x4\n"
		"  " DEVICE_INSMOD "\n"
		"\n"
		"Prints the offset in the file, in hex. SYMBOL is a function, OFF a number of bytes inside\n"
		"of it, to where an instruction begins; or all is a TARGET as trace takes it. Exits with 4\n"
		"when there is none of this name, or more than one.\n",
	.run = run_offset,
};

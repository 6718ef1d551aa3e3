// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap offset: a function's name -> the offset that insmod wants.
 */

#include <inttypes.h>
#include <string.h>

#include "command.h"
#include "device.h"
#include "place.h"
#include "target.h"

static int find_offset(const char *path, const struct place *place, uint64_t *offset,
		       struct error *error)
{
	struct elf_file file;
	int err;

	if (elf_open(&file, path, error))
		return -1;
	err = place_find(&file, place, offset, error);
	elf_close(&file);
	return err;
}

static int run_offset(int argc, char **argv, struct error *error)
{
	struct place place;
	uint64_t offset;
	char *colon;

	if (argc > 1 && !strcmp(argv[1], "--")) {
		argc--;
		argv++;
	}
	if (argc != 2)
		return command_misused(&offset_command, error, "it takes one argument");
	if (argv[1][0] == '-')
		return command_misused(&offset_command, error, "%s is not an option of it",
				       argv[1]);
	colon = target_find_colon(argv[1]);
	if (!colon || colon == argv[1] || !colon[1])
		return command_misused(&offset_command, error,
				       "%s is not a path, a colon and a function's name", argv[1]);
	*colon = '\0';
	if (place_parse(colon + 1, &place, error) || find_offset(argv[1], &place, &offset, error))
		return -1;
	printf("0x%" PRIx64 "\n", offset);
	return EXIT_FINE;
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
		"of it. Exits with 4 when there is none of this name, or more than one.\n",
	.run = run_offset,
};

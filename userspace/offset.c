// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap offset: a function's name -> the offset that insmod wants.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "device.h"
#include "symbols.h"

/**
 * struct target - PATH:SYMBOL[+OFF]
 * @path: of the program or library
 * @symbol: the function's name
 * @distance: OFF, or 0
 */
struct target {
	const char *path;
	char *symbol;
	uint64_t distance;
};

static int bad_distance(const char *text, struct error *error)
{
	error_what(error, EXIT_USAGE, "+%s is no distance", text);
	error_why(error, "behind the + stands a number of bytes, decimal or with 0x");
	return error_remedy(error, "for example: uprobecap offset /usr/bin/bash:readline+0x4");
}

static int parse_distance(const char *text, uint64_t *distance, struct error *error)
{
	char *end;

	errno = 0;
	*distance = strtoull(text, &end, 0);
	if (*text < '0' || *text > '9' || *end || errno)
		return bad_distance(text, error);
	return 0;
}

/* Splits the text at its last colon, for a path may contain others. */
static int parse_target(char *text, struct target *target, struct error *error)
{
	char *colon = strrchr(text, ':');
	char *plus;

	if (!colon || colon == text || !colon[1])
		return command_misused(&offset_command, error,
				       "%s is not a path, a colon and a function's name", text);
	*colon = '\0';
	*target = (struct target){ .path = text, .symbol = colon + 1 };
	plus = strrchr(target->symbol, '+');
	if (!plus)
		return 0;
	*plus = '\0';
	return parse_distance(plus + 1, &target->distance, error);
}

static int check_distance(const struct target *target, const struct function *function,
			  struct error *error)
{
	if (!target->distance || target->distance < function->size)
		return 0;
	error_what(error, EXIT_NO_TARGET, "%s+0x%" PRIx64 " in %s is outside of the function",
		   target->symbol, target->distance, target->path);
	if (function->size)
		error_why(error, "the function has 0x%" PRIx64 " bytes", function->size);
	else
		error_why(error, "the file does not say how many bytes the function has");
	return error_remedy(error, "see its instructions: objdump -d --disassemble=%s %s",
			    target->symbol, target->path);
}

static int find_offset(const struct target *target, uint64_t *offset, struct error *error)
{
	struct function function;
	struct elf_file file;
	int err;

	if (elf_open(&file, target->path, error))
		return -1;
	err = symbols_find(&file, target->symbol, &function, error);
	if (!err)
		err = check_distance(target, &function, error);
	if (!err)
		*offset = function.offset + target->distance;
	elf_close(&file);
	return err;
}

static int run_offset(int argc, char **argv, struct error *error)
{
	struct target target = { 0 };
	uint64_t offset = 0;

	if (argc > 1 && !strcmp(argv[1], "--")) {
		argc--;
		argv++;
	}
	if (argc != 2)
		return command_misused(&offset_command, error, "it takes one argument");
	if (argv[1][0] == '-')
		return command_misused(&offset_command, error, "%s is not an option of it",
				       argv[1]);
	if (parse_target(argv[1], &target, error) || find_offset(&target, &offset, error))
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
		"Prints the offset in the file, in hex. SYMBOL is a function of .symtab or .dynsym,\n"
		"OFF a number of bytes inside of it. Exits with 4 when there is none of this name.\n",
	.run = run_offset,
};

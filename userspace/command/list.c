// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap list: the functions and USDT probes of a file, as trace finds them.
 */

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "binary/binary.h"
#include "binary/glob.h"
#include "binary/readable.h"
#include "command/command.h"
#include "print/escape.h"
#include "print/json_value.h"
#include "print/printer.h"
#include "target/usdt.h"

/**
 * struct listing - what shall be listed, and how
 * @name: of the file, as it was typed
 * @glob: patterns of the names; "*" for all
 * @as_json: an object a line
 */
struct listing {
	const char *name;
	const char *glob;
	bool as_json;
};

static void put_text(const char *text)
{
	put_escaped(stdout, text, strlen(text), 0);
}

static void print_function(const struct function *function)
{
	char *readable = readable_signature(function->name);

	printf("%#10" PRIx64 " %7" PRIu64 "  ", function->offset, function->size);
	if (readable)
		put_text(readable);
	else
		put_escaped(stdout, function->name, function_name_length(function), 0);
	if (function->version) {
		putchar('@');
		put_text(function->version);
	}
	putchar('\n');
	free(readable);
}

static void print_usdt(const struct usdt *probe)
{
	printf("%#10" PRIx64 " %7s  ", probe->offset, "-");
	put_text(probe->name);
	fputs(*probe->arguments ? "  " : "", stdout);
	put_text(probe->arguments);
	putchar('\n');
}

static void put_number(struct line *line, const char *key, uint64_t number)
{
	line_text(line, key);
	line_unsigned(line, number);
}

static void put_string(struct line *line, const char *key, const char *text)
{
	line_text(line, key);
	json_bytes(line, text, strlen(text));
}

static void print_function_as_json(const struct function *function)
{
	char *readable = readable_signature(function->name);
	struct line line;

	line_begin(&line, stdout);
	line_text(&line, "{\"type\":\"function\",\"name\":");
	json_bytes(&line, function->name, function_name_length(function));
	if (readable)
		put_string(&line, ",\"readable\":", readable);
	if (function->version)
		put_string(&line, ",\"version\":", function->version);
	put_number(&line, ",\"offset\":", function->offset);
	put_number(&line, ",\"size\":", function->size);
	line_text(&line, function->is_indirect ? ",\"indirect\":true}\n" : "}\n");
	line_end(&line);
	free(readable);
}

static void print_usdt_as_json(const struct usdt *probe)
{
	struct line line;

	line_begin(&line, stdout);
	put_string(&line, "{\"type\":\"usdt\",\"name\":", probe->name);
	put_number(&line, ",\"offset\":", probe->offset);
	put_number(&line, ",\"ref_ctr_offset\":", probe->ref_ctr_offset);
	put_string(&line, ",\"arguments\":", probe->arguments);
	line_text(&line, "}\n");
	line_end(&line);
}

/* Return: how many there are. */
static size_t list_functions(struct elf_file *file, const struct patterns *patterns, bool as_json)
{
	struct function_list list = { 0 };
	size_t n, nr;

	glob_functions(file, patterns, &list);
	nr = list.nr;
	for (n = 0; n < nr; n++)
		(as_json ? print_function_as_json : print_function)(&list.function[n]);
	function_list_free(&list);
	return nr;
}

static size_t list_usdt(const struct elf_file *file, const struct patterns *patterns, bool as_json)
{
	struct usdt *probes;
	size_t n, nr = usdt_read(file, patterns, &probes);

	for (n = 0; n < nr; n++)
		(as_json ? print_usdt_as_json : print_usdt)(&probes[n]);
	usdt_free(probes, nr);
	return nr;
}

static int no_names(const struct listing *listing, const char *path, struct error *error)
{
	if (!strcmp(listing->glob, "*")) {
		error_what(error, EXIT_NO_TARGET, "%s has no names of functions", path);
		error_why(error, "it was stripped, and what was stripped is not found");
		return error_remedy(
			error,
			"install its debug symbols (a package -dbgsym), or set DEBUGINFOD_URLS");
	}
	error_what(error, EXIT_NO_TARGET, "nothing in %s matches %s", path, listing->glob);
	error_why(error, "neither a function nor a USDT probe, sdt:PROVIDER:NAME");
	return error_remedy(error, "see all names: uprobecap list %s", listing->name);
}

static int list_file(const struct listing *listing, const struct binary *binary,
		     struct error *error)
{
	struct patterns patterns;
	struct elf_file file;
	size_t nr;

	if (binary_open(binary, 0, &file, error))
		return -1;
	patterns_parse(&patterns, listing->glob);
	nr = list_functions(&file, &patterns, listing->as_json);
	nr += list_usdt(&file, &patterns, listing->as_json);
	patterns_free(&patterns);
	elf_close(&file);
	return nr ? EXIT_FINE : no_names(listing, binary->file[0].path, error);
}

static int run_list(int argc, char **argv, struct error *error)
{
	const struct printer *printer = &text_printer;
	struct listing listing = { .glob = "*" };
	struct binary binary;
	int err;

	if (command_choose_printer(&list_command, argc, argv, &printer, error))
		return -1;
	if (argc - optind < 1 || argc - optind > 2)
		return command_misused(&list_command, error, "it takes one or two arguments");
	listing.name = argv[optind];
	listing.as_json = printer == &json_printer;
	if (argv[optind + 1])
		listing.glob = argv[optind + 1];
	if (binary_find(&binary, listing.name, error))
		return -1;
	err = list_file(&listing, &binary, error);
	binary_free(&binary);
	return err;
}

const struct command list_command = {
	.name = "list",
	.arguments = "[--json] BINARY [GLOB]",
	.summary = "list the functions and USDT probes of a program or library",
	.help = "  uprobecap list bash 'read*'\n"
		"  uprobecap list libc.so.6 'open*,!*64'\n"
		"  uprobecap list libc.so.6 'sdt:*'\n"
		"  uprobecap list @1234/libssl 'SSL_*'\n"
		"\n"
		"Prints a line for each name: its offset in the file, its bytes, and the name as trace\n"
		"takes it; of a USDT probe a line for each site, with where its arguments are.\n"
		"GLOB is a pattern, or several with commas between; ! in front of one leaves out.\n"
		"  --json   one object a line\n",
	.run = run_list,
};

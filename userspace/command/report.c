// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap report: print a recording.
 */

#include <getopt.h>

#include "capture/reader.h"
#include "capture/strict.h"
#include "command/command.h"
#include "print/columns.h"
#include "stream/input.h"

/**
 * struct asked - the command line
 * @printer: of the hits
 * @printers: how many were asked for
 * @path: of the recording
 * @strict: a loss is an error
 * @is_chosen: not all hits are shown, but those of
 * @selection: these
 * @columns: of the lines of text
 */
struct asked {
	const struct printer *printer;
	unsigned int printers;
	const char *path;
	bool strict;
	bool is_chosen;
	struct selection selection;
	struct columns columns;
};

enum {
	OPTION_JSON = 256,
	OPTION_CSV,
	OPTION_SUMMARY,
	OPTION_CHROME,
	OPTION_SPEEDSCOPE,
	OPTION_FILTER,
	OPTION_FROM,
	OPTION_TO,
	OPTION_COLUMNS,
	OPTION_TIME,
	OPTION_STRICT,
};

static const struct option long_options[] = {
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "csv", no_argument, NULL, OPTION_CSV },
	{ "summary", no_argument, NULL, OPTION_SUMMARY },
	{ "chrome", no_argument, NULL, OPTION_CHROME },
	{ "speedscope", no_argument, NULL, OPTION_SPEEDSCOPE },
	{ "filter", required_argument, NULL, OPTION_FILTER },
	{ "from", required_argument, NULL, OPTION_FROM },
	{ "to", required_argument, NULL, OPTION_TO },
	{ "columns", required_argument, NULL, OPTION_COLUMNS },
	{ "time", required_argument, NULL, OPTION_TIME },
	{ "strict", no_argument, NULL, OPTION_STRICT },
	{ 0 },
};

static void choose_printer(struct asked *asked, int option)
{
	static const struct printer * const printers[] = {
		[OPTION_JSON - OPTION_JSON] = &json_printer,
		[OPTION_CSV - OPTION_JSON] = &csv_printer,
		[OPTION_SUMMARY - OPTION_JSON] = &summary_printer,
		[OPTION_CHROME - OPTION_JSON] = &chrome_printer,
		[OPTION_SPEEDSCOPE - OPTION_JSON] = &speedscope_printer,
	};

	asked->printer = printers[option - OPTION_JSON];
	asked->printers++;
}

static const char *take_moment(struct asked *asked, struct moment *moment)
{
	asked->is_chosen = true;
	return moment_parse(optarg, moment) ?
		       NULL :
		       "a time, as 12:03:41.5, '2026-11-21 12:03', or 10s behind the beginning";
}

/* Return: NULL, or what the option's argument should have been. */
static const char *take_option(void *data, int option)
{
	struct asked *asked = data;

	switch (option) {
	case OPTION_FILTER:
		asked->is_chosen = true;
		asked->selection.filter = optarg;
		return NULL;
	case OPTION_FROM:
		return take_moment(asked, &asked->selection.from);
	case OPTION_TO:
		return take_moment(asked, &asked->selection.to);
	case OPTION_COLUMNS:
		return columns_parse(optarg, &asked->columns) ? NULL : COLUMNS_NAMES;
	case OPTION_TIME:
		return columns_parse_clock(optarg, &asked->columns) ? NULL : COLUMNS_CLOCK_NAMES;
	case OPTION_STRICT:
		asked->strict = true;
		return NULL;
	default:
		choose_printer(asked, option);
		return NULL;
	}
}

static int parse(int argc, char **argv, struct asked *asked, struct error *error)
{
	static const struct command_options options = { ":", long_options, take_option };

	if (command_take_options(&report_command, argc, argv, &options, asked, error))
		return -1;
	if (asked->printers > 1)
		return command_misused(&report_command, error, "it prints in one way at a time");
	if (asked->printers && !columns_are_usual(&asked->columns))
		return command_misused(&report_command, error, COLUMNS_ARE_OF_TEXT);
	if (argc - optind != 1)
		return command_misused(&report_command, error, "it takes one FILE, or - for stdin");
	asked->path = argv[optind];
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

/* All that can be said of it, and at the end what was wrong. */
static int print(struct reader *reader, struct input *input, struct asked *asked,
		 struct error *error)
{
	struct error at_end;
	int err;

	if (asked->printer->begin)
		asked->printer->begin(stdout);
	err = report(reader, input, error);
	/* The first error counts; the ledger of what is whole is wanted all the same. */
	if (reader_finish(reader, &at_end) && !err) {
		*error = at_end;
		err = -1;
	}
	if (asked->printer->end)
		asked->printer->end(stdout);
	if (!err)
		err = selection_check(&asked->selection, error);
	if (!err && asked->strict)
		err = strict_check_ledgers(reader, error);
	return err;
}

static int run_report(int argc, char **argv, struct error *error)
{
	struct asked asked = { .printer = &text_printer };
	struct reader *reader;
	struct input input;
	int err;

	if (parse(argc, argv, &asked, error) || input_open(&input, asked.path, error))
		return -1;
	format_choose(&asked.columns);
	reader = reader_create(input.name, asked.printer, stdout);
	reader->selection = asked.is_chosen ? &asked.selection : NULL;
	err = print(reader, &input, &asked, error);
	reader_destroy(reader);
	input_close(&input);
	return err;
}

const struct command report_command = {
	.name = "report",
	.arguments =
		"[--json] [--csv] [--summary] [--chrome] [--speedscope] [--filter EXPR] [--from TIME] [--to TIME] [--columns LIST] [--time CLOCK] [--strict] FILE",
	.summary = "print a recording",
	.help = "  uprobecap record -o FILE 'r bash:readline +0($retval):string'\n"
		"  uprobecap report FILE\n"
		"  uprobecap report --summary --filter 'latency > 1ms' FILE\n"
		"  uprobecap report --chrome FILE > trace.json\n"
		"  uprobecap report --json FILE | jq 'select(.type == \"entry\").fields'\n"
		"  ssh HOST cat /dev/uprobecap | uprobecap report -\n"
		"\n"
		"Prints one line a hit, and the ledger. FILE may be of another machine.\n"
		"  --json           one object a line\n"
		"  --csv            comma-separated values, one row a hit\n"
		"  --summary        no hits, but of each probe: how many, how many errors, and for\n"
		"                   calls how long they took: p50, p90, p99, max, a histogram\n"
		"  --chrome         for ui.perfetto.dev or chrome://tracing\n"
		"  --speedscope     for speedscope.app: the calls of each thread\n"
		"  --filter EXPR    only hits that satisfy it, as behind 'if' in a probe\n"
		"  --from TIME      only what is not earlier, and\n"
		"  --to TIME        not later: 12:03:41.5, '2026-11-21 12:03', or 10s: that long\n"
		"                   behind the beginning\n"
		"  --columns LIST   of time,comm,pid,tid,uid,cpu,event, those and in that order\n"
		"  --time CLOCK     wall (the time of day), mono (the kernel's clock), or delta: since\n"
		"                   the line before\n"
		"  --strict         exit with 5 when hits were lost or the ledger does not balance\n",
	.run = run_report,
};

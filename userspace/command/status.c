// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap status: what is armed on this machine, and by whom.
 */

#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "capture/device.h"
#include "capture/reader.h"
#include "capture/session.h"
#include "command/command.h"
#include "print/escape.h"

#define NSEC_PER_SEC 1000000000ull

static void put_since(FILE *out, uint64_t realtime)
{
	time_t second = realtime / NSEC_PER_SEC;
	char text[sizeof("2026-11-21 12:03:41")];
	struct tm tm;

	localtime_r(&second, &tm);
	strftime(text, sizeof(text), "%F %T", &tm);
	fputs(text, out);
}

static void status_owner(FILE *out, const struct stream *stream,
			 const struct uprobecap_owner *owner)
{
	if (owner->session)
		fprintf(out, "session %u  ", owner->session);
	else
		fputs("boot session  ", out);
	put_escaped(out, owner->comm, strnlen(owner->comm, sizeof(owner->comm)), 0);
	fprintf(out, "  pid %u  uid %u  since ", owner->pid, owner->uid);
	put_since(out, stream_realtime(stream, owner->since));
	if (owner->record.flags & UPROBECAP_UNSEEN)
		fputs("  probes unknown, for its reader is stuck\n", out);
	else
		fprintf(out, "  probes %u\n", owner->nr_probes);
	if (owner->nr_probes)
		fprintf(out, "%7s %12s %12s %12s %10s %10s  %s\n", "PROBE", "HITS", "DELIVERED",
			"FILTERED", "LOST", "MISSED", "SPEC");
}

static void status_ledger(FILE *out, const struct stream *stream, const struct probe *probe)
{
	const struct uprobecap_ledger *ledger = &probe->ledger;

	(void)stream;
	fprintf(out, "%7u %12llu %12llu %12llu %10llu %10llu  ", probe->definition->id,
		ledger->hits, ledger->delivered + ledger->counted, ledger->filtered,
		ledger->lost_full + ledger->lost_too_big,
		ledger->missed_depth + ledger->missed_jump + ledger->missed_exit +
			ledger->missed_full);
	put_escaped(out, probe->spec, strlen(probe->spec), 0);
	fputs("  # ", out);
	put_escaped(out, probe->function, strlen(probe->function), 0);
	fputs(probe->definition->flags & UPROBECAP_ARMED ? "\n" : "  (not armed)\n", out);
}

static const struct printer status_printer = {
	.ledger = status_ledger,
	.owner = status_owner,
};

static int parse(int argc, char **argv, const struct printer **printer, struct error *error)
{
	if (command_choose_printer(&status_command, argc, argv, printer, error))
		return -1;
	if (optind < argc)
		return command_misused(&status_command, error, "%s: it takes no argument",
				       argv[optind]);
	return 0;
}

static int show(struct reader *reader, int device, struct error *error)
{
	ssize_t got;

	while ((got = reader_fill(reader, device)) > 0)
		if (reader_show(reader, error))
			return -1;
	return got < 0 ? device_explain(errno, error) : reader_finish(reader, error);
}

static int run_status(int argc, char **argv, struct error *error)
{
	const struct printer *printer = &status_printer;
	struct reader *reader;
	int device, err;

	if (parse(argc, argv, &printer, error))
		return -1;
	device = session_open(error);
	if (device < 0)
		return -1;
	err = session_list(device, error);
	if (!err) {
		reader = reader_create(UPROBECAP_DEVICE, printer, stdout);
		err = show(reader, device, error);
		if (!err && !reader->stream.is_list && printer == &status_printer)
			puts("nothing is armed");
		reader_destroy(reader);
	}
	close(device);
	return err;
}

const struct command status_command = {
	.name = "status",
	.arguments = "[--json]",
	.summary = "show what is armed on this machine, and by whom",
	.help = "  uprobecap status\n"
		"  uprobecap status --json | jq 'select(.type == \"ledger\").hits'\n"
		"\n"
		"Prints each session, with the process that made it, and its probes, with what became of\n"
		"their hits until now. For root.\n"
		"  --json   one object a line\n",
	.run = run_status,
};

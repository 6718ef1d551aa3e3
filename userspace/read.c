// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap read: the boot session, live or into a file.
 */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "device.h"
#include "reader.h"

#define NSEC_PER_MSEC 1000000ull

/*
 * A ledger is due UPROBECAP_WAKE_MS after the one before. So the last one comes
 * within twice that, or the one that was read is the last. Where hits come faster
 * than they can be read it never comes: then what came before the signal is read,
 * and behind that the ledger is waited for no longer than this.
 */
#define LAST_WAIT_MS  (2 * UPROBECAP_WAKE_MS)
#define LAST_LIMIT_MS 1000

/**
 * struct options - of the command line
 * @printer: of hits; NULL when they go to @path
 * @path: of the recording; NULL when there is none
 */
struct options {
	const struct printer *printer;
	const char *path;
};

/**
 * struct capture - a capture that runs
 * @reader: of the device
 * @device: its descriptor
 * @signals: a signalfd
 * @recording: descriptor of the file; -1 when there is none
 * @path: of the recording
 * @recorded: bytes in it
 * @more: the last read found something, so there may be more
 * @stopped: CLOCK_MONOTONIC of the signal to stop; 0 until then
 */
struct capture {
	struct reader *reader;
	int device;
	int signals;
	int recording;
	const char *path;
	uint64_t recorded;
	bool more;
	uint64_t stopped;
};

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 * NSEC_PER_MSEC + now.tv_nsec;
}

static int parse(int argc, char **argv, struct options *options, struct error *error)
{
	static const struct option long_options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ 0 },
	};
	bool json = false;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":o:", long_options, NULL)) >= 0) {
		if (option == 'j')
			json = true;
		else if (option == 'o')
			options->path = optarg;
		else
			return command_misused(&read_command, error,
					       option == ':' ? "%s needs a FILE" :
							       "%s is not an option of it",
					       argv[optind - 1]);
	}
	if (optind < argc)
		return command_misused(&read_command, error, "%s: it takes no argument",
				       argv[optind]);
	if (json && options->path)
		return command_misused(
			&read_command, error,
			"--json with -o: a recording is always binary, report --json comes later");
	options->printer = options->path ? NULL : json ? &json_printer : &text_printer;
	return 0;
}

static int cannot_record(const char *path, struct error *error)
{
	error_what(error, errno == EACCES || errno == EPERM ? EXIT_NO_ACCESS : EXIT_FAILED,
		   "%s cannot be written", path);
	error_why(error, "%s", strerror(errno));
	return error_remedy(
		error, "give -o a file in a folder where you may write, with room: df %s", path);
}

static int record(struct capture *capture, size_t size, struct error *error)
{
	const char *bytes = reader_tail(capture->reader, size);
	ssize_t put;

	for (; size; bytes += put, size -= put, capture->recorded += put) {
		do {
			put = write(capture->recording, bytes, size);
		} while (put < 0 && errno == EINTR);
		if (put < 0)
			return cannot_record(capture->path, error);
	}
	return 0;
}

/* Return: 1 when there was something to read, 0 when there was not, -1. */
static int read_once(struct capture *capture, struct error *error)
{
	ssize_t got = reader_fill(capture->reader, capture->device);

	if (got < 0)
		return errno == EAGAIN ? 0 : device_explain(errno, error);
	if (capture->recording >= 0 && record(capture, got, error))
		return -1;
	return reader_show(capture->reader, error) ? -1 : 1;
}

/* Is there a ledger of each probe from behind the signal? */
static bool has_last_ledger(const struct capture *capture)
{
	const struct probes *probes = &capture->reader->stream.probes;
	size_t n;

	for (n = 0; n < probes->nr; n++)
		if (probes->probe[n]->ledger.time < capture->stopped)
			return false;
	return true;
}

static bool is_complete(const struct capture *capture)
{
	return has_last_ledger(capture) ||
	       (capture->reader->stream.last_hit > capture->stopped &&
		now_ns() - capture->stopped > LAST_LIMIT_MS * NSEC_PER_MSEC);
}

/* Return: how long there may be nothing, in ms; -1 for ever. */
static int patience(const struct capture *capture)
{
	if (capture->more)
		return 0;
	return capture->stopped ? LAST_WAIT_MS : -1;
}

/* Return: 1 to go on, 0 at the end, -1. */
static int step(struct capture *capture, struct error *error)
{
	struct pollfd polls[] = {
		{ .fd = capture->device, .events = POLLIN },
		{ .fd = capture->stopped ? -1 : capture->signals, .events = POLLIN },
		/* Tells when who reads us has gone, without a hit to write. */
		{ .fd = capture->reader->printer ? STDOUT_FILENO : -1 },
	};
	int ready = poll(polls, 3, patience(capture));
	int got;

	if (ready < 0)
		return errno == EINTR ? 1 : device_explain(errno, error);
	if (polls[2].revents & (POLLERR | POLLHUP))
		return 0;
	if (polls[1].revents)
		capture->stopped = now_ns();
	got = read_once(capture, error);
	if (got < 0 || (!got && command_flush(stdout, error)))
		return -1;
	if (capture->stopped && ((!ready && !capture->more) || is_complete(capture)))
		return 0;
	capture->more = got;
	return 1;
}

static int open_signals(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void sum_up(const struct capture *capture)
{
	const struct stream *stream = &capture->reader->stream;
	uint64_t lost = 0;
	uint32_t cpu;

	for (cpu = 0; cpu < stream->header.nr_cpus; cpu++)
		lost += stream->lost_total[cpu];
	fprintf(stderr, "%s: %" PRIu64 " hits, %" PRIu64 " bytes", capture->path, stream->hits,
		capture->recorded);
	if (lost)
		fprintf(stderr, "; %" PRIu64 " hits lost so far", lost);
	fputc('\n', stderr);
}

static int run_capture(struct capture *capture, struct error *error)
{
	struct error at_end;
	int err;

	do {
		err = step(capture, error);
	} while (err > 0);
	if (err < 0 && !capture->reader->stream.begun)
		return err;
	if (reader_finish(capture->reader, &at_end) && !err) {
		*error = at_end;
		err = -1;
	}
	if (capture->path)
		sum_up(capture);
	return err;
}

/* Becomes the reader of the device; only then is an old recording overwritten. */
static int begin(struct capture *capture, const struct options *options, struct error *error)
{
	struct pollfd claim = { .fd = capture->device, .events = POLLIN };
	ssize_t got = 0;

	capture->more = true;
	if (poll(&claim, 1, 0) < 0)
		return device_explain(errno, error);
	/* Only read(2) says what is wrong; nothing, if the other reader ended just now. */
	if (claim.revents & POLLERR)
		got = reader_fill(capture->reader, capture->device);
	if (got < 0)
		return device_explain(errno, error);
	if (!options->path)
		return 0;
	capture->recording = open(options->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (capture->recording < 0)
		return cannot_record(options->path, error);
	return record(capture, got, error);
}

static int run_read(int argc, char **argv, struct error *error)
{
	struct options options = { 0 };
	struct capture capture = { .recording = -1 };
	int err;

	if (parse(argc, argv, &options, error))
		return -1;
	capture.device = device_open(error);
	if (capture.device < 0)
		return -1;
	capture.path = options.path;
	capture.signals = open_signals();
	capture.reader = reader_create(UPROBECAP_DEVICE, options.printer, stdout);
	err = begin(&capture, &options, error);
	if (!err)
		err = run_capture(&capture, error);
	reader_destroy(capture.reader);
	if (capture.recording >= 0 && close(capture.recording) && !err)
		err = cannot_record(capture.path, error);
	close(capture.signals);
	close(capture.device);
	return err;
}

const struct command read_command = {
	.name = "read",
	.arguments = "[--json] [-o FILE]",
	.summary = "print what the module's parameters capture, live",
	.help = "  " DEVICE_INSMOD "\n"
		"  uprobecap read\n"
		"  uprobecap read --json | jq .fields\n"
		"  uprobecap read -o FILE         then: uprobecap report FILE\n"
		"\n"
		"Prints one line a hit until Ctrl-C or SIGTERM, then the ledger: for each probe its hits,\n"
		"and what became of them.\n"
		"  --json    one object a line\n"
		"  -o FILE   write a recording, and print no hits\n",
	.run = run_read,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A capture that runs: from the device to the printer or the recording, until
 * somebody or something ends it.
 */

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "capture/capture.h"
#include "capture/device.h"
#include "capture/session.h"
#include "capture/strict.h"
#include "command/command.h"

#define NSEC_PER_MSEC 1000000ull

/*
 * A ledger is due UPROBECAP_WAKE_MS after the one before. So the last one comes
 * within twice that, or the one that was read is the last. Where hits come faster
 * than they can be read it never comes: then what came before the end is read,
 * and behind that the ledger is waited for no longer than this.
 */
#define LAST_WAIT_MS  (2 * UPROBECAP_WAKE_MS)
#define LAST_LIMIT_MS 1000

/* Bytes of hits between two looks at anything else. */
#define ROUND_MAX (1024 * 1024)

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 * NSEC_PER_MSEC + now.tv_nsec;
}

/* Return: 1 when there was something to read, 0 when there was not, -1. */
static int read_once(struct capture *capture, struct error *error)
{
	ssize_t got = reader_fill(capture->reader, capture->device);

	if (got < 0)
		return errno == EAGAIN ? 0 : device_explain(errno, error);
	return reader_show(capture->reader, error) ? -1 : 1;
}

/* Of the last look; not so much that signals wait long. */
static int take_rings(struct capture *capture, struct error *error)
{
	size_t size, taken = 0;
	const void *records;

	while (taken < ROUND_MAX && (records = rings_next(&capture->rings, &size))) {
		if (reader_take(capture->reader, records, size, error) < 0)
			return -1;
		rings_consume(&capture->rings, size);
		taken += size;
	}
	return taken > 0;
}

/* The definitions of what is in the rings are there when the rings have been looked at. */
static int read_round(struct capture *capture, struct error *error)
{
	int got, some = 0;

	if (!capture->is_session || capture->overwrites)
		return read_once(capture, error);
	rings_look(&capture->rings);
	while ((got = read_once(capture, error)) > 0)
		some = 1;
	if (!got)
		got = take_rings(capture, error);
	return got ? got : some;
}

/*
 * Is there a ledger of each probe from behind the end, and, where hits come to an end,
 * from behind the last hit?
 */
static bool has_last_ledger(const struct capture *capture)
{
	const struct probes *probes = &capture->reader->stream.probes;
	size_t n;

	for (n = 0; n < probes->nr; n++)
		if (probes->probe[n]->ledger.time < capture->stopped ||
		    (capture->is_session && probes->probe[n]->after_ledger))
			return false;
	return true;
}

static bool is_complete(const struct capture *capture)
{
	return (has_last_ledger(capture) && rings_are_empty(&capture->rings)) ||
	       (capture->reader->stream.last_hit > capture->stopped &&
		now_ns() - capture->stopped > LAST_LIMIT_MS * NSEC_PER_MSEC);
}

static int hold(struct capture *capture, bool held, struct error *error)
{
	if (held == capture->held)
		return 0;
	capture->held = held;
	return session_hold(capture->device, held, error);
}

/* From here on, what was captured is read, and no more is wanted. */
static int stop(struct capture *capture, struct error *error)
{
	if (capture->stopped)
		return 0;
	if (capture->is_session && session_disable(capture->device, error))
		return -1;
	if (capture->overwrites && hold(capture, true, error))
		return -1;
	capture->stopped = now_ns();
	return 0;
}

/* Return: false when these signals are no reason to stop; *asked: one asks for what there is. */
static bool take_signals(struct capture *capture, bool *asked)
{
	struct signalfd_siginfo signal;
	bool ends = false;

	while (read(capture->signals, &signal, sizeof(signal)) == sizeof(signal)) {
		if (signal.ssi_signo == SIGUSR1)
			*asked = true;
		else if (!capture->child)
			ends = ends || signal.ssi_signo != SIGCHLD;
		else if (signal.ssi_signo != SIGCHLD)
			child_signal(capture->child, &signal);
	}
	return ends || (capture->child && child_has_ended(capture->child));
}

static bool has_enough(const struct capture *capture)
{
	return (capture->count && capture->reader->shown == capture->count) ||
	       (capture->deadline && now_ns() >= capture->deadline);
}

/* Return: how long there may be nothing, in ms; -1 for ever. */
static int patience(const struct capture *capture)
{
	uint64_t next = capture->deadline ? capture->deadline : UINT64_MAX;
	uint64_t now;

	if (capture->more)
		return 0;
	if (capture->stopped)
		return LAST_WAIT_MS;
	if (capture->progress.due < next)
		next = capture->progress.due;
	if (next == UINT64_MAX)
		return -1;
	now = now_ns();
	if (now >= next)
		return 0;
	now = (next - now) / NSEC_PER_MSEC + 1;
	return now < INT_MAX ? (int)now : INT_MAX;
}

/* Whoever waits for hits sees all that came until now. */
static int flush(struct capture *capture, struct error *error)
{
	if (capture->reader->recording)
		return recording_flush(capture->reader->recording, error);
	return command_flush(stdout, error);
}

/* Return: 0 or -1. */
static int obey_signals(struct capture *capture, struct error *error)
{
	bool asked = false;

	if (take_signals(capture, &asked) && stop(capture, error))
		return -1;
	return asked && !capture->stopped ? hold(capture, true, error) : 0;
}

/* Nothing is left to be read for now. */
static int pause_reading(struct capture *capture, struct error *error)
{
	if (flush(capture, error))
		return -1;
	return capture->stopped ? 0 : hold(capture, false, error);
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
	capture->unheard = polls[2].revents & (POLLERR | POLLHUP);
	if (capture->unheard)
		return 0;
	if (polls[1].revents && obey_signals(capture, error))
		return -1;
	if (has_enough(capture) && stop(capture, error))
		return -1;
	got = read_round(capture, error);
	if (got < 0 || (!got && pause_reading(capture, error)))
		return -1;
	progress_show(&capture->progress, capture->reader->shown, capture->recording.bytes,
		      now_ns());
	if (capture->stopped && ((!ready && !capture->more) || is_complete(capture)))
		return 0;
	capture->more = got;
	return 1;
}

static int open_signals(bool overwrites)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGCHLD);
	if (overwrites)
		sigaddset(&signals, SIGUSR1);
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
	fprintf(stderr, "%s: %" PRIu64 " hits, %" PRIu64 " bytes", capture->path,
		capture->reader->shown, capture->recording.bytes);
	if (lost)
		fprintf(stderr, "; %" PRIu64 " hits lost so far", lost);
	fputc('\n', stderr);
}

static void tell_left_out(const struct capture *capture)
{
	uint64_t left_out = capture->reader->stream.hits - capture->reader->shown;

	if (left_out)
		fprintf(stderr,
			"uprobecap: %" PRIu64 " more hits came before the probes were disarmed\n",
			left_out);
}

/* The command goes on without probes, and its exit code is wanted. */
static void wait_for_child(struct capture *capture)
{
	struct pollfd poll_signals = { .fd = capture->signals, .events = POLLIN };
	struct error ignored;
	bool asked;

	/* After a failure they may be armed still, and nobody reads. */
	stop(capture, &ignored);
	fflush(stdout);
	while (!child_has_ended(capture->child)) {
		poll(&poll_signals, 1, -1);
		take_signals(capture, &asked);
	}
}

/* Becomes the reader of the device; only then is an old recording overwritten. */
static int begin(struct capture *capture, struct error *error)
{
	struct pollfd claim = { .fd = capture->device, .events = POLLIN };

	if (poll(&claim, 1, 0) < 0)
		return device_explain(errno, error);
	/* Only read(2) says what is wrong; nothing, if the other reader ended just now. */
	if (claim.revents & POLLERR && reader_fill(capture->reader, capture->device) < 0)
		return device_explain(errno, error);
	if (capture->is_session && !capture->overwrites &&
	    rings_map(&capture->rings, capture->device, error))
		return -1;
	if (!capture->path)
		return 0;
	if (capture->is_archive ? recording_open_archive(&capture->recording, capture->path,
							 capture->max_size, error) :
				  recording_open(&capture->recording, capture->path, error))
		return -1;
	capture->recording.names = capture->names;
	capture->reader->recording = &capture->recording;
	/* A command may have the terminal for itself. */
	if (!capture->child)
		progress_begin(&capture->progress, capture->path, now_ns());
	return 0;
}

/* Return: 0 or -1. */
static int run(struct capture *capture, struct error *error)
{
	int err = 1;

	capture->more = true;
	if (capture->duration)
		capture->deadline = now_ns() + capture->duration;
	/* It may have ended before its end could be told by a signal. */
	if (capture->child && child_has_ended(capture->child))
		err = stop(capture, error) ? -1 : 1;
	while (err > 0)
		err = step(capture, error);
	return err;
}

/* What the user is told at the end, when the stream was begun. */
static int finish(struct capture *capture, int err, struct error *error)
{
	struct error at_end;

	progress_end(&capture->progress);
	if (reader_finish(capture->reader, &at_end) && !err) {
		*error = at_end;
		err = -1;
	}
	tell_left_out(capture);
	if (capture->path && recording_flush(&capture->recording, &at_end) && !err) {
		*error = at_end;
		err = -1;
	}
	if (capture->path) {
		reader_show_ledgers(capture->reader, &text_printer, stderr);
		sum_up(capture);
	}
	if (!err && capture->strict)
		err = strict_check_ledgers(capture->reader, error);
	/* Those of the boot session may have had another reader before. */
	if (!err && capture->strict && capture->is_session)
		err = strict_check_hits(capture->reader, error);
	return err;
}

/**
 * capture_all() - capture until the end
 * @capture: with what the caller fills in
 * @error: why that was no good end
 *
 * A child is released when all is ready, and has ended behind this; where it was
 * not released it is abandoned.
 *
 * Return: 0 or -1.
 */
int capture_all(struct capture *capture, struct error *error)
{
	struct error at_close;
	int err;

	capture->recording.fd = -1;
	capture->progress.due = UINT64_MAX;
	capture->signals = open_signals(capture->overwrites);
	capture->reader = reader_create(UPROBECAP_DEVICE, capture->printer, stdout);
	capture->reader->limit = capture->count;
	capture->reader->names = capture->names;
	err = begin(capture, error);
	if (capture->child && err)
		child_abandon(capture->child);
	if (capture->child && !err)
		err = child_release(capture->child, error);
	if (!err) {
		err = run(capture, error);
		if (capture->reader->stream.begun || (!err && !capture->unheard))
			err = finish(capture, err, error);
		if (capture->child)
			wait_for_child(capture);
	}
	reader_destroy(capture->reader);
	rings_unmap(&capture->rings);
	if (recording_close(&capture->recording, &at_close) && !err) {
		*error = at_close;
		err = -1;
	}
	close(capture->signals);
	return err;
}

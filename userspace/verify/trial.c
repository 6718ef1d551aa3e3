// SPDX-License-Identifier: GPL-2.0-only
/*
 * A run of a command under the module and under tracefs at once. The module is
 * armed first, and disarmed first; the command begins when both are armed.
 */

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/capture.h"
#include "capture/session.h"
#include "print/printer.h"
#include "verify/tracefs_hits.h"
#include "verify/trial.h"
#include "verify/twin.h"

/* A printer has no owner: there is one trial at a time. */
static struct trial *running;

static void take_hit(FILE *out, const struct stream *stream, struct probe *probe,
		     const struct uprobecap_hit *hit)
{
	uint32_t id = probe->definition->id;
	struct sightings *ours = &running->ours;

	(void)out;
	(void)stream;
	sightings_open(ours, hit->tid, id, hit->time);
	twin_put(ours->out, probe, hit, running->probes[id - 1].left_out);
	sightings_close(ours);
}

/* The ledger has the losses, too. */
static void ignore_loss(FILE *out, const struct stream *stream, const struct uprobecap_lost *lost,
			uint64_t hits)
{
	(void)out;
	(void)stream;
	(void)lost;
	(void)hits;
}

static void take_ledger(FILE *out, const struct stream *stream, const struct probe *probe)
{
	struct uprobecap_ledger *sum = &running->ledger;
	const struct uprobecap_ledger *ledger = &probe->ledger;

	(void)out;
	(void)stream;
	sum->hits += ledger->hits;
	sum->delivered += ledger->delivered;
	sum->filtered += ledger->filtered;
	sum->lost_full += ledger->lost_full;
	sum->lost_too_big += ledger->lost_too_big;
	sum->in_flight += ledger->in_flight;
	sum->missed_depth += ledger->missed_depth;
	sum->missed_jump += ledger->missed_jump;
	sum->missed_exit += ledger->missed_exit;
	sum->missed_full += ledger->missed_full;
	if (!probe->has_ledger || ledger_missing(ledger))
		running->unbalanced = true;
}

static const struct printer collector = {
	.hit = take_hit,
	.lost = ignore_loss,
	.ledger = take_ledger,
};

static bool is_32_bit(const struct trial *trial)
{
	return gelf_getclass(trial->request.target.file.elf) == ELFCLASS32;
}

/* Nothing is armed before all of it is known to be right. */
static int prepare(struct trial *trial, struct error *error)
{
	const struct trial_wish *wish = trial->wish;
	struct target_wish target_wish = { .exact = wish->exact, .force = wish->force };
	struct request *request = &trial->request;
	size_t n;

	if (request_parse(request, wish->spec, error) || request_open(request, &target_wish, error))
		return -1;
	trial->probes = need_memory(calloc(request->target.nr, sizeof(*trial->probes)));
	for (n = 0; n < request->target.nr; n++)
		if (tracefs_probe_translate(&trial->probes[n], request_text(request, n),
					    is_32_bit(trial), error))
			return -1;
	return 0;
}

static int arm_module(struct trial *trial, int device, pid_t command, struct error *error)
{
	__u32 pid = command;
	struct session_share all = { 0 };
	struct uprobecap_config config = {
		.flags = UPROBECAP_MAPPED | UPROBECAP_FOLLOW,
		.ring_kb = trial->wish->ring_kb,
		.pids = (uintptr_t)&pid,
		.nr_pids = 1,
	};

	if (session_configure(device, &config, error) ||
	    session_add(device, &trial->request, &all, error))
		return -1;
	return session_enable(device, &trial->request, error);
}

static int add_events(struct trial *trial, size_t site, struct error *error)
{
	const struct target *target = &trial->request.target;
	const struct tracefs_probe *probe = &trial->probes[site];
	struct tracefs_event event = {
		.letter = 'p',
		.number = site + 1,
		.fd = target->file.fd,
		.offset = target->offset[site],
		.ref_ctr_offset = target->ref_ctr_offset ? target->ref_ctr_offset[site] : 0,
		.fields = probe->entry,
		.filter = probe->filter,
	};

	if (probe->entry && tracefs_add(&trial->tracefs, &event, error))
		return -1;
	if (!probe->returned)
		return 0;
	event.letter = 'r';
	event.fields = probe->returned;
	if (probe->entry)
		event.filter = NULL;
	return tracefs_add(&trial->tracefs, &event, error);
}

static int arm_tracefs(struct trial *trial, struct error *error)
{
	size_t n;

	if (tracefs_begin(&trial->tracefs, trial->wish->ring_kb, error))
		return -1;
	for (n = 0; n < trial->request.target.nr; n++)
		if (add_events(trial, n, error))
			return -1;
	return tracefs_enable(&trial->tracefs, error);
}

static int no_trace(const char *path, struct error *error)
{
	error_what(error, EXIT_FAILED, "%s cannot be read", path);
	error_why(error, "%s", strerror(errno));
	return error_remedy(error, "see: dmesg");
}

static int read_tracefs(struct trial *trial, const struct child *child, struct error *error)
{
	struct tracefs_hits hits = {
		.owner = getpid(),
		.command = child->pid,
		.address_size = is_32_bit(trial) ? sizeof(uint32_t) : sizeof(uint64_t),
		.is_call = trial->probes[0].entry && trial->probes[0].returned,
		.sightings = &trial->theirs,
	};
	char *path = tracefs_trace(&trial->tracefs);
	FILE *trace = fopen(path, "re");

	if (!trace)
		no_trace(path, error);
	free(path);
	if (!trace)
		return -1;
	tracefs_hits_read(&hits, trace);
	fclose(trace);
	trial->recorded = hits.lines;
	trial->profile = tracefs_profile(&trial->tracefs);
	trial->lost = tracefs_lost(&trial->tracefs);
	return 0;
}

static int capture(struct trial *trial, int device, struct child *child, struct error *error)
{
	struct capture capture = {
		.printer = &collector,
		.device = device,
		.is_session = true,
		.child = child,
	};

	if (arm_module(trial, device, child->pid, error) || arm_tracefs(trial, error)) {
		child_abandon(child);
		return -1;
	}
	running = trial;
	if (capture_all(&capture, error) || tracefs_disable(&trial->tracefs, error))
		return -1;
	return read_tracefs(trial, child, error);
}

/* What would end us waits until nothing is left in tracefs. */
static void hold_signals(sigset_t *before)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM };
	sigset_t signals;
	size_t n;

	sigemptyset(&signals);
	for (n = 0; n < sizeof(numbers) / sizeof(*numbers); n++)
		sigaddset(&signals, numbers[n]);
	sigprocmask(SIG_BLOCK, &signals, before);
}

static int run_command(struct trial *trial, int device, struct error *error)
{
	struct error at_end;
	struct child child;
	sigset_t before;
	int err;

	if (child_start(&child, trial->wish->command, error))
		return -1;
	hold_signals(&before);
	err = capture(trial, device, &child, error);
	if (tracefs_remove(&trial->tracefs, &at_end) && !err) {
		*error = at_end;
		err = -1;
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	trial->code = child.code;
	if (err)
		return -1;
	sightings_end(&trial->ours);
	sightings_end(&trial->theirs);
	compare_sightings(&trial->ours, &trial->theirs, child.ended_at, &trial->comparison);
	return 0;
}

/**
 * trial_run() - run the command, and compare
 * @trial: the result; trial_free() it either way
 * @wish: what is asked for
 * @error: why not
 *
 * Return: 0 or -1.
 */
int trial_run(struct trial *trial, const struct trial_wish *wish, struct error *error)
{
	int device, err;

	*trial = (struct trial){ .wish = wish };
	sightings_begin(&trial->ours);
	sightings_begin(&trial->theirs);
	if (prepare(trial, error))
		return -1;
	device = session_open(error);
	if (device < 0)
		return -1;
	err = tracefs_find(&trial->tracefs, error) ? -1 : run_command(trial, device, error);
	close(device);
	return err;
}

/**
 * trial_lost() - hits that any side has lost
 * @trial: that was run
 */
uint64_t trial_lost(const struct trial *trial)
{
	return trial->ledger.lost_full + trial->ledger.lost_too_big + trial->lost +
	       trial->comparison.too_big;
}

/**
 * trial_judge() - what has come out?
 * @trial: that was run
 */
enum trial_verdict trial_judge(const struct trial *trial)
{
	if (trial->unbalanced || trial->ours.nr != trial->ledger.delivered)
		return TRIAL_DIFFERENT;
	if (trial_lost(trial))
		return TRIAL_LOST;
	return trial->comparison.different ? TRIAL_DIFFERENT : TRIAL_EQUAL;
}

/**
 * trial_free() - give back what it took
 * @trial: that was run, or could not be
 */
void trial_free(struct trial *trial)
{
	size_t n;

	for (n = 0; trial->probes && n < trial->request.target.nr; n++)
		tracefs_probe_free(&trial->probes[n]);
	free(trial->probes);
	request_free(&trial->request);
	sightings_free(&trial->ours);
	sightings_free(&trial->theirs);
}

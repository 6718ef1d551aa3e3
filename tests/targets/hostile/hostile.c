// SPDX-License-Identifier: GPL-2.0-only
/*
 * hostile CALLS SEED USER PROGRAM SITE... - makes so many calls to the module that no
 * well-meaning program makes, about probes at these offsets of PROGRAM, as USER: root, or
 * nobody, who is handed the device, and sessions, by somebody who may open it.
 *
 * First two threads make each pair of calls at once, then four make any of them. It says how
 * often each call was done, and ends with 1 when one of them never was.
 */
#define _GNU_SOURCE
#include <err.h>
#include <grp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../target.h"
#include "actor.h"
#include "files.h"
#include "mapping.h"
#include "narrow.h"
#include "places.h"
#include "processes.h"
#include "reading.h"
#include "requests.h"

#define NOBODY	65534
#define THREADS 4

/* A session as others have it: with what is there the rest can be done, and raced for. */
static bool begin_session(struct actor *actor)
{
	static const struct {
		act_function *perform;
	} steps[] = { { open_file }, { config }, { add }, { enable }, { map_ring } };
	bool all_done = true;
	unsigned int n;

	actor->random.is_tame = true;
	for (n = 0; n < ARRAY_SIZE(steps); n++)
		if (steps[n].perform != enable || one_in(&actor->random, 2))
			all_done &= steps[n].perform(actor);
	actor->random.is_tame = false;
	return all_done;
}

enum who { NEITHER, ROOT, BOTH };

/**
 * struct act - a call
 * @name: of it
 * @weight: how often it is made when any may be
 * @who: for whom it may be done
 * @perform: makes it
 */
static const struct act {
	const char *name;
	unsigned int weight;
	enum who who;
	act_function *perform;
} acts[] = {
	{ "begin", 12, ROOT, begin_session },
	{ "open", 12, BOTH, open_file },
	{ "close", 8, BOTH, close_file },
	{ "dup", 4, BOTH, duplicate_file },
	{ "send", 4, BOTH, send_file },
	{ "fcntl", 2, BOTH, change_file },
	{ "CONFIG", 16, ROOT, config },
	{ "ADD", 24, ROOT, add },
	{ "ENABLE", 16, ROOT, enable },
	{ "DISABLE", 6, BOTH, disable },
	{ "REMOVE", 6, BOTH, remove_probes },
	{ "LEDGERS", 8, BOTH, ledgers },
	{ "LIST", 2, ROOT, list },
	{ "INFO", 4, BOTH, info },
	{ "HOLD", 6, BOTH, hold },
	{ "noise", 4, NEITHER, noise },
	{ "read", 24, BOTH, read_file },
	{ "poll", 8, BOTH, poll_file },
	{ "epoll", 4, BOTH, watch_file },
	{ "misuse", 4, BOTH, misuse_file },
	{ "mmap", 32, BOTH, map_ring },
	{ "munmap", 8, BOTH, unmap_ring },
	{ "mremap", 6, BOTH, move_ring },
	{ "mprotect", 6, BOTH, protect_ring },
	{ "write ring", 12, BOTH, write_ring },
	{ "read ring", 4, BOTH, look_at_ring },
	{ "fork", 1, BOTH, fork_process },
	{ "exec", 1, BOTH, run_program },
	{ "kill", 1, BOTH, kill_process },
};

#define ACTS ARRAY_SIZE(acts)

static long made[ACTS], done[ACTS];
static unsigned int all_weights;
static long calls_left;
static uint64_t seed;
static pthread_barrier_t all, together;

static void make_call(struct actor *actor, size_t act)
{
	__atomic_fetch_add(&made[act], 1, __ATOMIC_RELAXED);
	if (acts[act].perform(actor))
		__atomic_fetch_add(&done[act], 1, __ATOMIC_RELAXED);
}

static size_t any_act(struct random *random)
{
	unsigned int at = below(random, all_weights);
	size_t act = 0;

	while (at >= acts[act].weight)
		at -= acts[act++].weight;
	return act;
}

static struct actor begin_actor(uintptr_t number)
{
	return (struct actor){ .random.state = seed + number };
}

static void *race(void *number)
{
	struct actor actor = begin_actor((uintptr_t)number);
	size_t first, second;

	pthread_barrier_wait(&all);
	for (first = 0; first < ACTS; first++) {
		for (second = first; second < ACTS; second++) {
			actor.slot = (unsigned int)((first + second) % SLOTS);
			if (number && one_in(&actor.random, 2))
				begin_session(&actor);
			pthread_barrier_wait(&together);
			make_call(&actor, number ? first : second);
			pthread_barrier_wait(&together);
		}
	}
	return NULL;
}

static void *roam(void *number)
{
	struct actor actor = begin_actor((uintptr_t)number);

	pthread_barrier_wait(&all);
	while (__atomic_fetch_sub(&calls_left, 1, __ATOMIC_RELAXED) > 0) {
		actor.slot = below(&actor.random, SLOTS);
		make_call(&actor, any_act(&actor.random));
	}
	return NULL;
}

static void interrupt(int signal)
{
}

/* A read(2) may wait for a hit for ever, and so may others for it: signals interrupt them. */
static void join(pthread_t *thread, unsigned int nr)
{
	unsigned int first, n;

	for (first = 0; first < nr; first++) {
		struct timespec until;

		do {
			for (n = first; n < nr; n++)
				pthread_kill(thread[n], SIGUSR1);
			clock_gettime(CLOCK_REALTIME, &until);
			until.tv_nsec += 20000000;
			until.tv_sec += until.tv_nsec / 1000000000;
			until.tv_nsec %= 1000000000;
		} while (pthread_timedjoin_np(thread[first], NULL, &until));
	}
}

static void run_threads(unsigned int nr, void *(*work)(void *))
{
	pthread_t thread[THREADS];
	uintptr_t n;

	/* Other numbers each time. */
	seed += 1000003;
	/* A thread's stack may not come to lie where another one maps what it likes. */
	pthread_barrier_init(&all, NULL, nr);
	for (n = 0; n < nr; n++)
		if (pthread_create(&thread[n], NULL, work, (void *)n))
			errx(2, "no thread");
	join(thread, nr);
}

static void become(const char *user)
{
	if (!strcmp(user, "root"))
		return;
	if (setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY))
		err(2, "nobody");
}

static bool report(enum who user)
{
	bool as_wanted = true;
	size_t n;

	for (n = 0; n < ACTS; n++) {
		printf("%s: %ld of %ld\n", acts[n].name, done[n], made[n]);
		as_wanted &= !!done[n] == (acts[n].who >= user);
	}
	return as_wanted;
}

int main(int argc, char **argv)
{
	const struct sigaction action = { .sa_handler = interrupt };
	const long pairs = ACTS * (ACTS + 1);
	size_t n;

	if (argc < 6)
		errx(2, "usage: hostile CALLS SEED USER PROGRAM SITE...");
	calls_left = atol(argv[1]);
	seed = strtoull(argv[2], NULL, 0);
	for (n = 0; n < ACTS; n++)
		all_weights += acts[n].weight;
	sigaction(SIGUSR1, &action, NULL);
	places_make();
	narrow_make();
	files_make(argv[4]);
	processes_make(argv[4]);
	requests_make(argv + 5, argc - 5);
	files_serve(begin_session);
	become(argv[3]);
	pthread_barrier_init(&together, NULL, 2);
	/*
	 * Each pair twice, and then a thirty-second of all calls: they begin with a session
	 * that works and end with one that is torn down, which takes ten times as long as any
	 * other call.
	 */
	for (n = 0; n < 2 || calls_left > atol(argv[1]) / 32 * 31; n++) {
		run_threads(2, race);
		calls_left -= pairs;
	}
	run_threads(THREADS, roam);
	files_end();
	return report(strcmp(argv[3], "root") ? BOTH : ROOT) ? 0 : 1;
}

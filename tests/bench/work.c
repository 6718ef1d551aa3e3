// SPDX-License-Identifier: GPL-2.0-only
/*
 * work push|endbr64 COUNT RUNS - calls the function that begins with this instruction
 * COUNT times, waits until the machine is quiet, and does so RUNS times; prints the
 * nanoseconds that the CPU worked for one call on average: its own, and those of
 * everybody who was woken by it. A first run that is not counted comes before.
 *
 * It is for a machine with one CPU. A process that has nothing to do but wait runs
 * whenever no other wants to, so what it did not get is work.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "functions.h"

/* Quiet is a time in which there was hardly any work; longer than readers sleep. */
#define LOOK_NS	   12000000L
#define LOOKS	   6
#define HARDLY_ANY (LOOK_NS / 50)

static clockid_t idle_clock;

static long read_clock(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000L + time.tv_nsec;
}

static long work_until_now(void)
{
	return read_clock(CLOCK_MONOTONIC) - read_clock(idle_clock);
}

static pid_t start_idler(void)
{
	struct sched_param none = { 0 };
	pid_t idler = fork();

	if (idler == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (sched_setscheduler(0, SCHED_IDLE, &none))
			exit(1);
		for (;;)
			;
	}
	if (idler > 0 && clock_getcpuclockid(idler, &idle_clock))
		idler = -1;
	return idler;
}

/* Return: the work that was done until it became quiet. */
static long wait_for_quiet(void)
{
	const struct timespec look = { .tv_nsec = LOOK_NS };
	long last = work_until_now(), quiet_since = last;
	int quiet = 0;

	while (quiet < LOOKS) {
		long work;

		nanosleep(&look, NULL);
		work = work_until_now();
		if (work - last > HARDLY_ANY) {
			quiet = 0;
			quiet_since = work;
		} else {
			quiet++;
		}
		last = work;
	}
	return quiet_since;
}

static long measure(long (*function)(long a, long b, const char *text), long count)
{
	long before = work_until_now();
	long i;

	for (i = 0; i < count; i++)
		function(1, 2, "sixteen letters.");
	return wait_for_quiet() - before;
}

int main(int argc, char **argv)
{
	long (*function)(long a, long b, const char *text);
	long count, runs, i, work = 0;
	pid_t idler;

	if (argc != 4) {
		fprintf(stderr, "usage: work push|endbr64 COUNT RUNS\n");
		return 2;
	}
	function = strcmp(argv[1], "push") ? endbr64_first : push_first;
	count = atol(argv[2]);
	runs = atol(argv[3]);
	idler = start_idler();
	if (idler < 0) {
		perror("work: cannot start the process that waits");
		return 1;
	}
	measure(function, count);
	for (i = 0; i < runs; i++)
		work += measure(function, count);
	kill(idler, SIGKILL);
	printf("%ld\n", (work + runs * count / 2) / (runs * count));
	return 0;
}

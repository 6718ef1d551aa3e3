// SPDX-License-Identifier: GPL-2.0-only
/*
 * sites - has SITES functions, and looks all the time whether breakpoints are in them.
 *
 * At SIGUSR1 its watch starts. `armed MS` is printed when all functions have one, and
 * after the next SIGUSR1 `disarmed MS` when none has: the milliseconds since the
 * signal. It ends then.
 */
#include <signal.h>
#include <stdio.h>
#include <time.h>

#define BYTES_OF_SITE 16
#define BREAKPOINT    0xcc

extern const volatile unsigned char sites[];

static volatile sig_atomic_t started;
static struct timespec start;

static void start_watch(int signal)
{
	clock_gettime(CLOCK_MONOTONIC, &start);
	started = 1;
}

static void pause_shortly(void)
{
	const struct timespec pause = { .tv_nsec = 200000 };

	nanosleep(&pause, NULL);
}

static double milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - start.tv_sec) * 1e3 + (now.tv_nsec - start.tv_nsec) / 1e6;
}

static void watch(int armed, const char *name)
{
	int i;

	while (!started)
		pause_shortly();
	for (i = 0; i < SITES; i++)
		while ((sites[i * BYTES_OF_SITE] == BREAKPOINT) != armed)
			pause_shortly();
	started = 0;
	printf("%s %.1f\n", name, milliseconds());
	fflush(stdout);
}

int main(void)
{
	signal(SIGUSR1, start_watch);
	watch(1, "armed");
	watch(0, "disarmed");
	return 0;
}

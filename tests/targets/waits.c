// SPDX-License-Identifier: GPL-2.0-only
/*
 * waits [TIMES] - sleeps inside of wait_inside(N), N from 1 to TIMES, until
 * SIGUSR1 comes. Prints "inside" each time when it can be signalled.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static sigset_t signals;

__attribute__((noipa)) int wait_inside(int n)
{
	int got;

	puts("inside");
	fflush(stdout);
	sigwait(&signals, &got);
	return n;
}

int main(int argc, char **argv)
{
	int times = argc > 1 ? atoi(argv[1]) : 1;

	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	for (int n = 1; n <= times; n++)
		wait_inside(n);
	puts("outside");
	return 0;
}

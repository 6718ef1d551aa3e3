// SPDX-License-Identifier: GPL-2.0-only
/*
 * sleeper: prints "inside" when it is inside dwell(), sleeps there until SIGUSR1
 * comes, and prints what dwell() returned.
 */
#include <signal.h>
#include <stdio.h>

#include "target.h"

int dwell(int value);

PROBED int dwell(int value)
{
	sigset_t set;
	int signal;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	puts("inside");
	fflush(stdout);
	sigwait(&set, &signal);
	return value + 1;
}

int main(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	printf("%d\n", dwell(41));
	return 0;
}

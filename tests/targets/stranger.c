// SPDX-License-Identifier: GPL-2.0-only
/*
 * stranger SITE - a process begins a session with a probe at SITE, which is that of work()
 * here, calls it three times and ends; then so does another process, which gets the number
 * of the first. Prints how many calls were captured after each.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session.h"
#include "target.h"

static int device;

int work(int n);

PROBED int work(int n)
{
	return n;
}

static void begin_session(__u64 site)
{
	struct uprobecap_config config = { .size = sizeof(config), .ring_kb = 4 };
	int target = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	if (ioctl(device, UPROBECAP_CONFIG, &config) || session_add(device, target, site, "p") ||
	    session_change(device, UPROBECAP_ENABLE))
		err(1, "a session");
}

static pid_t begin_process(pid_t number)
{
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = number ? (uintptr_t)&number : 0,
		.set_tid_size = number ? 1 : 0,
	};
	pid_t child = (pid_t)syscall(SYS_clone3, &args, sizeof(args));

	if (child < 0)
		err(1, "a process");
	return child;
}

static __u64 captured(void)
{
	struct uprobecap_ledger ledger;

	if (session_ledger(device, &ledger))
		err(1, "LEDGERS");
	return ledger.delivered;
}

/* Return: its number. */
static pid_t call_in_process(pid_t number, const char *site)
{
	pid_t child = begin_process(number);
	int n;

	if (!child) {
		if (site)
			begin_session(strtoull(site, NULL, 0));
		for (n = 1; n <= 3; n++)
			if (work(n) != n)
				_exit(1);
		_exit(0);
	}
	if (waitpid(child, &n, 0) != child || n)
		errx(1, "it failed");
	return child;
}

int main(int argc, char **argv)
{
	pid_t first;

	if (argc < 2)
		errx(2, "usage: stranger SITE");
	device = open(UPROBECAP_DEVICE, O_RDWR | O_CLOEXEC);
	if (device < 0)
		err(1, UPROBECAP_DEVICE);
	first = call_in_process(0, argv[1]);
	printf("%llu after the first\n", captured());
	call_in_process(first, NULL);
	printf("%llu after the second\n", captured());
	return 0;
}

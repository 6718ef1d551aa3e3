// SPDX-License-Identifier: GPL-2.0-only
/*
 * late: prints "ready", and calls take() with a string on a page that is not there, again
 * and again, until SIGUSR1 comes and the page with it. take() does not look at the string.
 */
#include <err.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <signal.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "target.h"

#define PAGE 4096

int take(const char *text);

static char *page;
static int faults;
static volatile int served;

PROBED int take(const char *text)
{
	return 0;
}

static void make_page(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = {
		.range.len = PAGE,
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};

	page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	range.range.start = (unsigned long)page;
	faults = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (faults < 0 || ioctl(faults, UFFDIO_API, &api) || ioctl(faults, UFFDIO_REGISTER, &range))
		err(1, "userfaultfd");
}

static void *serve(void *signals)
{
	static alignas(PAGE) const char content[PAGE] = "late";
	struct uffdio_copy copy = {
		.dst = (unsigned long)page,
		.src = (unsigned long)content,
		.len = PAGE,
	};
	int signal;

	sigwait(signals, &signal);
	served = 1;
	if (ioctl(faults, UFFDIO_COPY, &copy))
		err(1, "UFFDIO_COPY");
	return NULL;
}

int main(void)
{
	pthread_t server;
	sigset_t signals;

	make_page();
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	if (pthread_create(&server, NULL, serve, &signals))
		return 1;
	puts("ready");
	fflush(stdout);
	do {
		take(page);
	} while (!served);
	pthread_join(server, NULL);
	return 0;
}

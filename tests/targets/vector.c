// SPDX-License-Identifier: GPL-2.0-only
/*
 * vector WAY - weigh(0.5, 1.5f, 2.5, ... 7.5, TEXT) returns 0.0625 more than the sum, 32.
 *
 *   now    calls it once
 *   late   likewise, with a TEXT on a page that is not there; whoever asks for it sleeps,
 *          while another thread, on the same CPU, uses the same registers and serves it
 *   often  calls it 2,000 times
 *   noise  uses the same registers, for ever
 */
#include <err.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdalign.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "target.h"

#define PAGE 4096

double weigh(double a, float b, double c, double d, double e, double f, double g, double h,
	     const char *text);

static int faults;

PROBED double weigh(double a, float b, double c, double d, double e, double f, double g, double h,
		    const char *text)
{
	return a + b + c + d + e + f + g + h + 0.0625;
}

static void make_noise(void)
{
	__asm__ volatile("pcmpeqd %%xmm0, %%xmm0\n"
			 "movaps %%xmm0, %%xmm1\n"
			 "movaps %%xmm0, %%xmm2\n"
			 "movaps %%xmm0, %%xmm3\n"
			 "movaps %%xmm0, %%xmm4\n"
			 "movaps %%xmm0, %%xmm5\n"
			 "movaps %%xmm0, %%xmm6\n"
			 "movaps %%xmm0, %%xmm7\n" ::
				 : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
}

static void *serve(void *page)
{
	static alignas(PAGE) const char content[PAGE] = "late";
	struct uffdio_copy copy = {
		.dst = (unsigned long)page,
		.src = (unsigned long)content,
		.len = PAGE,
	};
	struct uffd_msg message;

	if (read(faults, &message, sizeof(message)) != sizeof(message))
		err(1, "userfaultfd");
	make_noise();
	if (ioctl(faults, UFFDIO_COPY, &copy))
		err(1, "UFFDIO_COPY");
	return NULL;
}

static const char *make_late_page(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = {
		.range.len = PAGE,
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pthread_t server;

	range.range.start = (unsigned long)page;
	faults = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (faults < 0 || ioctl(faults, UFFDIO_API, &api) || ioctl(faults, UFFDIO_REGISTER, &range))
		err(1, "userfaultfd");
	if (pthread_create(&server, NULL, serve, page))
		errx(1, "no thread");
	return page;
}

static void call(const char *text)
{
	weigh(0.5, 1.5f, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, text);
}

int main(int argc, char **argv)
{
	int left;

	if (!strcmp(argv[1], "noise"))
		for (;;)
			make_noise();
	if (!strcmp(argv[1], "often"))
		for (left = 2000; left; left--)
			call("often");
	else
		call(strcmp(argv[1], "late") ? "now" : make_late_page());
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * vector WAY - weigh(0.5, 1.5f, 2.5, ... 7.5, TEXT) returns 0.0625 more than the sum, 32.
 *
 *   now    calls it once
 *   late   likewise, with a TEXT in a file of which nothing is in memory; whoever asks for
 *          it sleeps, while another thread, on the same CPU, uses the same registers
 *   often  calls it 2,000 times
 *   noise  uses the same registers, for ever
 */
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "target.h"

#define PAGE 4096

double weigh(double a, float b, double c, double d, double e, double f, double g, double h,
	     const char *text);

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

static void *make_noise_for_ever(void *unused)
{
	for (;;)
		make_noise();
	return unused;
}

static const char *make_late_page(void)
{
	int file = fileno(tmpfile());
	pthread_t other;
	void *page;

	if (write(file, "late", 5) != 5 || fsync(file) ||
	    posix_fadvise(file, 0, PAGE, POSIX_FADV_DONTNEED))
		err(1, "file");
	page = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, file, 0);
	if (page == MAP_FAILED)
		err(1, "mmap");
	if (pthread_create(&other, NULL, make_noise_for_ever, NULL))
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
		make_noise_for_ever(NULL);
	if (!strcmp(argv[1], "often"))
		for (left = 2000; left; left--)
			call("often");
	else
		call(strcmp(argv[1], "late") ? "now" : make_late_page());
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * fail-nth N MODULE [PARAMETER...] - loads a module, and has the kernel's fault injection
 * fail the N-th allocation or copy from there on. Not traced itself.
 *
 * Ends with 0 if less than N were made, 1 if the module was not loaded, for the printed
 * errno, and 2 if it was loaded all the same.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static char parameters[4096];

static void join_parameters(char **words)
{
	size_t length = 0;

	for (; *words; words++)
		length += snprintf(parameters + length, sizeof(parameters) - length, "%s ", *words);
}

/* Whether nothing was made to fail. To read that is a copy, too, and may be the one. */
static int is_left(int fd)
{
	char text[16] = "";

	return pread(fd, text, sizeof(text) - 1, 0) < 0 || atoi(text) > 0;
}

int main(int argc, char **argv)
{
	int module, fail_nth;

	if (argc < 3)
		errx(3, "usage: fail-nth N MODULE [PARAMETER...]");
	join_parameters(argv + 3);
	module = open(argv[2], O_RDONLY | O_CLOEXEC);
	if (module < 0)
		err(3, "%s", argv[2]);
	fail_nth = open("/proc/thread-self/fail-nth", O_RDWR);
	if (fail_nth < 0)
		err(3, "/proc/thread-self/fail-nth");
	if (write(fail_nth, argv[1], strlen(argv[1])) < 0)
		err(3, "fail-nth");

	if (!syscall(SYS_finit_module, module, parameters, 0))
		return is_left(fail_nth) ? 0 : 2;
	puts(strerror(errno));
	return 1;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * fail-nth N MODULE [PARAMETER...] - loads a module, and has the kernel's fault injection
 * fail the N-th allocation or copy from there on. Not traced itself.
 *
 * Prints how many were made, up to the one that failed, and what became of the module.
 * Ends with 0 if it was loaded and none failed, with 1 if it was not loaded, and with 2
 * if it was loaded all the same.
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

/* To read that is a copy, too, and may be the one that fails. */
static long read_left(int fd)
{
	char text[16] = "1";

	if (pread(fd, text, sizeof(text) - 1, 0) < 0)
		return 1;
	return atol(text);
}

int main(int argc, char **argv)
{
	int module, fail_nth, error;
	long left;

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

	error = syscall(SYS_finit_module, module, parameters, 0) ? errno : 0;
	left = read_left(fail_nth);
	printf("%ld %s\n", atol(argv[1]) - left, strerror(error));
	if (error)
		return 1;
	return left ? 0 : 2;
}

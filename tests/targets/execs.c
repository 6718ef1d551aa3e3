// SPDX-License-Identifier: GPL-2.0-only
/*
 * execs TIMES - replaces itself TIMES times, from inside of step(TIMES), with
 * step(TIMES - 1) next; step(0) returns. So every step is entered, and only the
 * last one is left.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char *self;

__attribute__((noipa)) int step(int times)
{
	char text[16];

	if (times > 0) {
		snprintf(text, sizeof(text), "%d", times - 1);
		execl("/proc/self/exe", self, text, (char *)NULL);
		return -1;
	}
	return times;
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	self = argv[0];
	if (step(atoi(argv[1])))
		return 1;
	printf("%d\n", getpid());
	return 0;
}

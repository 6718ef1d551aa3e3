// SPDX-License-Identifier: GPL-2.0-only
/* recursion DEPTH: a function that calls itself until DEPTH is 0, and returns its depth. */
#include <stdio.h>
#include <stdlib.h>

#include "target.h"

int descend(int depth);

PROBED int descend(int depth)
{
	int below = depth ? descend(depth - 1) : -1;

	/* Or the compiler makes a loop of it. */
	__asm__ volatile("" : "+r"(below));
	return below + 1;
}

int main(int argc, char **argv)
{
	printf("%d\n", descend(atoi(argv[1])));
	return 0;
}

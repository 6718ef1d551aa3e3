// SPDX-License-Identifier: GPL-2.0-only
/*
 * recurse DEPTH - a function that calls itself: recurse(DEPTH) calls
 * recurse(DEPTH - 1), down to recurse(0), and each returns its argument.
 */
#include <stdio.h>
#include <stdlib.h>

__attribute__((noipa)) long recurse(long depth)
{
	if (depth > 0 && recurse(depth - 1) != depth - 1)
		abort();
	return depth;
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	printf("%ld\n", recurse(atol(argv[1])));
	return 0;
}

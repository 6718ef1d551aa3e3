// SPDX-License-Identifier: GPL-2.0-only
/*
 * add [COUNT [A B]] - calls add(A, B) COUNT times, as fast as it can, and prints
 * the sum.
 */
#include <stdio.h>
#include <stdlib.h>

#include "target.h"

int add(int a, int b);

PROBED int add(int a, int b)
{
	return a + b;
}

int main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 1;
	int a = argc > 3 ? atoi(argv[2]) : 1;
	int b = argc > 3 ? atoi(argv[3]) : 2;
	int sum = 0;

	while (count-- > 0)
		sum = add(a, b);
	printf("%d\n", sum);
	return 0;
}

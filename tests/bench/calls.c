// SPDX-License-Identifier: GPL-2.0-only
/*
 * calls push|endbr64 COUNT RUNS - calls the function that begins with this
 * instruction COUNT times, measures that RUNS times, and prints the nanoseconds
 * of one call in the quickest run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "functions.h"

static long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000L + time.tv_nsec;
}

static long measure(long (*function)(long a, long b, const char *text), long count)
{
	long begin = now();
	long i;

	for (i = 0; i < count; i++)
		function(1, 2, "sixteen letters.");
	return now() - begin;
}

int main(int argc, char **argv)
{
	long count, runs, took, quickest = -1;

	if (argc != 4) {
		fprintf(stderr, "usage: calls push|endbr64 COUNT RUNS\n");
		return 2;
	}
	count = atol(argv[2]);
	for (runs = atol(argv[3]); runs > 0; runs--) {
		took = measure(strcmp(argv[1], "push") ? endbr64_first : push_first, count);
		if (quickest < 0 || took < quickest)
			quickest = took;
	}
	printf("%ld\n", (quickest + count / 2) / count);
	return 0;
}

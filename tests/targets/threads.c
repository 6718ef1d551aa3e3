// SPDX-License-Identifier: GPL-2.0-only
/*
 * threads COUNT - four threads, numbered from 0, call work(THREAD, CALL) COUNT
 * times each, CALL from 0, all at once. It returns THREAD * COUNT + CALL.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "target.h"

long work(long thread, long call);

#define THREADS 4

static long count;
static pthread_barrier_t start;

PROBED long work(long thread, long call)
{
	return thread * count + call;
}

static void *run(void *thread)
{
	pthread_barrier_wait(&start);
	for (long call = 0; call < count; call++)
		work((intptr_t)thread, call);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t threads[THREADS];

	if (argc != 2)
		return 2;
	count = atol(argv[1]);
	pthread_barrier_init(&start, NULL, THREADS);
	for (long i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, run, (void *)i))
			return 1;
	for (long i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	printf("%ld\n", THREADS * count);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * storm WAY [N] - calls visit(N), which returns 10 * N, where much else goes on:
 *
 *   signals N   in two threads, N times each, while a timer's signals come as fast as they
 *               are taken; their handler calls it, too
 *   threads N   in N threads that start and end, 20 at a time
 *   crowd N     in N threads that are all inside of it when it prints "inside"; for ever
 *   contexts N  on two stacks that take turns N times, each inside of visit() while the
 *               other one calls it, and comes back first
 *   above       on a stack above the one that is inside of visit(), and back
 *
 * Prints "right" when everything returned what it should.
 */
#include <err.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <ucontext.h>
#include <unistd.h>

#include "target.h"

#define STACK	 65536
#define TOGETHER 20

long visit(long n);

static __thread void (*inside)(long n);
static pthread_barrier_t crowd;
static ucontext_t outer, inner;
static volatile bool wrong;
static volatile long turns = 1;

PROBED long visit(long n)
{
	if (inside)
		inside(n);
	return 10 * n;
}

static void check(long n)
{
	if (visit(n) != 10 * n)
		wrong = true;
}

static void on_signal(int number)
{
	check(2);
}

static void *call_often(void *count)
{
	long n;

	for (n = 0; n < (long)count; n++)
		check(n);
	return NULL;
}

static void *call_once(void *n)
{
	check((long)n);
	return NULL;
}

static void start(pthread_t *thread, void *(*run)(void *), long argument)
{
	if (pthread_create(thread, NULL, run, (void *)argument))
		errx(1, "no thread");
}

static void call_under_signals(long count)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct itimerval soon = { .it_interval.tv_usec = 100, .it_value.tv_usec = 100 };
	pthread_t threads[2];
	int n;

	if (sigaction(SIGALRM, &action, NULL) || setitimer(ITIMER_REAL, &soon, NULL))
		err(1, "timer");
	for (n = 0; n < 2; n++)
		start(&threads[n], call_often, count);
	for (n = 0; n < 2; n++)
		pthread_join(threads[n], NULL);
}

static void call_in_threads(long count)
{
	pthread_t threads[TOGETHER];
	long done;
	int n;

	for (done = 0; done < count; done += TOGETHER) {
		for (n = 0; n < TOGETHER; n++)
			start(&threads[n], call_once, done + n);
		for (n = 0; n < TOGETHER; n++)
			pthread_join(threads[n], NULL);
	}
}

static void stay(long n)
{
	pthread_barrier_wait(&crowd);
	for (;;)
		pause();
}

static void *call_and_stay(void *n)
{
	inside = stay;
	visit((long)n);
	return NULL;
}

static void gather(long count)
{
	pthread_t thread;
	long n;

	pthread_barrier_init(&crowd, NULL, count + 1);
	for (n = 0; n < count; n++)
		start(&thread, call_and_stay, n);
	pthread_barrier_wait(&crowd);
	puts("inside");
	fflush(stdout);
	for (;;)
		pause();
}

static void cross_over(long n)
{
	if (n == 1 && swapcontext(&outer, &inner))
		err(1, "swapcontext");
}

static void run_inner(void)
{
	for (;;) {
		check(2);
		if (swapcontext(&inner, &outer))
			err(1, "swapcontext");
	}
}

static void take_turns(void *stack)
{
	if (getcontext(&inner))
		err(1, "getcontext");
	inner.uc_stack.ss_sp = stack;
	inner.uc_stack.ss_size = STACK;
	makecontext(&inner, run_inner, 0);
	inside = cross_over;
	while (turns--)
		check(1);
}

static char *map_stacks(void)
{
	char *stacks =
		mmap(NULL, 2 * STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (stacks == MAP_FAILED)
		err(1, "mmap");
	return stacks;
}

static void *go_above(void *stacks)
{
	take_turns((char *)stacks + STACK);
	return NULL;
}

/* A thread whose stack is below the other one. */
static void run_above(void)
{
	char *stacks = map_stacks();
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstack(&attributes, stacks, STACK);
	if (pthread_create(&thread, &attributes, go_above, stacks))
		errx(1, "no thread");
	pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
	const char *way = argv[1];
	long count = argc > 2 ? atol(argv[2]) : 0;

	if (!strcmp(way, "signals"))
		call_under_signals(count);
	else if (!strcmp(way, "threads"))
		call_in_threads(count);
	else if (!strcmp(way, "crowd"))
		gather(count);
	else if (!strcmp(way, "above"))
		run_above();
	turns = count;
	if (!strcmp(way, "contexts"))
		take_turns(map_stacks());
	puts(wrong ? "wrong" : "right");
	return wrong;
}

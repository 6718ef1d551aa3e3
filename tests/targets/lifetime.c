// SPDX-License-Identifier: GPL-2.0-only
/*
 * lifetime WAY - calls that end in ways of their own. It prints "ready", does what
 * follows at the first line of its input, prints "done", and ends with its input:
 *
 *   vfork     in leave() calls pass(1); its child, in the same memory, calls pass(2); pass(3)
 *   zombie    ends its first thread in leave(), while another one goes on
 *   jumps N   jumps out of leave() N times, each time from less deep in the stack;
 *             then calls pass(1)
 *   crowd N   N threads go into stay(), where they are until the end; at each further
 *             line it calls pass(1)
 */
#include <alloca.h>
#include <err.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "target.h"

int pass(int number);
void leave(void);
void stay(void);

static void (*way_out)(void);
static jmp_buf outside;
static pthread_barrier_t inside;

PROBED int pass(int number)
{
	return number * 10;
}

PROBED void leave(void)
{
	way_out();
}

PROBED void stay(void)
{
	pthread_barrier_wait(&inside);
	pause();
}

static void say(const char *word)
{
	puts(word);
	fflush(stdout);
}

static int has_line(void)
{
	char line[16];

	return !!fgets(line, sizeof(line), stdin);
}

static void borrow_memory(void)
{
	pid_t child;

	pass(1);
	child = vfork();
	if (!child) {
		pass(2);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	pass(3);
}

static void lend_memory(void)
{
	way_out = borrow_memory;
	leave();
}

static void *outlive(void *first)
{
	pthread_join(*(pthread_t *)first, NULL);
	say("done");
	while (has_line())
		;
	exit(0);
}

static void end_thread(void)
{
	pthread_exit(NULL);
}

static void become_zombie(void)
{
	static pthread_t first;
	pthread_t other;

	first = pthread_self();
	if (pthread_create(&other, NULL, outlive, &first))
		errx(1, "no thread");
	way_out = end_thread;
	leave();
}

static void jump(void)
{
	longjmp(outside, 1);
}

static __attribute__((noinline)) void leave_from(size_t depth)
{
	*(volatile char *)alloca(64 * depth) = 0;
	leave();
}

static void jump_often(volatile int depth)
{
	way_out = jump;
	setjmp(outside);
	if (depth--)
		leave_from(depth);
	pass(1);
}

static void *go_in(void *unused)
{
	stay();
	return unused;
}

static void crowd(int nr)
{
	pthread_t thread;
	int n;

	pthread_barrier_init(&inside, NULL, nr + 1);
	for (n = 0; n < nr; n++)
		if (pthread_create(&thread, NULL, go_in, NULL))
			errx(1, "no thread");
	pthread_barrier_wait(&inside);
	say("done");
	while (has_line()) {
		pass(1);
		say("done");
	}
	exit(0);
}

int main(int argc, char **argv)
{
	say("ready");
	if (!has_line())
		return 1;
	if (!strcmp(argv[1], "vfork"))
		lend_memory();
	else if (!strcmp(argv[1], "zombie"))
		become_zombie();
	else if (!strcmp(argv[1], "jumps"))
		jump_often(atoi(argv[2]));
	else
		crowd(atoi(argv[2]));
	say("done");
	while (has_line())
		;
	return 0;
}

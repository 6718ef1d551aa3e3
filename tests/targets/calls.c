// SPDX-License-Identifier: GPL-2.0-only
/*
 * calls WAY - calls work(N), which returns 10 * N, in ways that are hard to follow:
 *
 *   signal       work(1) is interrupted by a signal, whose handler calls work(2)
 *   stack        likewise, and the handler has a stack of its own
 *   sleep        work(1) calls work(2), which sleeps for 20 ms
 *   jump         work(1), (2) and (3), one inside of the other, are left by longjmp();
 *                then come work(4), and work(5), which calls work(6)
 *   jumps        work(1) is left by longjmp() 100 times; then comes work(2)
 *   fork         work(1) forks; parent and child return, and call work(2)
 *   exit         work(1) exits
 *   thread       work(1) ends its thread; then comes work(2), in another
 *   exec         work(1) executes this program, which calls work(2)
 *   thread-exec  likewise, in a thread
 *   crowd N      N threads are in work(1) at the same time; then come 8 of work(2)
 *   busy         4 threads call work(1), which calls work(2), which sleeps for 1 ms,
 *                again and again until there is something to read
 *   again N      again(N) ends by jumping to again(N - 1), and so on; it returns 7
 *   relay        relay(5) ends by jumping to work(5)
 *   serve        prints the address of work(); then reads lines: with N it calls work(N)
 *                and prints what comes back; with (N, work() prints "inside" and reads on
 *                until ")"
 */
#include <err.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "target.h"

long work(long n);
long again(long n);
long relay(long n);

static void (*inside)(long n);
static jmp_buf outside;
static pthread_barrier_t crowd;
static volatile bool goes_on;

PROBED long work(long n)
{
	if (inside)
		inside(n);
	return 10 * n;
}

/* Jumps that a compiler may make, and need not. */
__asm__(".text\n"
	".globl again, relay\n"
	".type again, @function\n"
	".type relay, @function\n"
	"again: push %rbx\n"
	"pop %rbx\n"
	"sub $1, %rdi\n"
	"jns again\n"
	"mov $7, %eax\n"
	"ret\n"
	".size again, . - again\n"
	"relay: push %rbx\n"
	"pop %rbx\n"
	"jmp work\n"
	".size relay, . - relay\n");

static void on_signal(int number)
{
	work(2);
}

static void raise_in_first(long n)
{
	if (n == 1)
		raise(SIGUSR1);
}

static void interrupt(int flags)
{
	static char stack[65536];
	stack_t own = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = flags };

	if (sigaltstack(&own, NULL) || sigaction(SIGUSR1, &action, NULL))
		err(1, "signal");
	inside = raise_in_first;
	work(1);
}

static void sleep_in_second(long n)
{
	if (n == 1)
		work(2);
	else
		usleep(20000);
}

static void jump_from_third(long n)
{
	if (n == 1 || n == 2 || n == 5)
		work(n + 1);
	if (n == 3)
		longjmp(outside, 1);
}

static void jump_out(void)
{
	inside = jump_from_third;
	if (!setjmp(outside))
		work(1);
	work(4);
	work(5);
}

static void jump_from_first(long n)
{
	if (n == 1)
		longjmp(outside, 1);
}

static void jump_often(void)
{
	volatile int left = 100;

	inside = jump_from_first;
	setjmp(outside);
	work(left-- > 0 ? 1 : 2);
}

static void fork_in_first(long n)
{
	if (n == 1 && fork())
		wait(NULL);
}

static void exit_in_it(long n)
{
	_exit(0);
}

static void end_thread(long n)
{
	if (n == 1)
		pthread_exit(NULL);
}

static void exec_in_it(long n)
{
	execl("/proc/self/exe", "calls", "second", NULL);
	err(1, "exec");
}

static void meet(long n)
{
	if (n == 1)
		pthread_barrier_wait(&crowd);
}

static void nap_in_second(long n)
{
	if (n == 1)
		work(2);
	else
		usleep(1000);
}

static void *work_in_thread(void *n)
{
	do
		work((long)n);
	while (goes_on);
	return NULL;
}

static void run_threads(int nr, long n)
{
	pthread_t threads[nr];
	int i;

	for (i = 0; i < nr; i++)
		if (pthread_create(&threads[i], NULL, work_in_thread, (void *)n))
			errx(1, "no thread");
	for (i = 0; i < nr; i++)
		pthread_join(threads[i], NULL);
}

static void gather(int nr)
{
	pthread_barrier_init(&crowd, NULL, nr);
	inside = meet;
	run_threads(nr, 1);
	run_threads(8, 2);
}

static void serve(void);

static void serve_inside(long n)
{
	inside = NULL;
	puts("inside");
	serve();
}

static void serve(void)
{
	char line[80];

	fflush(stdout);
	while (fgets(line, sizeof(line), stdin) && line[0] != ')') {
		if (line[0] == '(')
			inside = serve_inside;
		printf("%ld\n", work(atol(line + (line[0] == '('))));
		fflush(stdout);
	}
}

static const struct {
	const char *name;
	void (*inside)(long n);
	long first, last;
} simple_ways[] = {
	{ "sleep", sleep_in_second, 1, 1 }, { "fork", fork_in_first, 1, 2 },
	{ "exit", exit_in_it, 1, 1 },	    { "exec", exec_in_it, 1, 1 },
	{ "second", NULL, 2, 2 },
};

static bool run_simple_way(const char *way)
{
	size_t i;
	long n;

	for (i = 0; i < ARRAY_SIZE(simple_ways); i++) {
		if (strcmp(way, simple_ways[i].name))
			continue;
		inside = simple_ways[i].inside;
		for (n = simple_ways[i].first; n <= simple_ways[i].last; n++)
			work(n);
		return true;
	}
	return false;
}

static void *stop(void *unused)
{
	getchar();
	goes_on = false;
	return NULL;
}

static void keep_busy(void)
{
	pthread_t stopper;

	goes_on = true;
	inside = nap_in_second;
	if (pthread_create(&stopper, NULL, stop, NULL))
		errx(1, "no thread");
	run_threads(4, 1);
	pthread_join(stopper, NULL);
}

static void run_in_threads(void (*first)(long n))
{
	inside = first;
	run_threads(1, 1);
	run_threads(1, 2);
}

static void run(const char *way, int nr)
{
	if (!strcmp(way, "signal")) {
		interrupt(0);
	} else if (!strcmp(way, "stack")) {
		interrupt(SA_ONSTACK);
	} else if (!strcmp(way, "jump")) {
		jump_out();
	} else if (!strcmp(way, "jumps")) {
		jump_often();
	} else if (!strcmp(way, "thread")) {
		run_in_threads(end_thread);
	} else if (!strcmp(way, "thread-exec")) {
		run_in_threads(exec_in_it);
	} else if (!strcmp(way, "crowd")) {
		gather(nr);
	} else if (!strcmp(way, "busy")) {
		keep_busy();
	} else if (!strcmp(way, "again")) {
		printf("%ld\n", again(nr));
	} else if (!strcmp(way, "relay")) {
		printf("%ld\n", relay(5));
	} else {
		printf("%p\n", (void *)work);
		serve();
	}
}

int main(int argc, char **argv)
{
	int nr = argc > 2 ? atoi(argv[2]) : 0;

	if (argc < 2)
		return 2;
	if (!run_simple_way(argv[1]))
		run(argv[1], nr);
	return 0;
}

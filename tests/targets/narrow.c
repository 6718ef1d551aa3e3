// SPDX-License-Identifier: GPL-2.0-only
/*
 * narrow - a program of 32 bits, without a libc: arguments on the stack, pointers of 4
 * bytes. Calls take() twice, part(7) and part(9), which take the address of their result
 * off the stack, lone(77), behind whose only argument the memory ends, and descend(4), which
 * calls itself until it is descend(0) and returns how deep it was; exits with that.
 */
#include "target.h"

/* Of the kernel's headers, which are there for 64 bits only. */
#define PAGE		  4096
#define READ_AND_WRITE	  0x3
#define PRIVATE_ANONYMOUS 0x22
#define NR_EXIT		  1
#define NR_MMAP		  90
#define NR_MUNMAP	  91

struct link {
	int number;
	const char *text;
	struct link *next;
};

struct parts {
	int half;
	int rest;
};

int take(int number, char *buffer, struct link *link, const char **texts, double weight,
	 unsigned int last);
struct parts part(int number);
int lone(int number);
int descend(int depth);
void _start(void);

PROBED int take(int number, char *buffer, struct link *link, const char **texts, double weight,
		unsigned int last)
{
	buffer[0] = 'a';
	buffer[1] = 'b';
	return number;
}

PROBED struct parts part(int number)
{
	return (struct parts){ .half = number / 2, .rest = number % 2 };
}

PROBED int lone(int number)
{
	return number + 1;
}

PROBED int descend(int depth)
{
	int below = depth ? descend(depth - 1) : -1;

	/* Or the compiler makes a loop of it. */
	__asm__ volatile("" : "+r"(below));
	return below + 1;
}

static int system_call(int number, long first, long second)
{
	int result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "0"(number), "b"(first), "c"(second)
			 : "memory");
	return result;
}

static void leave(int status)
{
	system_call(NR_EXIT, status, 0);
}

/* On a page of its own, with no page behind it. */
static void call_at_end(void)
{
	const long pages[] = { 0, 2 * PAGE, READ_AND_WRITE, PRIVATE_ANONYMOUS, -1, 0 };
	int end = system_call(NR_MMAP, (long)pages, 0) + PAGE;

	system_call(NR_MUNMAP, end, PAGE);
	__asm__ volatile("mov %%esp, %%esi\n\t"
			 "mov %0, %%esp\n\t"
			 "push $77\n\t"
			 "call lone\n\t"
			 "mov %%esi, %%esp"
			 : "+d"(end)
			 :
			 : "eax", "ecx", "esi", "memory", "cc");
}

void _start(void)
{
	static char buffer[4] = { '.', '.', '.', '.' };
	static struct link second = { .text = "second" };
	static struct link first = { .text = "first", .next = &second };
	static const char *texts[2] = { "one", "two" };

	take(-2, buffer, &first, texts, 2.5, 0xfffffff0);
	take(2, buffer, &first, texts, 2.5, 0);
	part(7);
	part(9);
	call_at_end();
	leave(descend(4));
}

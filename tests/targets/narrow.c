// SPDX-License-Identifier: GPL-2.0-only
/*
 * narrow - a program of 32 bits, without a libc: arguments on the stack, pointers of 4
 * bytes. Calls take() twice, part(7) and part(9), which take the address of their result
 * off the stack, and descend(4), which calls itself until it is descend(0) and returns how
 * deep it was; exits with that.
 */
#include "target.h"

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

PROBED int descend(int depth)
{
	int below = depth ? descend(depth - 1) : -1;

	/* Or the compiler makes a loop of it. */
	__asm__ volatile("" : "+r"(below));
	return below + 1;
}

static void leave(int status)
{
	__asm__ volatile("int $0x80" ::"a"(1), "b"(status));
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
	leave(descend(4));
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * strings untouched: a constant on pages of its own that this process never touched, across
 * two of them.
 * strings long: 8,000 letters, more than a record takes of a string.
 * strings edge: a string that ends with the last byte before a hole in memory.
 * strings cut: one that runs into the hole.
 * strings null: the null pointer. strings kernel: an address that is the kernel's.
 * strings empty: "". strings odd: bytes that a terminal or a JSON parser may stumble over.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "target.h"

int take(const char *text);

/* When a page is touched, the kernel maps what is cached of the 64 KiB around it. */
#define ALONE 65536

static const char untouched[ALONE] __attribute__((aligned(ALONE))) = {
	[4096 - 4] = 'n', 'e', 'v', 'e', 'r', ' ', 't', 'o', 'u', 'c', 'h', 'e', 'd',
};

PROBED int take(const char *text)
{
	return 0;
}

/* Two pages, of which the second is not there; returns the end of the first. */
static char *edge_of_memory(void)
{
	long page = sysconf(_SC_PAGESIZE);
	char *memory =
		mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	/* In the place of a page that is unmapped, the kernel may put that of its breakpoints. */
	mprotect(memory + page, page, PROT_NONE);
	return memory + page;
}

int main(int argc, char **argv)
{
	static char letters[8001];

	if (!strcmp(argv[1], "untouched"))
		take(untouched + 4096 - 4);
	else if (!strcmp(argv[1], "long"))
		take(memset(letters, 'x', 8000));
	else if (!strcmp(argv[1], "edge"))
		take(memcpy(edge_of_memory() - 6, "edged", 6));
	else if (!strcmp(argv[1], "cut"))
		take(memcpy(edge_of_memory() - 5, "edged", 5));
	else if (!strcmp(argv[1], "null"))
		take(NULL);
	else if (!strcmp(argv[1], "kernel"))
		take((const char *)0xffff888000000000);
	else if (!strcmp(argv[1], "empty"))
		take("");
	else
		take("a\"b\\c\n\033[31m\xff");
	return 0;
}

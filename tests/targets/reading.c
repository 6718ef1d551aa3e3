// SPDX-License-Identifier: GPL-2.0-only
/*
 * reading WAY - calls fill(WAY, BUFFER, SIZE), which reads as SSL_read() does: it puts
 * bytes into the buffer and returns how many. The buffer is empty before.
 *
 *   some    "hello" into 100 bytes
 *   none    returns 0
 *   failed  returns -1
 *   long    40000 times "x"
 *   edge    "abcdef" at the end of a page, behind which there is none; returns 10
 *   hole    where no page can be read; returns 10
 *   fresh   "from file!", on a page that has to be brought in to be read; returns 10
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "target.h"

#define PAGE 4096
#define LONG 40000

long fill(const char *way, char *buffer, long size);

PROBED long fill(const char *way, char *buffer, long size)
{
	if (!strcmp(way, "some")) {
		memcpy(buffer, "hello", 5);
		return 5;
	}
	if (!strcmp(way, "long")) {
		memset(buffer, 'x', size);
		return size;
	}
	if (!strcmp(way, "edge"))
		memcpy(buffer, "abcdef", 6);
	if (!strcmp(way, "fresh") && madvise(buffer, PAGE, MADV_DONTNEED))
		err(1, "madvise");
	if (!strcmp(way, "failed"))
		return -1;
	return strcmp(way, "none") ? 10 : 0;
}

static char *map_page_before_hole(void)
{
	char *pages =
		mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	/* In the place of a page that is unmapped, the kernel may put that of its breakpoints. */
	if (pages == MAP_FAILED || mprotect(pages + PAGE, PAGE, PROT_NONE))
		err(1, "mmap");
	return pages;
}

static char *map_file(void)
{
	FILE *file = tmpfile();

	char *page;

	fputs("from file!", file);
	fflush(file);
	page = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fileno(file), 0);
	if (page == MAP_FAILED)
		err(1, "mmap");
	return page;
}

int main(int argc, char **argv)
{
	static char buffer[LONG];
	const char *way = argv[1];

	if (!strcmp(way, "long"))
		fill(way, buffer, LONG);
	else if (!strcmp(way, "edge"))
		fill(way, map_page_before_hole() + PAGE - 6, 100);
	else if (!strcmp(way, "hole"))
		fill(way, map_page_before_hole() + PAGE, 100);
	else if (!strcmp(way, "fresh"))
		fill(way, map_file(), 100);
	else
		fill(way, buffer, 100);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * pages WAY - calls take(N, TEXT), which returns N and does not look at the text. Says
 * whether the text's page was in memory, "there" or "away", what came back, and what the
 * text is afterwards. It is "text" and lies
 *
 *   evicted    in a file, of which nothing is in memory
 *   scattered  in such a file, in which so many pages were missing that the kernel no longer
 *              reads ahead
 *   swapped    on a page that was swapped out
 *   zero       on one of a mapping of /dev/zero
 *   dropped    on a page with MADV_DONTNEED; what is there afterwards is empty
 *   huge       across the end of a huge page
 *   truncated  in a file behind its end, where to read is a SIGBUS
 *   unmapped   where no page is any longer; before there is a call with "first"
 *   protected  where nobody may read
 *   moved      where mremap() has put its page; then come calls with its old address, and
 *              before there is one with "first"
 *   below      below the stack, where it would grow
 *   unserved   on a page of a userfaultfd that nobody serves
 *   races N    across two pages that another thread throws out, protects, unmaps, moves and
 *              cuts off their file during N calls; all its characters are x
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "target.h"

#define PAGE	4096L
#define HUGE	(2 << 20)
#define LENGTH	300
#define PRESENT 63 /* a bit in the pagemap */
#define MISSES	150
#define APART	0x100000

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

int take(int n, const char *text);

PROBED int take(int n, const char *text)
{
	return n;
}

static char *map(size_t size, int file)
{
	int flags = MAP_PRIVATE | (file < 0 ? MAP_ANONYMOUS : 0);
	char *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, file, 0);

	if (pages == MAP_FAILED)
		err(1, "mmap");
	return pages;
}

static char *map_text(void)
{
	return strcpy(map(PAGE, -1), "text");
}

static int make_file(off_t size)
{
	int file = fileno(tmpfile());

	if (write(file, "text", 5) != 5 || ftruncate(file, size) || fsync(file))
		err(1, "file");
	return file;
}

static bool is_there(const char *text)
{
	int file = open("/proc/self/pagemap", O_RDONLY);
	uint64_t entry = 0;

	if (pread(file, &entry, sizeof(entry), (uintptr_t)text / PAGE * sizeof(entry)) < 0)
		err(1, "pagemap");
	close(file);
	return entry >> PRESENT & 1;
}

static void call(const char *text, bool readable)
{
	bool was_there = is_there(text);
	int n;

	for (n = 1; n <= 2; n++)
		if (take(n, text) != n)
			errx(1, "take(%d) returned something else", n);
	printf("%s %s\n", was_there ? "there" : "away", readable ? text : "-");
}

static void evict(int file, char *text)
{
	unsigned char in_memory;

	if (posix_fadvise(file, 0, PAGE, POSIX_FADV_DONTNEED) || mincore(text, PAGE, &in_memory))
		err(1, "evict");
	if (in_memory & 1)
		errx(1, "the file is still in memory");
}

static void call_evicted(void)
{
	int file = make_file(PAGE);
	char *text = map(PAGE, file);

	evict(file, text);
	call(text, true);
}

static void call_scattered(void)
{
	int file = make_file((MISSES + 1L) * APART), n;
	char *pages = map((MISSES + 1L) * APART, file);

	evict(file, pages);
	for (n = 1; n <= MISSES; n++)
		if (*(volatile char *)&pages[(off_t)n * APART])
			errx(1, "page %d", n);
	call(pages, true);
}

static void call_truncated(void)
{
	int file = make_file(PAGE);
	char *text = map(PAGE, file);

	if (ftruncate(file, 0))
		err(1, "ftruncate");
	call(text, false);
}

static void call_advised(char *text, int advice)
{
	if (madvise(text, PAGE, advice))
		err(1, "madvise");
	call(text, true);
}

static void call_zero(void)
{
	int file = open("/dev/zero", O_RDWR);

	call_advised(strcpy(map(PAGE, file), "text"), MADV_PAGEOUT);
}

/* Return: a number of /proc/self's file in the line behind a word. */
static unsigned long own_number(const char *name, const char *word, const char *format)
{
	unsigned long number = 0;
	char line[256];
	FILE *file = fopen(name, "r");
	bool found = false;

	if (!file)
		err(1, "%s", name);
	while (!found && fgets(line, sizeof(line), file))
		found = strstr(line, word) && sscanf(line, format, &number) == 1;
	fclose(file);
	return number;
}

static void call_huge(void)
{
	uintptr_t area = (uintptr_t)map(3 * HUGE, -1);
	char *huge = (char *)((area + HUGE - 1) / HUGE * HUGE);

	if (madvise(huge, HUGE, MADV_HUGEPAGE))
		err(1, "madvise");
	strcpy(huge + HUGE - 2, "text");
	if (own_number("/proc/self/smaps_rollup", "AnonHugePages", "AnonHugePages: %lu") == 0)
		errx(1, "there is no huge page");
	call(huge + HUGE - 2, true);
}

static void call_protected(void)
{
	char *text = map_text();

	if (mprotect(text, PAGE, PROT_NONE))
		err(1, "mprotect");
	call(text, false);
}

static void call_below(void)
{
	call((char *)own_number("/proc/self/maps", "[stack]", "%lx") - 2 * PAGE, false);
}

static void call_unmapped(void)
{
	char *text = map_text();

	/* The kernel maps the page of its breakpoints now, and not into the hole. */
	take(0, "first");
	munmap(text, PAGE);
	call(text, false);
}

static void call_moved(void)
{
	char *text = map_text(), *moved;

	take(0, "first");
	moved = mremap(text, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, map(PAGE, -1));
	if (moved == MAP_FAILED)
		err(1, "mremap");
	call(moved, true);
	call(text, false);
}

static void call_unserved(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = {
		.range.start = (uintptr_t)map(PAGE, -1),
		.range.len = PAGE,
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	int faults = syscall(SYS_userfaultfd, O_CLOEXEC);

	if (faults < 0 || ioctl(faults, UFFDIO_API, &api) || ioctl(faults, UFFDIO_REGISTER, &range))
		err(1, "userfaultfd");
	call((const char *)(uintptr_t)range.range.start, false);
}

static void fill(char *pages)
{
	memset(pages + PAGE - LENGTH / 2, 'x', LENGTH);
	pages[PAGE + LENGTH / 2] = '\0';
}

static void map_there(void *pages, int flags, int file)
{
	if (mmap(pages, 2 * PAGE, PROT_READ | PROT_WRITE, flags | MAP_FIXED, file, 0) == MAP_FAILED)
		err(1, "mmap");
}

static void disturb_memory(char *pages, char *aside)
{
	map_there(pages, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	fill(pages);
	madvise(pages, PAGE, MADV_DONTNEED);
	fill(pages);
	mprotect(pages + PAGE, PAGE, PROT_NONE);
	mprotect(pages, 2 * PAGE, PROT_READ | PROT_WRITE);
	madvise(pages, 2 * PAGE, MADV_PAGEOUT);
	mremap(pages, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, aside);
	mremap(aside, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, pages);
}

static void disturb_file(char *pages, int file)
{
	if (ftruncate(file, 2 * PAGE))
		err(1, "ftruncate");
	map_there(pages, MAP_SHARED, file);
	fill(pages);
	if (ftruncate(file, PAGE) || ftruncate(file, 0) || ftruncate(file, 2 * PAGE))
		err(1, "ftruncate");
	fill(pages);
	madvise(pages, 2 * PAGE, MADV_DONTNEED);
}

/* Pages of anonymous memory, of a disk's file, and of one in memory. */
static void *disturb(void *pages)
{
	char *aside = map(2 * PAGE, -1);
	int on_disk = make_file(2 * PAGE), in_memory = memfd_create("text", MFD_CLOEXEC);

	if (in_memory < 0)
		err(1, "memfd_create");
	for (;;) {
		disturb_memory(pages, aside);
		disturb_file(pages, on_disk);
		disturb_file(pages, in_memory);
	}
	return NULL;
}

static void call_in_races(int count)
{
	char *pages = map(2 * PAGE, -1);
	pthread_t other;
	int n;

	fill(pages);
	/* The kernel maps the page of its breakpoints now, and not into a hole. */
	take(0, pages);
	if (pthread_create(&other, NULL, disturb, pages))
		errx(1, "no thread");
	for (n = 0; n < count; n++)
		if (take(n, pages + PAGE - LENGTH / 2) != n)
			errx(1, "take(%d) returned something else", n);
	printf("%d calls\n", count);
	fflush(stdout);
	_exit(0);
}

static const struct {
	const char *name;
	void (*call)(void);
} ways[] = {
	{ "evicted", call_evicted },	 { "huge", call_huge },
	{ "truncated", call_truncated }, { "unmapped", call_unmapped },
	{ "protected", call_protected }, { "moved", call_moved },
	{ "unserved", call_unserved },	 { "scattered", call_scattered },
	{ "below", call_below },	 { "zero", call_zero },
};

int main(int argc, char **argv)
{
	const char *way = argv[1];
	size_t n;

	if (!strcmp(way, "races"))
		call_in_races(atoi(argv[2]));
	else if (!strcmp(way, "swapped"))
		call_advised(map_text(), MADV_PAGEOUT);
	else if (!strcmp(way, "dropped"))
		call_advised(map_text(), MADV_DONTNEED);
	for (n = 0; n < ARRAY_SIZE(ways); n++)
		if (!strcmp(way, ways[n].name))
			ways[n].call();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * leftovers PROGRAM SITE OTHER REFUSED - fills free memory with a mark, then looks at every
 * byte that the module hands out: for the mark, for what the kernel fills memory with that
 * is not set yet, and for addresses of the kernel. SITE is an offset in PROGRAM that can
 * be probed, REFUSED one in OTHER that the kernel does not probe.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../module/uapi/uprobecap.h"
#include "target.h"

#define MARK	  0x5ca1ab1e0ddba115ull
#define PIPES	  128
#define PIPE_SIZE 1048576
#define HITS	  100
#define KERNEL	  0xffff800000000000ull
#define NUMBERS	  0xffffffffffff0000ull /* from here on they are small negative ones */

static const char *program;
static int target;
static __u64 site;
static size_t looked_at;

static void check(bool holds, const char *how)
{
	printf("%s - %s\n", holds ? "ok" : "not ok", how);
}

/*
 * Pages that the kernel takes from now on have the mark in them, unless it clears them:
 * a pipe's are of the same kind, and those that were freed last are taken first.
 */
static void mark_memory(void)
{
	static uint64_t marks[PIPE_SIZE / sizeof(uint64_t)];
	int pipes[PIPES][2];
	size_t n;

	for (n = 0; n < ARRAY_SIZE(marks); n++)
		marks[n] = MARK;
	for (n = 0; n < PIPES; n++)
		if (pipe(pipes[n]) || fcntl(pipes[n][1], F_SETPIPE_SZ, PIPE_SIZE) < 0 ||
		    write(pipes[n][1], marks, PIPE_SIZE) != PIPE_SIZE)
			err(1, "a pipe");
	for (n = 0; n < PIPES; n++) {
		close(pipes[n][0]);
		close(pipes[n][1]);
	}
}

/* Four bytes of the mark, or as SLUB fills what is free, and what is taken and not set, or as a
 * debug kernel's compiler fills what lies on the stack.
 */
static bool is_unset(uint32_t half)
{
	unsigned int n;

	for (n = 0; n < 64; n += 8)
		if (half == (uint32_t)(MARK >> n | (n ? MARK << (64 - n) : 0)))
			return true;
	return half == 0x6b6b6b6b || half == 0x5a5a5a5a || half == 0xfefefefe;
}

static bool is_leftover(const char *at, size_t left, bool is_aligned)
{
	uint32_t half;
	uint64_t word;

	memcpy(&half, at, sizeof(half));
	if (is_unset(half))
		return true;
	if (!is_aligned || left < sizeof(word))
		return false;
	memcpy(&word, at, sizeof(word));
	return word >= KERNEL && word < NUMBERS;
}

/* Return: at how many places there is what should not be there. */
static size_t count_leftovers(const void *bytes, size_t size)
{
	size_t at, nr = 0;

	for (at = 0; at + sizeof(uint32_t) <= size; at++) {
		if (!is_leftover((const char *)bytes + at, size - at, at % sizeof(uint64_t) == 0))
			continue;
		if (++nr <= 3)
			printf("# at byte %zu of %zu\n", at, size);
	}
	return nr;
}

static void look(const void *bytes, size_t size, const char *what)
{
	looked_at += size;
	check(!count_leftovers(bytes, size), what);
}

static void look_finds_them(void)
{
	uint64_t words[] = { MARK >> 24, KERNEL | 0x888012345678, 0x6b6b6b6b00,	     0x5a5a5a5a,
			     MARK << 16, 0xffffffffc0123456,	  0xfefefefefefefefe };
	uint64_t fine[] = { 0, -1ull, (uint64_t)-4096, 0x7fffffffe000, 0x555555554000 };
	size_t n;

	for (n = 0; n < ARRAY_SIZE(words); n++)
		check(count_leftovers(&words[n], sizeof(words[n])) > 0,
		      "what is looked for is found");
	check(!count_leftovers(fine, sizeof(fine)), "and nothing else");
}

static int open_session(__u32 flags)
{
	struct uprobecap_config config = {
		.size = sizeof(config),
		.flags = flags,
		.ring_kb = 64,
		.calls = UPROBECAP_CALLS_MIN,
	};
	int device = open(UPROBECAP_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (device < 0 || ioctl(device, UPROBECAP_CONFIG, &config))
		err(1, "a session");
	look(&config, sizeof(config), "CONFIG");
	return device;
}

static int add(int device, const char *spec)
{
	struct uprobecap_add probe = {
		.size = sizeof(probe),
		.fd = target,
		.nr = 1,
		.offsets = (uintptr_t)&site,
		.spec = (uintptr_t)spec,
		.spec_size = strlen(spec),
	};
	int result = ioctl(device, UPROBECAP_ADD, &probe);

	look(&probe, sizeof(probe), "ADD");
	return result;
}

static int change(int device, unsigned long request)
{
	struct uprobecap_range all = { .size = sizeof(all) };
	int result = ioctl(device, request, &all);

	look(&all, sizeof(all), "ENABLE, DISABLE or REMOVE");
	return result;
}

/* Strings, arrays and bytes whose ends are within words; what cannot be read; calls. */
static void arm(int device)
{
	static const char * const specs[] = {
		"p",
		"p:g/odd $comm a=$arg1:s8 b=$arg2:u16 three=+0($stack):x8[3] one=+0($stack):char[1]",
		"p text=+0(\\8):string none=+0(\\8) wild=+0($arg1):string[3] five=+1($stack):bytes[5]",
		"p top=+0($stack) big=+0($stack):bytes[4000] if top == 0",
		"p n=$arg1 big=+0($stack):bytes[2000] if n > 1000000",
		"r $retval:s8 stack=+0($stack):x16[3]",
		"c a=$arg1 text=+0($stack):string who=$comm -> r=$retval b=+0($stack):bytes[$retval]",
		"c a=$arg1 none=+0(\\8):string -> if $retval == 77",
	};
	size_t n;

	for (n = 0; n < ARRAY_SIZE(specs); n++)
		check(!add(device, specs[n]), specs[n]);
	check(!change(device, UPROBECAP_ENABLE), "they are armed");
}

static void hit(int count)
{
	char command[256];

	snprintf(command, sizeof(command), "%s %d 1 2 >/dev/null", program, count);
	check(!system(command), "the program runs");
}

static void look_at_reading(int device, const char *what)
{
	static char buffer[UPROBECAP_RECORD_MAX];
	size_t nr = 0, total = 0;
	ssize_t size;

	while ((size = read(device, buffer, sizeof(buffer))) > 0) {
		nr += count_leftovers(buffer, size);
		total += size;
	}
	looked_at += total;
	check(total && !nr, what);
}

static void look_at_ledgers(int device)
{
	static struct uprobecap_ledger ledgers[64];
	struct uprobecap_ledgers request = {
		.size = sizeof(request),
		.nr = ARRAY_SIZE(ledgers),
		.ledgers = (uintptr_t)ledgers,
	};

	check(!ioctl(device, UPROBECAP_LEDGERS, &request), "LEDGERS are given");
	check(request.nr && ledgers[0].hits == HITS, "of each hit");
	look(ledgers, request.nr * sizeof(*ledgers), "LEDGERS");
	look(&request, sizeof(request), "LEDGERS, the struct");
}

static void look_at_mapping(int device, const char *what)
{
	struct uprobecap_info info = { .size = sizeof(info) };
	__u32 cpu;

	if (ioctl(device, UPROBECAP_INFO, &info))
		err(1, "INFO");
	look(&info, sizeof(info), "INFO");
	for (cpu = 0; cpu < info.nr_rings; cpu++) {
		off_t offset = (off_t)(cpu * info.stride);
		void *control =
			mmap(NULL, info.control_size, PROT_READ, MAP_SHARED, device, offset);
		void *records = mmap(NULL, info.records_size, PROT_READ, MAP_SHARED, device,
				     offset + (off_t)info.control_size);

		if (control == MAP_FAILED || records == MAP_FAILED)
			err(1, "a ring");
		look(control, info.control_size, what);
		look(records, info.records_size, what);
	}
}

static void look_at_list(void)
{
	struct uprobecap_list list = { .size = sizeof(list) };
	int device = open(UPROBECAP_DEVICE, O_RDONLY | O_CLOEXEC);

	if (ioctl(device, UPROBECAP_LIST, &list))
		err(1, "LIST");
	look_at_reading(device, "LIST");
	close(device);
}

static void look_at_refusals(const char *other, __u64 refused)
{
	int device = open_session(0);

	add(device, "p a=$argument");
	add(device, "");
	site = 1ull << 40;
	add(device, "p");
	target = open(other, O_RDONLY | O_CLOEXEC);
	site = refused;
	add(device, "p");
	check(change(device, UPROBECAP_ENABLE) < 0, "one cannot be armed");
	close(device);
}

static void look_at_sessions(void)
{
	struct uprobecap_hold hold = { .size = sizeof(hold), .hold = 1 };
	int reads = open_session(0), maps, overwrites;

	arm(reads);
	maps = open_session(UPROBECAP_MAPPED);
	look_at_mapping(maps, "a mapped ring, before it was used");
	arm(maps);
	overwrites = open_session(UPROBECAP_OVERWRITE);
	arm(overwrites);
	hit(HITS);
	look_at_reading(reads, "what is read");
	look_at_reading(maps, "what is read of a session with mapped rings");
	look_at_mapping(maps, "a mapped ring");
	look_at_ledgers(reads);
	look_at_list();
	check(!ioctl(overwrites, UPROBECAP_HOLD, &hold), "HOLD");
	look_at_reading(overwrites, "what a flight recorder has");
	change(reads, UPROBECAP_DISABLE);
	change(reads, UPROBECAP_REMOVE);
	close(reads);
	close(maps);
	close(overwrites);
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	program = argv[1];
	target = open(program, O_RDONLY | O_CLOEXEC);
	look_finds_them();
	mark_memory();
	site = strtoull(argv[2], NULL, 0);
	look_at_sessions();
	look_at_refusals(argv[3], strtoull(argv[4], NULL, 0));
	printf("# %zu bytes were looked at\n", looked_at);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * mapped PROGRAM SITE - maps the rings of sessions with a probe at an offset of PROGRAM,
 * which hits it as often as its first argument says, and says in TAP what comes of it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../module/uapi/uprobecap.h"
#include "session.h"
#include "target.h"

#define CPUS 64

static const char *program;
static int target;
static __u64 site;

struct ring {
	struct uprobecap_ring_control *control;
	const struct uprobecap_ring_state *state;
	const char *records;
	long lost; /* as the last record about losses, or the ring itself, says */
};

struct rings {
	int device;
	struct uprobecap_info info;
	struct ring ring[CPUS];
};

static void check(long got, long wanted, const char *how)
{
	printf("%s - %s\n", got == wanted ? "ok" : "not ok", how);
	if (got != wanted)
		printf("#      got: %ld\n# expected: %ld\n", got, wanted);
}

static int open_session(struct uprobecap_config config)
{
	int device = open(UPROBECAP_DEVICE, O_RDWR | O_CLOEXEC);

	config.size = sizeof(config);
	if (ioctl(device, UPROBECAP_CONFIG, &config) ||
	    session_add(device, target, site, "p first=$arg1") ||
	    session_change(device, UPROBECAP_ENABLE))
		perror("a session");
	return device;
}

#define SESSION(...) open_session((struct uprobecap_config){ __VA_ARGS__ })

static int error_of_map(int device, __u64 size, int protection, int flags, __u64 offset)
{
	void *part = mmap(NULL, size, protection, flags, device, (off_t)offset);

	if (part == MAP_FAILED)
		return errno;
	munmap(part, size);
	return 0;
}

static void map_rings(struct rings *rings, int device)
{
	__u32 cpu;

	*rings = (struct rings){ .device = device, .info.size = sizeof(rings->info) };
	check(ioctl(device, UPROBECAP_INFO, &rings->info), 0, "INFO");
	for (cpu = 0; cpu < rings->info.nr_rings && cpu < CPUS; cpu++) {
		struct ring *ring = &rings->ring[cpu];
		__u64 offset = cpu * rings->info.stride;
		char *state;

		ring->control = mmap(NULL, rings->info.control_size, PROT_READ | PROT_WRITE,
				     MAP_SHARED, device, (off_t)offset);
		state = mmap(NULL, rings->info.records_size, PROT_READ, MAP_SHARED, device,
			     (off_t)(offset + rings->info.control_size));
		if (ring->control == MAP_FAILED || state == MAP_FAILED)
			perror("a ring");
		ring->state = (const void *)state;
		ring->records = state + rings->info.records_size - 2 * rings->info.ring_size;
	}
}

static void unmap_rings(struct rings *rings)
{
	__u32 cpu;

	for (cpu = 0; cpu < rings->info.nr_rings; cpu++) {
		munmap(rings->ring[cpu].control, rings->info.control_size);
		munmap((void *)rings->ring[cpu].state, rings->info.records_size);
	}
}

static void hit(int count)
{
	char command[256];

	snprintf(command, sizeof(command), "%s %d 1 2 >/dev/null", program, count);
	if (system(command))
		perror(program);
}

/* Return: hits in all rings, which are given back. */
static long take_hits(struct rings *rings)
{
	long hits = 0;
	__u32 cpu;

	for (cpu = 0; cpu < rings->info.nr_rings; cpu++) {
		struct ring *ring = &rings->ring[cpu];
		__u64 head = __atomic_load_n(&ring->state->head, __ATOMIC_ACQUIRE);
		__u64 at = ring->control->tail;

		while (at != head) {
			const struct uprobecap_record *record =
				(const void *)(ring->records + at % rings->info.ring_size);

			hits += record->type == UPROBECAP_ENTRY;
			if (record->type == UPROBECAP_LOST)
				ring->lost = (long)((const struct uprobecap_lost *)record)->total;
			at += record->size;
		}
		/* No hit came behind these that a record could tell of. */
		if (head == ring->state->head)
			ring->lost = (long)ring->state->lost;
		__atomic_store_n(&ring->control->tail, at, __ATOMIC_RELEASE);
	}
	return hits;
}

static long told_lost(const struct rings *rings)
{
	long lost = 0;
	__u32 cpu;

	for (cpu = 0; cpu < rings->info.nr_rings; cpu++)
		lost += rings->ring[cpu].lost;
	return lost;
}

static struct uprobecap_ledger ledger_of(int device)
{
	struct uprobecap_ledger ledger;

	if (session_ledger(device, &ledger))
		perror("LEDGERS");
	return ledger;
}

static void check_refusals(void)
{
	struct uprobecap_info info = { .size = sizeof(info) };
	int none = open(UPROBECAP_DEVICE, O_RDWR | O_CLOEXEC);
	int device = SESSION(.flags = UPROBECAP_MAPPED, .ring_kb = 4);
	int read_only = open(UPROBECAP_DEVICE, O_RDONLY | O_CLOEXEC);
	int unmapped = SESSION(.ring_kb = 4);
	const int read_write = PROT_READ | PROT_WRITE;

	ioctl(device, UPROBECAP_INFO, &info);
	check(error_of_map(none, 4096, PROT_READ, MAP_SHARED, 0), ENODEV, "no session");
	check(error_of_map(unmapped, 4096, PROT_READ, MAP_SHARED, 0), ENODEV,
	      "a session that is not mapped");
	check(error_of_map(read_only, info.control_size, read_write, MAP_SHARED, 0), EACCES,
	      "a file that was opened to be read");
	check(error_of_map(device, info.control_size, read_write, MAP_SHARED, 0), 0,
	      "a control page");
	check(error_of_map(device, info.control_size, read_write, MAP_PRIVATE, 0), EINVAL,
	      "a private one");
	check(error_of_map(device, 2 * info.control_size, read_write, MAP_SHARED, 0), EINVAL,
	      "a larger one");
	check(error_of_map(device, info.records_size, PROT_READ, MAP_SHARED, info.control_size), 0,
	      "records");
	check(error_of_map(device, info.records_size, read_write, MAP_SHARED, info.control_size),
	      EPERM, "records that are written");
	check(error_of_map(device, info.records_size, PROT_READ, MAP_PRIVATE, info.control_size),
	      EINVAL, "private records");
	check(error_of_map(device, info.records_size, PROT_READ | PROT_EXEC, MAP_SHARED,
			   info.control_size),
	      EINVAL, "records that are run");
	check(error_of_map(device, info.records_size / 2, PROT_READ, MAP_SHARED, info.control_size),
	      EINVAL, "a part of the records");
	check(error_of_map(device, 4096, PROT_READ, MAP_SHARED, 2 * info.control_size), EINVAL,
	      "a page of the records");
	check(error_of_map(device, info.control_size, PROT_READ, MAP_SHARED,
			   info.nr_rings * info.stride),
	      ENXIO, "a CPU that there cannot be");
	check(error_of_map(device, info.control_size, PROT_READ, MAP_SHARED, 1ull << 62), ENXIO,
	      "one far behind all");
	close(none);
	close(device);
	close(read_only);
	close(unmapped);
}

/* Return: the error of asking for a page in a process that was forked. */
static int error_of_child(void *page)
{
	unsigned char there;
	pid_t child = fork();
	int status;

	if (!child)
		_exit(mincore(page, 4096, &there) ? errno : 0);
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static void check_protection(struct rings *rings)
{
	void *state = (void *)rings->ring[0].state;
	int memory = open("/proc/self/mem", O_RDWR);
	__u64 head = rings->ring[0].state->head;

	check(mprotect(state, 4096, PROT_READ | PROT_WRITE) ? errno : 0, EACCES,
	      "records cannot be made writable");
	check(pwrite(memory, "x", 1, (off_t)(uintptr_t)state), -1, "nor written by /proc");
	check((long)rings->ring[0].state->head, (long)head, "nor were they");
	check(mremap(state, rings->info.records_size, rings->info.records_size + 4096,
		     MREMAP_MAYMOVE) == MAP_FAILED,
	      1, "a mapping does not grow");
	check(error_of_child(rings->ring[0].control), ENOMEM, "what is forked has no mapping");
	close(memory);
}

/* Return: the types of what read(2) has, a bit each; it ends with EAGAIN. */
static unsigned int types_read(int device)
{
	static char buffer[UPROBECAP_RECORD_MAX];
	unsigned int types = 0;
	ssize_t size, at;

	while ((size = read(device, buffer, sizeof(buffer))) > 0)
		for (at = 0; at < size;) {
			const struct uprobecap_record *record = (const void *)(buffer + at);

			types |= 1u << record->type;
			at += record->size;
		}
	check(errno, EAGAIN, "read(2) does not wait");
	return types;
}

static void check_reading(struct rings *rings)
{
	const unsigned int told = 1u << UPROBECAP_HEADER | 1u << UPROBECAP_PROBE |
				  1u << UPROBECAP_LEDGER;
	struct pollfd ready = { .fd = rings->device, .events = POLLIN };
	struct uprobecap_ledger ledger;
	long hits;

	hit(10);
	check(poll(&ready, 1, 5000), 1, "poll(2) tells of hits");
	check(types_read(rings->device), told, "read(2) has all but hits");
	check(take_hits(rings), 10, "they are in the rings");
	check(told_lost(rings), 0, "all of them");
	hit(1000);
	hits = take_hits(rings);
	hit(1);
	hits += take_hits(rings);
	ledger = ledger_of(rings->device);
	check(ledger.hits, 1011, "a ring that is full");
	check(ledger.delivered, 10 + hits, "what is delivered is there");
	check(ledger.lost_full > 500, 1, "the others are lost");
	check(hits + told_lost(rings), 1001, "which the rings tell");
}

/* A tail that makes no sense harms who made it up, and nobody else. */
static void check_tails(struct rings *rings)
{
	static const __u64 tails[] = { 1, 1ull << 40, UINT64_MAX, 1ull << 63, 12345 };
	struct uprobecap_ledger before = ledger_of(rings->device), ledger;
	size_t n;
	__u32 cpu;

	for (n = 0; n < ARRAY_SIZE(tails); n++) {
		for (cpu = 0; cpu < rings->info.nr_rings; cpu++)
			rings->ring[cpu].control->tail += tails[n];
		hit(100);
	}
	ledger = ledger_of(rings->device);
	check(ledger.hits, 1511, "wrong tails");
	check(ledger.lost_full - before.lost_full, 500, "are a loss that is counted");
	for (cpu = 0; cpu < rings->info.nr_rings; cpu++)
		rings->ring[cpu].control->tail = rings->ring[cpu].state->head;
	hit(10);
	check(take_hits(rings), 10, "right ones are good again");
}

static long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Return: ms until a hit wakes who sleeps. */
static long sleep_until_hit(int device)
{
	struct pollfd ready = { .fd = device, .events = POLLIN };
	static char buffer[UPROBECAP_RECORD_MAX];
	long since, slept;
	pid_t child;

	while (poll(&ready, 1, 200) > 0)
		if (read(device, buffer, sizeof(buffer)) < 0)
			break;
	child = fork();
	if (!child) {
		usleep(300000);
		hit(1);
		_exit(0);
	}
	since = milliseconds();
	poll(&ready, 1, 10000);
	slept = milliseconds() - since;
	waitpid(child, NULL, 0);
	return slept;
}

static void check_waking(void)
{
	int device = SESSION(.timeout_ms = 4000);
	long slept = sleep_until_hit(device);

	check(slept >= 4000, 1, "a hit waits for the timeout");
	close(device);
	device = SESSION(.timeout_ms = 4000, .watermark = 8);
	slept = sleep_until_hit(device);
	check(slept >= 300 && slept < 3500, 1, "or for the watermark");
	close(device);
}

static void check_close(struct rings *rings)
{
	take_hits(rings);
	close(rings->device);
	hit(5);
	check(take_hits(rings), 5, "what is mapped outlives the descriptor");
	unmap_rings(rings);
}

int main(int argc, char **argv)
{
	struct rings rings;

	if (argc != 3)
		return 2;
	program = argv[1];
	target = open(program, O_RDONLY | O_CLOEXEC);
	site = strtoull(argv[2], NULL, 0);
	check_refusals();
	map_rings(&rings, SESSION(.flags = UPROBECAP_MAPPED, .ring_kb = 4));
	check_protection(&rings);
	check_reading(&rings);
	check_tails(&rings);
	check_waking();
	check_close(&rings);
	return 0;
}

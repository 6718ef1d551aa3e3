// SPDX-License-Identifier: GPL-2.0-only
/*
 * failing PROGRAM SITE... - has a session with probes at offsets of PROGRAM from open(2) to
 * close(2), again and again, and lets the kernel's fault injection fail the first allocation
 * or copy of one of its calls, then the second one, until there is none left; and so with
 * each of the calls. It says in TAP what came of it. Not traced itself.
 *
 * A call that fails leaves nothing behind. It is made once more, and then all goes on as if
 * nothing had happened.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../module/uapi/uprobecap.h"
#include "session.h"
#include "target.h"

#define HITS	  3
#define SITES_MAX 4

static const char *program;
static int target;
static __u64 sites[SITES_MAX];
static __u32 nr_sites;
static __u32 flags;
static int fail_nth;

/* Of the session that there is. */
static int device, listing;
static char *control, *records;
static struct uprobecap_info rings;
static int nr_read;

static int open_device(void)
{
	device = open(UPROBECAP_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return device < 0 ? -1 : 0;
}

static int configure(void)
{
	__u32 pids[] = { 1, (__u32)getpid() }, uids[] = { 0 };
	struct uprobecap_config config = {
		.size = sizeof(config),
		.flags = flags | UPROBECAP_FOLLOW,
		.ring_kb = 16,
		.calls = UPROBECAP_CALLS_MIN,
		.pids = (uintptr_t)pids,
		.uids = (uintptr_t)uids,
		.nr_pids = ARRAY_SIZE(pids),
		.nr_uids = ARRAY_SIZE(uids),
	};

	return ioctl(device, UPROBECAP_CONFIG, &config);
}

static int add(void)
{
	return session_add_all(device, target, sites, nr_sites,
			       "c text=+0($stack):string a=$arg1 -> sum=$retval if latency >= 0");
}

static int enable(void)
{
	return session_change(device, UPROBECAP_ENABLE);
}

static int disable(void)
{
	return session_change(device, UPROBECAP_DISABLE);
}

/* When only the answer could not be given, they are gone already. */
static int remove_probes(void)
{
	int status = session_change(device, UPROBECAP_REMOVE);

	return status && errno == ENOENT ? 0 : status;
}

static int ask_rings(void)
{
	rings = (struct uprobecap_info){ .size = sizeof(rings) };
	return ioctl(device, UPROBECAP_INFO, &rings);
}

static int map(char **part, __u64 size, int protection, __u64 offset)
{
	if (!(flags & UPROBECAP_MAPPED))
		return 0;
	*part = mmap(NULL, size, protection, MAP_SHARED, device, (off_t)offset);
	return *part == MAP_FAILED ? -1 : 0;
}

static int map_control(void)
{
	return map(&control, rings.control_size, PROT_READ | PROT_WRITE, 0);
}

static int map_records(void)
{
	return map(&records, rings.records_size, PROT_READ, rings.control_size);
}

static int unmap(void)
{
	if (!(flags & UPROBECAP_MAPPED))
		return 0;
	return munmap(control, rings.control_size) || munmap(records, rings.records_size);
}

static int wait_for_records(void)
{
	struct pollfd ready = { .fd = device, .events = POLLIN };
	int nr = poll(&ready, 1, 1000);

	if (!nr)
		errno = ETIME;
	return nr == 1 ? 0 : -1;
}

static int read_all(int fd)
{
	static char buffer[UPROBECAP_RECORD_MAX];
	ssize_t size, at;

	while ((size = read(fd, buffer, sizeof(buffer))) > 0)
		for (at = 0; at < size;) {
			const struct uprobecap_record *record = (const void *)(buffer + at);

			nr_read += record->type == UPROBECAP_CALL;
			at += record->size;
		}
	return size < 0 && errno != EAGAIN ? -1 : 0;
}

static int read_session(void)
{
	return read_all(device);
}

static int ask_ledgers(void)
{
	struct uprobecap_ledger got[SITES_MAX];

	return session_ledgers(device, got, ARRAY_SIZE(got)) < 0 ? -1 : 0;
}

static int hold(void)
{
	struct uprobecap_hold request = { .size = sizeof(request), .hold = 1 };

	return flags & UPROBECAP_OVERWRITE ? ioctl(device, UPROBECAP_HOLD, &request) : 0;
}

static int list(void)
{
	struct uprobecap_list request = { .size = sizeof(request) };

	return ioctl(listing, UPROBECAP_LIST, &request);
}

static int read_listing(void)
{
	return read_all(listing);
}

static int close_device(void)
{
	close(listing);
	return close(device);
}

static int run_program(void)
{
	char command[256];

	snprintf(command, sizeof(command), "%s %d 1 2 >/dev/null", program, HITS);
	return system(command);
}

/* Not one of the calls that fail: it is others that are hit. */
static int hit(void)
{
	listing = open(UPROBECAP_DEVICE, O_RDONLY | O_CLOEXEC);
	return listing < 0 || run_program();
}

/* Return: whether one of those that were not added, or not armed, is there all the same. */
static bool is_left(int (*refused)(void))
{
	struct uprobecap_ledger got[SITES_MAX];
	__u32 n;

	if (refused == add)
		return session_ledgers(device, got, ARRAY_SIZE(got)) != 0;
	if (refused != enable)
		return false;
	if (run_program() || session_ledgers(device, got, ARRAY_SIZE(got)) != (int)nr_sites)
		err(2, "%s, or its ledgers", program);
	for (n = 0; n < nr_sites; n++)
		if (got[n].hits)
			return true;
	return false;
}

/* Of sessions: their rings are read, mapped, or overwrite. */
enum kind { READ = 1, MAPPED = 2, OVERWRITE = 4 };

/* Calls, and for which kinds of sessions they are tried: those for which they differ. */
static const struct {
	const char *name;
	int (*make)(void);
	unsigned int kinds;
} calls[] = {
	{ "open", open_device, READ },
	{ "CONFIG", configure, READ | MAPPED },
	{ "ADD", add, READ },
	{ "ENABLE", enable, READ },
	{ "INFO", ask_rings, MAPPED },
	{ "mmap of a control page", map_control, MAPPED },
	{ "mmap of records", map_records, MAPPED },
	{ "hits", hit, 0 },
	{ "poll", wait_for_records, READ | MAPPED },
	{ "HOLD", hold, OVERWRITE },
	{ "read", read_session, READ | MAPPED | OVERWRITE },
	{ "LEDGERS", ask_ledgers, READ },
	{ "LIST", list, READ },
	{ "read of the list", read_listing, READ },
	{ "DISABLE", disable, READ },
	{ "REMOVE", remove_probes, READ },
	{ "munmap", unmap, MAPPED },
	{ "close", close_device, READ | MAPPED },
};

/* To write it is a copy, too, and may be the one that fails: then no other will. */
static void set_fail_nth(int n)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", n);
	while (write(fail_nth, text, strlen(text)) < 0)
		if (errno != EFAULT)
			err(2, "fail-nth");
}

/* To read that is a copy, too, and may be the one that fails. */
static bool has_failed(void)
{
	char text[16] = "1";

	return pread(fail_nth, text, sizeof(text) - 1, 0) > 0 && !atoi(text);
}

static bool is_honest(int error)
{
	return error == ENOMEM || error == EFAULT;
}

/**
 * struct tally - what became of the failures of a call
 * @failed: how many there were
 * @refused: of these, how many the call failed for
 */
struct tally {
	int failed, refused;
};

/* Return: whether there was anything left to fail. */
static bool make_failing(size_t call, int n, struct tally *tally)
{
	int status, error;
	bool failed;

	set_fail_nth(n);
	status = calls[call].make();
	error = errno;
	failed = has_failed();
	set_fail_nth(0);
	tally->failed += failed;
	if (!status)
		return failed;
	tally->refused++;
	if (!failed || !is_honest(error))
		printf("not ok - %s, failure %d: %s\n", calls[call].name, n, strerror(error));
	if (is_left(calls[call].make))
		printf("not ok - %s, failure %d: leaves something\n", calls[call].name, n);
	if (calls[call].make() && calls[call].make != close_device)
		printf("not ok - %s, failure %d: works the next time: %s\n", calls[call].name, n,
		       strerror(errno));
	return failed;
}

/* Return: whether there was anything left to fail. */
static bool have_session(size_t failing, int n, struct tally *tally)
{
	bool failed = false;
	size_t call;

	nr_read = 0;
	for (call = 0; call < ARRAY_SIZE(calls); call++) {
		if (call == failing)
			failed = make_failing(call, n, tally);
		else if (calls[call].make())
			err(2, "%s, behind failure %d of %s", calls[call].name, n,
			    calls[failing].name);
	}
	if (!(flags & UPROBECAP_MAPPED) && nr_read < HITS)
		printf("not ok - %s, failure %d: %d hits were read\n", calls[failing].name, n,
		       nr_read);
	return failed;
}

static void fail_each(enum kind kind, const char *way)
{
	size_t call;
	int n;

	for (call = 0; call < ARRAY_SIZE(calls); call++) {
		struct tally tally = { 0 };

		if (!(calls[call].kinds & kind))
			continue;
		n = 1;
		while (have_session(call, n, &tally))
			n++;
		printf("ok - %s, %s: each of %d failures, of which %d are told\n", way,
		       calls[call].name, tally.failed, tally.refused);
		fflush(stdout);
	}
}

int main(int argc, char **argv)
{
	if (argc < 3 || argc > 2 + SITES_MAX)
		errx(2, "usage: failing PROGRAM SITE...");
	program = argv[1];
	target = open(program, O_RDONLY | O_CLOEXEC);
	for (; argv[2 + nr_sites]; nr_sites++)
		sites[nr_sites] = strtoull(argv[2 + nr_sites], NULL, 0);
	fail_nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (target < 0 || fail_nth < 0)
		err(2, "%s, fail-nth", program);
	flags = 0;
	fail_each(READ, "rings that are read");
	flags = UPROBECAP_MAPPED;
	fail_each(MAPPED, "rings that are mapped");
	flags = UPROBECAP_OVERWRITE;
	fail_each(OVERWRITE, "rings that overwrite");
	return 0;
}

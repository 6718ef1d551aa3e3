// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctls FILE SITE REFUSED - what the module refuses, in TAP: SITE is an offset in FILE
 * that can be probed, REFUSED one that the kernel does not probe.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../module/uapi/uprobecap.h"
#include "target.h"

#define BEHIND 64 /* bytes of a newer program's struct that the module does not know */

static int target;
static __u64 good, bad;

/* A struct of this header, and what a newer one may have behind it. */
union argument {
	struct {
		__u32 size;
		__u32 flags;
	};
	struct uprobecap_config config;
	struct uprobecap_add add;
	struct uprobecap_range range;
	struct uprobecap_ledgers ledgers;
	struct uprobecap_list list;
	struct uprobecap_info info;
	struct uprobecap_hold hold;
	char bytes[sizeof(struct uprobecap_add) + BEHIND];
};

static const struct {
	const char *name;
	unsigned long request;
	__u32 size;
} requests[] = {
	{ "CONFIG", UPROBECAP_CONFIG, sizeof(struct uprobecap_config) },
	{ "ADD", UPROBECAP_ADD, sizeof(struct uprobecap_add) },
	{ "ENABLE", UPROBECAP_ENABLE, sizeof(struct uprobecap_range) },
	{ "DISABLE", UPROBECAP_DISABLE, sizeof(struct uprobecap_range) },
	{ "REMOVE", UPROBECAP_REMOVE, sizeof(struct uprobecap_range) },
	{ "LEDGERS", UPROBECAP_LEDGERS, sizeof(struct uprobecap_ledgers) },
	{ "LIST", UPROBECAP_LIST, sizeof(struct uprobecap_list) },
	{ "INFO", UPROBECAP_INFO, sizeof(struct uprobecap_info) },
	{ "HOLD", UPROBECAP_HOLD, sizeof(struct uprobecap_hold) },
};

static int open_device(void)
{
	return open(UPROBECAP_DEVICE, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

static void check(int got, int wanted, const char *what, const char *how)
{
	printf("%s - %s: %s\n", got == wanted ? "ok" : "not ok", what, how);
	if (got != wanted)
		printf("#      got: %s\n# expected: %s\n", strerror(got), strerror(wanted));
}

/* Return: the error of an ioctl, 0 for none. */
static int error_of(int device, unsigned long request, void *argument)
{
	return ioctl(device, request, argument) < 0 ? errno : 0;
}

static struct uprobecap_add probe(const char *spec)
{
	return (struct uprobecap_add){
		.size = sizeof(struct uprobecap_add),
		.fd = target,
		.nr = 1,
		.offsets = (uintptr_t)&good,
		.spec = (uintptr_t)spec,
		.spec_size = strlen(spec),
	};
}

/* What is the same for all of them. */
static void check_structs(void)
{
	union argument argument;
	size_t n;

	for (n = 0; n < ARRAY_SIZE(requests); n++) {
		const char *name = requests[n].name;
		unsigned long request = requests[n].request;
		int device = open_device();

		check(error_of(device, request, NULL), EFAULT, name, "no struct");
		argument = (union argument){ .size = 4 };
		check(error_of(device, request, &argument), EINVAL, name, "no room for flags");
		argument = (union argument){ .size = INT_MAX };
		check(error_of(device, request, &argument) != 0, 1, name,
		      "a size beyond all memory");
		argument = (union argument){ .size = requests[n].size, .flags = 1u << 31 };
		check(error_of(device, request, &argument), EINVAL, name, "an unknown flag");
		memset(&argument, 0, sizeof(argument));
		argument.size = requests[n].size + BEHIND;
		argument.bytes[requests[n].size + BEHIND - 1] = 1;
		check(error_of(device, request, &argument), E2BIG, name,
		      "a longer struct that is not 0");
		close(device);
	}
	check(error_of(open_device(), _IO(UPROBECAP_IOCTL, 99), &argument), ENOTTY, "99",
	      "an unknown number");
	check(error_of(open_device(), _IO('u', 1), &argument), ENOTTY, "another's", "a number");
}

static int configure(const struct uprobecap_config *config)
{
	union argument argument;
	int device = open_device(), err;

	/* An initializer of one member leaves what is behind it, since gcc 15. */
	memset(&argument, 0, sizeof(argument));
	argument.config = *config;
	if (!argument.size)
		argument.size = sizeof(*config);
	err = error_of(device, UPROBECAP_CONFIG, &argument);
	close(device);
	return err;
}

#define CONFIG(...) configure(&(struct uprobecap_config){ __VA_ARGS__ })

static void check_config(void)
{
	struct uprobecap_config config = { .size = sizeof(config) };
	struct uprobecap_list list = { .size = sizeof(list) };
	__u32 ids[UPROBECAP_FILTER_MAX + 1] = { INT_MAX };
	int device = open_device();

	check(CONFIG(.size = 8), 0, "CONFIG", "a shorter struct");
	check(CONFIG(.size = sizeof(config) + 8), 0, "CONFIG", "a longer struct that is 0");
	check(CONFIG(.ring_kb = 2), EINVAL, "CONFIG", "too small a ring");
	check(CONFIG(.ring_kb = 5), EINVAL, "CONFIG", "no power of two");
	check(CONFIG(.ring_kb = 2 * UPROBECAP_RING_KB_MAX), EINVAL, "CONFIG", "too large a ring");
	check(CONFIG(.ring_kb = UPROBECAP_RING_KB_MAX), ENOMEM, "CONFIG", "more than there is");
	check(CONFIG(.calls = 32), EINVAL, "CONFIG", "too few calls");
	check(CONFIG(.calls = 100), EINVAL, "CONFIG", "calls, no power of two");
	check(CONFIG(.calls = 2 * UPROBECAP_CALLS_MAX), EINVAL, "CONFIG", "too many calls");
	check(CONFIG(.nr_pids = 1), EFAULT, "CONFIG", "no pids");
	check(CONFIG(.nr_pids = 1, .pids = (uintptr_t)ids), ESRCH, "CONFIG", "no such process");
	check(CONFIG(.nr_pids = UPROBECAP_FILTER_MAX + 1, .pids = (uintptr_t)ids), E2BIG, "CONFIG",
	      "too many pids");
	check(CONFIG(.nr_uids = UPROBECAP_FILTER_MAX + 1, .uids = (uintptr_t)ids), E2BIG, "CONFIG",
	      "too many uids");
	check(CONFIG(.nr_uids = 1), EFAULT, "CONFIG", "no uids");
	check(CONFIG(.flags = UPROBECAP_FOLLOW), EINVAL, "CONFIG", "children of nobody");
	check(CONFIG(.flags = UPROBECAP_CGROUP, .cgroup_fd = -1), EBADF, "CONFIG", "no cgroup");
	check(CONFIG(.ring_kb = 4, .watermark = 4097), EINVAL, "CONFIG", "a watermark past a ring");
	check(CONFIG(.timeout_ms = UPROBECAP_TIMEOUT_MS_MAX + 1), E2BIG, "CONFIG",
	      "too long a timeout");
	check(CONFIG(.flags = UPROBECAP_MAPPED | UPROBECAP_OVERWRITE), EINVAL, "CONFIG",
	      "mapped rings that overwrite");
	check(CONFIG(.comm[UPROBECAP_COMM_SIZE - 1] = 'x'), EINVAL, "CONFIG", "too long a name");
	check(CONFIG(.reserved = 1), EINVAL, "CONFIG", "what is reserved");
	check(error_of(device, UPROBECAP_CONFIG, &config), 0, "CONFIG", "once");
	check(error_of(device, UPROBECAP_CONFIG, &config), EBUSY, "CONFIG", "twice");
	check(error_of(device, UPROBECAP_LIST, &list), EBUSY, "LIST", "of a file with a session");
	close(device);
}

static void check_adding(struct uprobecap_add add, int wanted, const char *how)
{
	int device = open_device();

	check(error_of(device, UPROBECAP_ADD, &add), wanted, "ADD", how);
	close(device);
}

static void check_add(void)
{
	static char long_spec[UPROBECAP_SPEC_MAX + 1];
	__u64 past = 1ull << 40, odd = 1;
	struct uprobecap_add add = probe("p");

#define ADD(how, wanted, ...)                   \
	do {                                    \
		add = probe("p");               \
		__VA_ARGS__;                    \
		check_adding(add, wanted, how); \
	} while (0)

	check_adding(add, 0, "a probe");
	ADD("an unknown flag", EINVAL, add.flags = 1);
	ADD("no file", EBADF, add.fd = -1);
	ADD("a file that is not for reading", EBADF, add.fd = open("/dev/null", O_WRONLY));
	ADD("a device", EINVAL, add.fd = open("/dev/null", O_RDONLY));
	ADD("no program", ENOEXEC, add.fd = open("/etc/passwd", O_RDONLY));
	ADD("no sites", EINVAL, add.nr = 0);
	ADD("too many sites", E2BIG, add.nr = UPROBECAP_PROBES_MAX + 1);
	ADD("sites nowhere", EFAULT, add.offsets = 8);
	ADD("counters nowhere", EFAULT, add.ref_ctr_offsets = 8);
	ADD("an odd counter", EINVAL, add.ref_ctr_offsets = (uintptr_t)&odd);
	ADD("a site past the end", ERANGE, add.offsets = (uintptr_t)&past);
	ADD("a text nowhere", EFAULT, add.spec = 8);
	ADD("a text with a NUL in it", EINVAL, add.spec_size = 2);
	memset(long_spec, ' ', sizeof(long_spec));
	long_spec[0] = 'p';
	ADD("too long a text", E2BIG, add.spec = (uintptr_t)long_spec,
	    add.spec_size = UPROBECAP_SPEC_MAX + 1);
	ADD("a text as long as may be", 0, add.spec = (uintptr_t)long_spec,
	    add.spec_size = UPROBECAP_SPEC_MAX);
	ADD("no text", EINVAL, add.spec_size = 0);
}

static void check_range(void)
{
	struct uprobecap_range range = { .size = sizeof(range), .id = 1 };
	struct uprobecap_add add = probe("c");
	int device = open_device();

	check(error_of(device, UPROBECAP_ENABLE, &range), ENOENT, "ENABLE", "without a session");
	check(error_of(device, UPROBECAP_ADD, &add), 0, "ADD", "one that can be probed");
	add = probe("p");
	add.offsets = (uintptr_t)&bad;
	check(error_of(device, UPROBECAP_ADD, &add), 0, "ADD", "one that cannot");
	check(add.id, 2, "ADD", "its number");
	check(error_of(device, UPROBECAP_ENABLE, &range), EOPNOTSUPP, "ENABLE", "both");
	check(range.error_id, 2, "ENABLE", "which of them");
	check(!strstr(range.error, "cannot probe the instruction"), 0, "ENABLE", "and why");
	check(error_of(device, UPROBECAP_REMOVE, &range), 0, "REMOVE",
	      "both, of which none is armed");
	check(error_of(device, UPROBECAP_ENABLE, &range), ENOENT, "ENABLE", "nothing");
	check(error_of(device, UPROBECAP_DISABLE, &range), ENOENT, "DISABLE", "nothing");
	check(error_of(device, UPROBECAP_REMOVE, &range), ENOENT, "REMOVE", "nothing");
	add = probe("p");
	check(error_of(device, UPROBECAP_ADD, &add), 0, "ADD", "another");
	check(add.id, 3, "ADD", "has a number of its own");
	check(error_of(device, UPROBECAP_ENABLE, &range), 0, "ENABLE", "it");
	check(error_of(device, UPROBECAP_ENABLE, &range), 0, "ENABLE", "it once more");
	check(error_of(device, UPROBECAP_REMOVE, &range), EBUSY, "REMOVE", "what is armed");
	range.reserved = 1;
	check(error_of(device, UPROBECAP_DISABLE, &range), EINVAL, "DISABLE", "what is reserved");
	range.reserved = 0;
	check(error_of(device, UPROBECAP_DISABLE, &range), 0, "DISABLE", "it");
	check(error_of(device, UPROBECAP_DISABLE, &range), 0, "DISABLE", "it once more");
	close(device);
}

static void *read_only(const void *argument, size_t size)
{
	void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED || mprotect(memcpy(page, argument, size), size, PROT_READ))
		err(1, "a page");
	return page;
}

/* What was done is undone where the answer cannot be given. */
static void check_answers(void)
{
	struct uprobecap_ledger got[4];
	struct uprobecap_ledgers ledgers = {
		.size = sizeof(ledgers),
		.nr = ARRAY_SIZE(got),
		.ledgers = (uintptr_t)got,
	};
	struct uprobecap_range all = { .size = sizeof(all) };
	struct uprobecap_add add = probe("p");
	void *deaf_add = read_only(&add, sizeof(add)), *deaf_all = read_only(&all, sizeof(all));
	int device = open_device();

	check(error_of(device, UPROBECAP_ADD, deaf_add), EFAULT, "ADD", "without an answer");
	check(error_of(device, UPROBECAP_LEDGERS, &ledgers), ENOENT, "ADD", "has no session then");
	check(error_of(device, UPROBECAP_ADD, &add), 0, "ADD", "with an answer");
	check(error_of(device, UPROBECAP_ADD, deaf_add), EFAULT, "ADD", "then one without");
	ledgers.nr = ARRAY_SIZE(got);
	check(error_of(device, UPROBECAP_LEDGERS, &ledgers), 0, "ADD", "of both");
	check(ledgers.nr, 1, "ADD", "one is there");
	check(error_of(device, UPROBECAP_ENABLE, deaf_all), EFAULT, "ENABLE", "without an answer");
	check(error_of(device, UPROBECAP_REMOVE, &all), 0, "ENABLE", "has armed nothing then");
	close(device);
}

static void check_ledgers(void)
{
	struct uprobecap_ledger got[4];
	struct uprobecap_ledgers ledgers = { .size = sizeof(ledgers), .nr = 4 };
	struct uprobecap_add add = probe("p");
	int device = open_device();

	check(error_of(device, UPROBECAP_LEDGERS, &ledgers), ENOENT, "LEDGERS",
	      "without a session");
	check(error_of(device, UPROBECAP_ADD, &add), 0, "ADD", "a probe");
	check(error_of(device, UPROBECAP_ADD, &add), 0, "ADD", "a second one");
	check(error_of(device, UPROBECAP_LEDGERS, &ledgers), EFAULT, "LEDGERS", "nowhere");
	ledgers.ledgers = (uintptr_t)got;
	check(error_of(device, UPROBECAP_LEDGERS, &ledgers), 0, "LEDGERS", "of all");
	check(ledgers.nr, 2, "LEDGERS", "how many");
	check(got[0].probe + got[1].probe, 3, "LEDGERS", "whose");
	ledgers.id = 2;
	ledgers.nr = 1;
	check(error_of(device, UPROBECAP_LEDGERS, &ledgers), 0, "LEDGERS", "of the second one");
	check(got[0].probe, 2, "LEDGERS", "which it is");
	close(device);
}

/* Return: how many records of a type a listing has, or -1 when its read fails. */
static int list(unsigned int type)
{
	static char buffer[UPROBECAP_RECORD_MAX];
	struct uprobecap_list list = { .size = sizeof(list) };
	const struct uprobecap_record *record;
	int device = open_device(), nr = 0;
	ssize_t size, at;

	if (ioctl(device, UPROBECAP_LIST, &list))
		return -1;
	while ((size = read(device, buffer, sizeof(buffer))) > 0) {
		for (at = 0; at < size; at += record->size) {
			record = (const void *)(buffer + at);
			nr += record->type == type;
		}
	}
	close(device);
	return size ? -1 : nr;
}

/* Sessions end behind their file, and not before it. */
static void check_end(void)
{
	struct uprobecap_range all = { .size = sizeof(all) };
	struct uprobecap_add add = probe("c");
	int device = open_device(), tries;

	check(error_of(device, UPROBECAP_ADD, &add), 0, "ADD", "to be listed");
	check(error_of(device, UPROBECAP_ENABLE, &all), 0, "ENABLE", "to be closed");
	check(list(UPROBECAP_OWNER), 1, "LIST", "one session");
	check(list(UPROBECAP_PROBE), 1, "LIST", "one probe");
	check(list(UPROBECAP_LEDGER), 1, "LIST", "one ledger");
	close(device);
	for (tries = 0; tries < 100 && list(UPROBECAP_OWNER); tries++)
		usleep(100000);
	check(list(UPROBECAP_OWNER), 0, "LIST", "none behind the last close");
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	target = open(argv[1], O_RDONLY | O_CLOEXEC);
	good = strtoull(argv[2], NULL, 0);
	bad = strtoull(argv[3], NULL, 0);
	check_end();
	check_structs();
	check_config();
	check_add();
	check_range();
	check_answers();
	check_ledgers();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * client - has sessions, and does with them what its standard input says, a line
 * at a time. It says what came of it: the line's first word, and 0 or an error.
 *
 *   use N                  what follows is about session N, 0 to 31; another file each
 *   config WORD=VALUE...   flags, ring_kb, calls, pid, uid (each of them again and again),
 *                          comm, cgroup (a folder)
 *   target FILE            what follows is about that file
 *   sites OFFSET [NR STEP] and these places in it
 *   sample N, limit N      for those that are added from now on
 *   add SPEC
 *   enable, disable, remove [ID [NR]]
 *   hold 1, hold 0         what a flight recorder has, and release it
 *   ledgers                what is not 0 in each of them, and whether it balances
 *   drain FILE             append to it what there is to read
 *   map                    a ring, until the session's end
 *   close                  the session
 *   run COMMAND            of sh; its exit status
 *   clock                  how many ms ago the last one was
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../module/uapi/uprobecap.h"
#include "target.h"

#define SESSIONS 32
#define SITES	 16384

static int devices[SESSIONS];
static int device;
static int target = -1;
static __u64 sites[SITES];
static __u32 nr_sites;
static __u32 sample, limit;

static struct uprobecap_config config;
static __u32 pids[UPROBECAP_FILTER_MAX], uids[UPROBECAP_FILTER_MAX];

static const struct {
	const char *name;
	size_t offset;
} counters[] = {
#define COUNTER(name)                                          \
	{                                                      \
#name, offsetof(struct uprobecap_ledger, name) \
	}
	COUNTER(hits),	       COUNTER(delivered),    COUNTER(filtered),    COUNTER(lost_full),
	COUNTER(lost_too_big), COUNTER(counted),      COUNTER(sampled),	    COUNTER(limited),
	COUNTER(in_flight),    COUNTER(missed_depth), COUNTER(missed_jump), COUNTER(missed_exit),
	COUNTER(missed_full),  COUNTER(unmatched),
};

static void answer(const char *word, int status)
{
	printf("%s %s\n", word, status ? strerror(errno) : "0");
}

static void use(char *text)
{
	int n = atoi(text) % SESSIONS;

	if (!devices[n])
		devices[n] = open(UPROBECAP_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	device = devices[n];
	if (device < 0)
		answer("use", device);
}

static bool take_value(const char *word, const char *value)
{
	if (!strcmp(word, "flags"))
		config.flags = strtoul(value, NULL, 0);
	else if (!strcmp(word, "ring_kb"))
		config.ring_kb = atoi(value);
	else if (!strcmp(word, "calls"))
		config.calls = atoi(value);
	else if (!strcmp(word, "pid"))
		pids[config.nr_pids++] = atoi(value);
	else if (!strcmp(word, "uid"))
		uids[config.nr_uids++] = atoi(value);
	else if (!strcmp(word, "comm"))
		memcpy(config.comm, value, strnlen(value, sizeof(config.comm)));
	else if (!strcmp(word, "cgroup"))
		config.cgroup_fd = open(value, O_RDONLY | O_CLOEXEC);
	else
		return false;
	return true;
}

static void configure(char *text)
{
	char *word, *value;

	config = (struct uprobecap_config){
		.size = sizeof(config),
		.pids = (uintptr_t)pids,
		.uids = (uintptr_t)uids,
	};
	for (word = strtok(text, " "); word; word = strtok(NULL, " ")) {
		value = strchr(word, '=');
		*value++ = '\0';
		if (!take_value(word, value))
			printf("config: no %s\n", word);
	}
	answer("config", ioctl(device, UPROBECAP_CONFIG, &config));
}

static void open_target(char *text)
{
	target = open(text, O_RDONLY | O_CLOEXEC);
	if (target < 0)
		answer("target", target);
}

static void place_sites(char *text)
{
	__u64 offset;
	__u32 step = 0, n;

	nr_sites = 1;
	sscanf(text, "%lli %u %u", (long long *)&offset, &nr_sites, &step);
	for (n = 0; n < nr_sites && n < SITES; n++)
		sites[n] = offset + n * step;
}

static void add(char *text)
{
	struct uprobecap_add probes = {
		.size = sizeof(probes),
		.fd = target,
		.nr = nr_sites,
		.offsets = (uintptr_t)sites,
		.spec = (uintptr_t)text,
		.spec_size = strlen(text),
		.sample = sample,
		.limit = limit,
	};
	int err = ioctl(device, UPROBECAP_ADD, &probes);

	answer("add", err);
	if (err)
		printf("site %u column %u: %s\n", probes.error_site, probes.error_column,
		       probes.error);
}

static void change(const char *word, unsigned long request, const char *text)
{
	struct uprobecap_range range = { .size = sizeof(range) };
	int err;

	sscanf(text, "%u %u", &range.id, &range.nr);
	err = ioctl(device, request, &range);
	answer(word, err);
	if (err && range.error[0])
		printf("probe %u: %s\n", range.error_id, range.error);
}

static void hold(const char *text)
{
	struct uprobecap_hold request = { .size = sizeof(request), .hold = atoi(text) };

	answer("hold", ioctl(device, UPROBECAP_HOLD, &request));
}

static void print_ledger(const struct uprobecap_ledger *ledger)
{
	__u64 sum = ledger->delivered + ledger->filtered + ledger->counted + ledger->lost_full +
		    ledger->lost_too_big + ledger->in_flight + ledger->missed_depth +
		    ledger->missed_jump + ledger->missed_exit + ledger->missed_full;
	size_t n;

	printf("ledger %u", ledger->probe);
	for (n = 0; n < ARRAY_SIZE(counters); n++) {
		__u64 value = *(const __u64 *)((const char *)ledger + counters[n].offset);

		if (value)
			printf(" %s=%llu", counters[n].name, value);
	}
	printf(" %s\n", sum == ledger->hits ? "balanced" : "NOT BALANCED");
}

static void print_ledgers(void)
{
	static struct uprobecap_ledger ledgers[SITES];
	struct uprobecap_ledgers request = {
		.size = sizeof(request),
		.nr = SITES,
		.ledgers = (uintptr_t)ledgers,
	};
	__u32 n;

	if (ioctl(device, UPROBECAP_LEDGERS, &request)) {
		answer("ledgers", -1);
		return;
	}
	for (n = 0; n < request.nr; n++)
		print_ledger(&ledgers[n]);
}

static void drain(const char *path)
{
	static char buffer[UPROBECAP_RECORD_MAX];
	int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	ssize_t size;

	while ((size = read(device, buffer, sizeof(buffer))) > 0)
		if (write(file, buffer, size) != size)
			perror(path);
	close(file);
}

static void map(void)
{
	struct uprobecap_info info = { .size = sizeof(info) };
	int err = ioctl(device, UPROBECAP_INFO, &info);

	if (!err && mmap(NULL, info.records_size, PROT_READ, MAP_SHARED, device,
			 (off_t)info.control_size) == MAP_FAILED)
		err = -1;
	answer("map", err);
}

static void end(void)
{
	int n;

	for (n = 0; n < SESSIONS; n++)
		if (devices[n] == device)
			devices[n] = 0;
	answer("close", close(device));
}

static void tell_time(void)
{
	static struct timespec last;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	printf("clock %ld\n",
	       (now.tv_sec - last.tv_sec) * 1000 + (now.tv_nsec - last.tv_nsec) / 1000000);
	last = now;
}

static void change_or_run(const char *word, char *rest)
{
	if (!strcmp(word, "enable"))
		change(word, UPROBECAP_ENABLE, rest);
	else if (!strcmp(word, "disable"))
		change(word, UPROBECAP_DISABLE, rest);
	else if (!strcmp(word, "remove"))
		change(word, UPROBECAP_REMOVE, rest);
	else if (!strcmp(word, "hold"))
		hold(rest);
	else if (!strcmp(word, "ledgers"))
		print_ledgers();
	else if (!strcmp(word, "drain"))
		drain(rest);
	else if (!strcmp(word, "map"))
		map();
	else if (!strcmp(word, "close"))
		end();
	else if (!strcmp(word, "run"))
		printf("run %d\n", WEXITSTATUS(system(rest)));
	else if (!strcmp(word, "clock"))
		tell_time();
	else
		printf("%s?\n", word);
}

static void obey(char *word, char *rest)
{
	if (!strcmp(word, "use"))
		use(rest);
	else if (!strcmp(word, "config"))
		configure(rest);
	else if (!strcmp(word, "target"))
		open_target(rest);
	else if (!strcmp(word, "sites"))
		place_sites(rest);
	else if (!strcmp(word, "sample"))
		sample = atoi(rest);
	else if (!strcmp(word, "limit"))
		limit = atoi(rest);
	else if (!strcmp(word, "add"))
		add(rest);
	else
		change_or_run(word, rest);
}

int main(void)
{
	static char line[2 * UPROBECAP_SPEC_MAX];
	char *rest;

	use("0");
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		rest = line + strcspn(line, " ");
		if (*rest)
			*rest++ = '\0';
		if (*line)
			obey(line, rest);
		fflush(stdout);
	}
	return 0;
}

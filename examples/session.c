// SPDX-License-Identifier: GPL-2.0-only
/*
 * Probes of one's own, with nothing but the header: prints each entry of some
 * functions of a program, with the first argument, until none has come for a while.
 *
 *   cc -o session session.c
 *   sudo ./session 10 /usr/bin/bash $(uprobecap offset /usr/bin/bash:readline)
 */

#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <uprobecap.h>

#define SITES_MAX 16

static int fail(const char *what)
{
	perror(what);
	return 1;
}

/* The field's slot is where the definition of its probe says; here that is the same for all. */
static void print_hit(const struct uprobecap_hit *hit, uint32_t slot)
{
	uint64_t argument;

	memcpy(&argument, (const char *)hit + slot, sizeof(argument));
	printf("%s  %u/%u  probe %u  0x%llx\n", hit->comm, hit->pid, hit->tid, hit->probe,
	       (unsigned long long)argument);
}

static void print_records(const char *at, const char *end)
{
	const struct uprobecap_record *record;
	static uint32_t slot;

	for (; at < end; at += record->size) {
		record = (const void *)at;
		if (record->type == UPROBECAP_PROBE) {
			const struct uprobecap_probe *probe = (const void *)record;
			const struct uprobecap_field *fields = (const void *)(at + probe->fields);

			slot = fields[0].offset;
		} else if (record->type == UPROBECAP_ENTRY) {
			print_hit((const void *)record, slot);
		} else if (record->type == UPROBECAP_LEDGER) {
			const struct uprobecap_ledger *ledger = (const void *)record;

			printf("probe %u: %llu hits, %llu delivered\n", ledger->probe, ledger->hits,
			       ledger->delivered);
		}
	}
}

/* Until nothing has come for so long. */
static int read_all(int device, int milliseconds)
{
	static uint64_t buffer[UPROBECAP_RECORD_MAX / sizeof(uint64_t)];
	struct pollfd ready = { .fd = device, .events = POLLIN };
	ssize_t size;

	while (poll(&ready, 1, milliseconds) > 0) {
		size = read(device, buffer, sizeof(buffer));
		if (size < 0)
			return fail("read");
		print_records((const char *)buffer, (const char *)buffer + size);
		fflush(stdout);
	}
	return 0;
}

static int arm(int device, int target, const __u64 *offsets, __u32 nr)
{
	static const char spec[] = "p first=$arg1";
	struct uprobecap_add add = {
		.size = sizeof(add),
		.fd = target,
		.nr = nr,
		.offsets = (uintptr_t)offsets,
		.spec = (uintptr_t)spec,
		.spec_size = sizeof(spec) - 1,
	};
	struct uprobecap_range all = { .size = sizeof(all) };

	if (ioctl(device, UPROBECAP_ADD, &add)) {
		fprintf(stderr, "site %u, column %u: %s\n", add.error_site, add.error_column,
			add.error);
		return fail("UPROBECAP_ADD");
	}
	all.id = add.id;
	if (ioctl(device, UPROBECAP_ENABLE, &all)) {
		fprintf(stderr, "probe %u: %s\n", all.error_id, all.error);
		return fail("UPROBECAP_ENABLE");
	}
	return 0;
}

int main(int argc, char **argv)
{
	__u64 offsets[SITES_MAX];
	int device, target, n;

	if (argc < 4 || argc > 3 + SITES_MAX) {
		fprintf(stderr, "usage: %s SECONDS FILE OFFSET...\n", argv[0]);
		return 2;
	}
	device = open(UPROBECAP_DEVICE, O_RDONLY | O_CLOEXEC);
	if (device < 0)
		return fail(UPROBECAP_DEVICE);
	target = open(argv[2], O_RDONLY | O_CLOEXEC);
	if (target < 0)
		return fail(argv[2]);
	for (n = 3; n < argc; n++)
		offsets[n - 3] = strtoull(argv[n], NULL, 0);
	if (arm(device, target, offsets, argc - 3))
		return 1;
	return read_all(device, atoi(argv[1]) * 1000);
}

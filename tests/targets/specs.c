// SPDX-License-Identifier: GPL-2.0-only
/*
 * specs PROGRAM SITE FOLDER STREAM - adds a probe for each file of a folder, whose bytes
 * are its text, at a site of a program: the module takes and refuses what the parser does
 * here, in the same words. Those that were taken are armed at once, the program runs, and
 * what there is to read goes to a file.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../../module/spec.h"
#include "target.h"

static int device, target;
static __u64 site;
static unsigned int nr, nr_taken;

static void check(bool holds, const char *how)
{
	printf("%s - %s\n", holds ? "ok" : "not ok", how);
}

/* Return: 0, or the parser's errno for a text that the module may have in front of it. */
static int parse(const char *text, size_t size, struct spec_error *error)
{
	static struct spec spec;

	*error = (struct spec_error){ 0, "" };
	/* Of a longer one it looks at so much. */
	if (size > UPROBECAP_SPEC_MAX)
		size = UPROBECAP_SPEC_MAX + 1;
	return strnlen(text, size) == size ? -spec_parse(text, &spec, error) : EINVAL;
}

static void add(const char *name, const char *text, size_t size)
{
	struct uprobecap_add probe = {
		.size = sizeof(probe),
		.fd = target,
		.nr = 1,
		.offsets = (uintptr_t)&site,
		.spec = (uintptr_t)text,
		.spec_size = size,
	};
	struct spec_error error;
	int here = parse(text, size, &error);
	int there = ioctl(device, UPROBECAP_ADD, &probe) ? errno : 0;

	nr++;
	nr_taken += !there;
	if (here != there || probe.error_column != error.column ||
	    strcmp(probe.error, error.message))
		printf("not ok - %s: the parser says %d at %u, %s; the module %d at %u, %s\n", name,
		       here, error.column, error.message, there, probe.error_column, probe.error);
}

static void add_file(int folder, const char *name)
{
	static char text[1 << 16];
	int file = openat(folder, name, O_RDONLY | O_CLOEXEC);
	ssize_t size = read(file, text, sizeof(text) - 1);

	if (size < 0)
		err(1, "%s", name);
	close(file);
	text[size] = '\0';
	add(name, text, size);
}

static void add_files(const char *folder)
{
	struct dirent *entry;
	DIR *files = opendir(folder);

	if (!files)
		err(1, "%s", folder);
	while ((entry = readdir(files)))
		if (entry->d_name[0] != '.')
			add_file(dirfd(files), entry->d_name);
	closedir(files);
}

static void configure(void)
{
	/* Many tables of calls have to fit into the machine. */
	struct uprobecap_config config = {
		.size = sizeof(config),
		.calls = UPROBECAP_CALLS_MIN,
		.ring_kb = 4096,
	};

	check(!ioctl(device, UPROBECAP_CONFIG, &config), "CONFIG");
}

static void run_armed(const char *program)
{
	struct uprobecap_range all = { .size = sizeof(all) };
	char command[256];

	snprintf(command, sizeof(command), "%s 3 1 2 >/dev/null", program);
	check(!ioctl(device, UPROBECAP_ENABLE, &all), "those that were taken are armed");
	check(!system(command), "the program runs as ever");
	check(!ioctl(device, UPROBECAP_DISABLE, &all), "they are disarmed");
}

static bool balances(const struct uprobecap_ledger *ledger)
{
	return ledger->hits && ledger->hits == ledger->delivered + ledger->filtered +
						       ledger->counted + ledger->lost_full +
						       ledger->lost_too_big + ledger->in_flight +
						       ledger->missed_depth + ledger->missed_jump +
						       ledger->missed_exit + ledger->missed_full;
}

static void check_ledgers(void)
{
	static struct uprobecap_ledger ledgers[1 << 12];
	struct uprobecap_ledgers request = {
		.size = sizeof(request),
		.nr = ARRAY_SIZE(ledgers),
		.ledgers = (uintptr_t)ledgers,
	};
	unsigned int n, balanced = 0;

	check(!ioctl(device, UPROBECAP_LEDGERS, &request), "LEDGERS");
	for (n = 0; n < request.nr; n++)
		balanced += balances(&ledgers[n]);
	check(request.nr == nr_taken && balanced == nr_taken,
	      "each has hits, and its ledger balances");
}

static void drain(const char *path)
{
	static char buffer[UPROBECAP_RECORD_MAX];
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	ssize_t size;

	while ((size = read(device, buffer, sizeof(buffer))) > 0)
		if (write(file, buffer, size) != size)
			err(1, "%s", path);
	close(file);
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	device = open(UPROBECAP_DEVICE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	target = open(argv[1], O_RDONLY | O_CLOEXEC);
	site = strtoull(argv[2], NULL, 0);
	if (device < 0 || target < 0)
		err(1, "%s or %s", UPROBECAP_DEVICE, argv[1]);
	configure();
	add_files(argv[3]);
	printf("# %u texts, %u of them are probes\n", nr, nr_taken);
	check(nr_taken > 5 && nr - nr_taken > 5, "some were taken, some refused");
	run_armed(argv[1]);
	check_ledgers();
	drain(argv[4]);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * rights WORD... - does in turn what the words say, and prints of each that asks something
 * of the kernel whether it may: the word, or WORD=ERROR, behind which there is no more.
 *
 *   open        the device
 *   target=FILE to probe: open it; as path=FILE without reading it, as write=FILE to write
 *   site=OFFSET in it
 *   config, recorder, add, enable, disable, remove    a session, or a flight recorder
 *   read, map, info, hold, ledgers, list
 *
 * Who does it from there on:
 *
 *   uid=N       and gid N, with no other group
 *   caps=N,...  these capabilities, and no others; behind uid=
 *   userns      the root of a new user namespace
 *   hand        another process, which gets the device in a message
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../module/uapi/uprobecap.h"
#include "session.h"
#include "target.h"

static int device = -1, target = -1;
static __u64 site;

static int open_device(void)
{
	device = open(UPROBECAP_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return device;
}

static int configure_as(__u32 flags)
{
	struct uprobecap_config config = {
		.size = sizeof(config),
		.flags = flags,
		.ring_kb = 4,
	};

	return ioctl(device, UPROBECAP_CONFIG, &config);
}

static int configure(void)
{
	return configure_as(UPROBECAP_MAPPED);
}

static int configure_recorder(void)
{
	return configure_as(UPROBECAP_OVERWRITE);
}

static int add(void)
{
	return session_add(device, target, site, "p");
}

static int enable(void)
{
	return session_change(device, UPROBECAP_ENABLE);
}

static int disable(void)
{
	return session_change(device, UPROBECAP_DISABLE);
}

static int remove_probe(void)
{
	return session_change(device, UPROBECAP_REMOVE);
}

/* That there is nothing to read yet is no refusal. */
static int read_device(void)
{
	static char buffer[UPROBECAP_RECORD_MAX];

	return read(device, buffer, sizeof(buffer)) < 0 && errno != EAGAIN ? -1 : 0;
}

static struct uprobecap_info rings = { .size = sizeof(rings) };

static int info(void)
{
	return ioctl(device, UPROBECAP_INFO, &rings);
}

static int hold(void)
{
	struct uprobecap_hold request = { .size = sizeof(request), .hold = 1 };

	return ioctl(device, UPROBECAP_HOLD, &request);
}

static int map(void)
{
	void *control, *records;

	if (info())
		return -1;
	control = mmap(NULL, rings.control_size, PROT_READ | PROT_WRITE, MAP_SHARED, device, 0);
	records = mmap(NULL, rings.records_size, PROT_READ, MAP_SHARED, device,
		       (off_t)rings.control_size);
	return control == MAP_FAILED || records == MAP_FAILED ? -1 : 0;
}

static int ledgers(void)
{
	struct uprobecap_ledger ledger;

	return session_ledger(device, &ledger);
}

static int list(void)
{
	struct uprobecap_list request = { .size = sizeof(request) };

	return ioctl(device, UPROBECAP_LIST, &request) ? -1 : read_device();
}

static void set_capabilities(const char *numbers)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };
	char *end;

	for (; *numbers; numbers = *end ? end + 1 : end) {
		unsigned long number = strtoul(numbers, &end, 10);

		data[number / 32].effective |= 1u << number % 32;
		data[number / 32].permitted |= 1u << number % 32;
	}
	if (syscall(SYS_capset, &header, data))
		err(1, "capset");
}

/* What it was capable of stays permitted, for caps= behind it. */
static void become(const char *number)
{
	unsigned int id = strtoul(number, NULL, 10);

	if (prctl(PR_SET_KEEPCAPS, 1) || setgroups(0, NULL) || setresgid(id, id, id) ||
	    setresuid(id, id, id))
		err(1, "uid=%s", number);
}

static void write_text(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);

	if (file < 0 || write(file, text, strlen(text)) < 0)
		err(1, "%s", path);
	close(file);
}

static void enter_userns(void)
{
	char map_line[32];

	snprintf(map_line, sizeof(map_line), "0 %u 1", getuid());
	/* What was not dumpable before its uid changed cannot write its own map. */
	prctl(PR_SET_DUMPABLE, 1);
	if (unshare(CLONE_NEWUSER))
		err(1, "unshare");
	write_text("/proc/self/uid_map", map_line);
}

union control {
	char bytes[CMSG_SPACE(sizeof(int))];
	struct cmsghdr header;
};

static void send_device(int to)
{
	union control control = { 0 };
	struct iovec byte = { .iov_base = "", .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &byte,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &device, sizeof(int));
	if (sendmsg(to, &message, 0) != 1)
		err(1, "sendmsg");
}

static void receive_device(int from)
{
	union control control;
	char byte;
	struct iovec room = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &room,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};

	if (recvmsg(from, &message, 0) != 1)
		err(1, "recvmsg");
	memcpy(&device, CMSG_DATA(&control.header), sizeof(int));
}

/* Goes on in another process, which has of the device what it is sent. */
static void hand_over(void)
{
	int ends[2], status;
	pid_t child;

	fflush(stdout);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		err(1, "socketpair");
	child = fork();
	if (!child) {
		close(device);
		receive_device(ends[1]);
		return;
	}
	send_device(ends[0]);
	waitpid(child, &status, 0);
	exit(WEXITSTATUS(status));
}

static const struct {
	const char *word;
	int (*ask)(void);
} questions[] = {
	{ "open", open_device },
	{ "config", configure },
	{ "recorder", configure_recorder },
	{ "add", add },
	{ "enable", enable },
	{ "disable", disable },
	{ "remove", remove_probe },
	{ "read", read_device },
	{ "map", map },
	{ "info", info },
	{ "hold", hold },
	{ "ledgers", ledgers },
	{ "list", list },
};

static bool ask(const char *word)
{
	size_t n;

	for (n = 0; n < ARRAY_SIZE(questions); n++) {
		if (strcmp(questions[n].word, word))
			continue;
		if (questions[n].ask() < 0) {
			printf(" %s=%s\n", word, strerror(errno));
			exit(0);
		}
		printf(" %s", word);
		return true;
	}
	return false;
}

static void open_target(const char *path, int flags)
{
	target = open(path, flags | O_CLOEXEC);
	if (target >= 0)
		return;
	printf(" target=%s\n", strerror(errno));
	exit(0);
}

static void obey(const char *word, const char *value)
{
	size_t length = value - word;

	if (!strncmp(word, "target=", length))
		open_target(value, O_RDONLY);
	else if (!strncmp(word, "path=", length))
		open_target(value, O_PATH);
	else if (!strncmp(word, "write=", length))
		open_target(value, O_WRONLY);
	else if (!strncmp(word, "site=", length))
		site = strtoull(value, NULL, 0);
	else if (!strncmp(word, "uid=", length))
		become(value);
	else if (!strncmp(word, "caps=", length))
		set_capabilities(value);
	else
		errx(2, "%s?", word);
}

int main(int argc, char **argv)
{
	(void)argc;
	while (*++argv) {
		const char *value = strchr(*argv, '=');

		if (!strcmp(*argv, "userns"))
			enter_userns();
		else if (!strcmp(*argv, "hand"))
			hand_over();
		else if (value)
			obey(*argv, value + 1);
		else if (!ask(*argv))
			errx(2, "%s?", *argv);
	}
	putchar('\n');
	return 0;
}

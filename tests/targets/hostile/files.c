// SPDX-License-Identifier: GPL-2.0-only
/*
 * Descriptors: of the device, opened here, duplicated, or sent by another process, who
 * is root even if this one is not; of the target; and of what is neither.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../module/uapi/uprobecap.h"
#include "../target.h"
#include "files.h"

#define WRONG 16

static int slots[SLOTS];
static int target;
static int wrong[WRONG];
static unsigned int nr_wrong;
static int mail[2];
static int broker[2];
static pid_t broker_pid; /* 0 in that process itself */

static int take(unsigned int slot)
{
	return __atomic_load_n(&slots[slot], __ATOMIC_RELAXED);
}

static void put(unsigned int slot, int fd)
{
	int old = __atomic_exchange_n(&slots[slot], fd, __ATOMIC_RELAXED);

	if (old >= 0)
		close(old);
}

int device_of(const struct actor *actor)
{
	return take(actor->slot);
}

/* Mostly the target; or no program, no file, not open. */
int any_file(struct random *random)
{
	if (!goes_wrong(random, 6))
		return target;
	switch (below(random, 3)) {
	case 0:
		return wrong[below(random, nr_wrong)];
	case 1:
		return take(below(random, SLOTS));
	default:
		return (int)edge_number(random);
	}
}

static union {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
} no_control;

static int send_descriptor(int socket, int fd)
{
	struct iovec byte = { .iov_base = "x", .iov_len = 1 };
	char control[sizeof(no_control)];
	struct msghdr message = { .msg_iov = &byte,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *header;

	memset(control, 0, sizeof(control));
	header = CMSG_FIRSTHDR(&message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(int));
	return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static int receive_descriptor(int socket)
{
	char control[sizeof(no_control)], bytes[8];
	struct iovec buffer = { .iov_base = bytes, .iov_len = sizeof(bytes) };
	struct msghdr message = { .msg_iov = &buffer,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	const struct cmsghdr *header;
	int fd;

	if (recvmsg(socket, &message, 0) < 0)
		return -1;
	header = CMSG_FIRSTHDR(&message);
	if (!header || header->cmsg_type != SCM_RIGHTS)
		return -1;
	memcpy(&fd, CMSG_DATA(header), sizeof(int));
	return fd;
}

static int open_device(unsigned int number)
{
	return open(UPROBECAP_DEVICE, (number % 4 ? O_RDWR : O_RDONLY) |
					      (number % 3 ? O_NONBLOCK : 0) |
					      (number % 2 ? O_CLOEXEC : 0));
}

/* Opens the device for whoever asks, by a byte, until nobody is left. */
static void serve(int socket, act_function *begin)
{
	struct actor actor = { 0 };
	char byte;

	while (recv(socket, &byte, 1, 0) == 1) {
		if (below(&actor.random, 4))
			begin(&actor);
		else
			put(0, open_device(below(&actor.random, 12)));
		send_descriptor(socket, take(0));
		put(0, -1);
	}
	_exit(0);
}

/* Another process, who has the device open and, for some, a session begun. */
void files_serve(act_function *begin)
{
	const struct timeval patience = { .tv_sec = 2 };

	setsockopt(broker[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	broker_pid = fork();
	if (!broker_pid) {
		close(broker[0]);
		serve(broker[1], begin);
	}
	close(broker[1]);
}

static void add_wrong(int fd)
{
	if (fd >= 0 && nr_wrong < WRONG)
		wrong[nr_wrong++] = fd;
}

static void make_wrong(const char *path)
{
	int ends[2];

	if (pipe(ends))
		err(2, "pipe");
	add_wrong(ends[0]);
	add_wrong(ends[1]);
	add_wrong(mail[0]);
	add_wrong(broker[0]);
	add_wrong(open("/", O_RDONLY | O_DIRECTORY));
	add_wrong(open("/sys/fs/cgroup", O_RDONLY | O_DIRECTORY));
	add_wrong(open("/dev/null", O_WRONLY));
	add_wrong(open("/dev/zero", O_RDWR));
	add_wrong(open("/proc/self/mem", O_RDWR));
	add_wrong(open("/proc/self/maps", O_RDONLY));
	add_wrong(open(path, O_PATH));
	add_wrong(open("/etc/passwd", O_RDONLY));
	add_wrong(memfd_create("hostile", 0));
	add_wrong(epoll_create1(0));
}

void files_make(const char *path)
{
	unsigned int slot;

	signal(SIGPIPE, SIG_IGN);
	target = open(path, O_RDONLY);
	if (target < 0)
		err(2, "%s", path);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, mail) ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, broker))
		err(2, "socketpair");
	for (slot = 0; slot < SLOTS; slot++)
		slots[slot] = -1;
	make_wrong(path);
}

/* What was sent and not taken is given back with the socket. */
void files_end(void)
{
	unsigned int slot;

	for (slot = 0; slot < SLOTS; slot++)
		put(slot, -1);
	close(mail[0]);
	close(mail[1]);
	close(broker[0]);
	waitpid(broker_pid, NULL, 0);
}

bool open_file(struct actor *actor)
{
	int fd = -1;

	if (!broker_pid || one_in(&actor->random, 2))
		fd = open_device(below(&actor->random, 12));
	if (fd < 0 && broker_pid) {
		send(broker[0], "x", 1, MSG_NOSIGNAL);
		fd = receive_descriptor(broker[0]);
	}
	if (fd < 0)
		return false;
	put(actor->slot, fd);
	return true;
}

bool close_file(struct actor *actor)
{
	bool was_open = take(actor->slot) >= 0;

	put(actor->slot, -1);
	return was_open;
}

bool duplicate_file(struct actor *actor)
{
	int fd = dup(take(actor->slot));

	if (fd < 0)
		return false;
	put(below(&actor->random, SLOTS), fd);
	return true;
}

/* To itself; what is taken may be what was sent long ago, and some are never taken. */
bool send_file(struct actor *actor)
{
	int fd;

	if (send_descriptor(mail[1], take(actor->slot)) && one_in(&actor->random, 4))
		return false;
	fd = receive_descriptor(mail[0]);
	if (fd < 0)
		return false;
	put(below(&actor->random, SLOTS), fd);
	return true;
}

bool change_file(struct actor *actor)
{
	static const int flags[] = { 0, O_NONBLOCK, O_ASYNC, O_APPEND, O_DIRECT, O_NOATIME };
	int fd = take(actor->slot);

	if (one_in(&actor->random, 2))
		return fcntl(fd, F_SETFD, below(&actor->random, 2) ? FD_CLOEXEC : 0) == 0;
	return fcntl(fd, F_SETFL, flags[below(&actor->random, ARRAY_SIZE(flags))]) == 0;
}

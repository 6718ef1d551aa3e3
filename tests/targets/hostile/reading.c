// SPDX-License-Identifier: GPL-2.0-only
/*
 * read(2), poll(2), and calls that a device like this one does not have.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

#include "../../../module/uapi/uprobecap.h"
#include "../target.h"
#include "files.h"
#include "places.h"
#include "reading.h"

/* Of all threads: what is in it is nobody's. */
static char buffer[UPROBECAP_RECORD_MAX];

bool read_file(struct actor *actor)
{
	struct random *random = &actor->random;
	size_t size = one_in(random, 3) ? below(random, 512) : sizeof(buffer);
	char *to = (char *)any_place(random, buffer);

	if (to != buffer)
		size = edge_number(random);
	return read(device_of(actor), to, size) > 0;
}

bool poll_file(struct actor *actor)
{
	struct pollfd ready[2] = {
		{ .fd = device_of(actor), .events = POLLIN },
		{ .fd = device_of(actor), .events = (short)random_bits(&actor->random) },
	};

	return poll(ready, 2, (int)below(&actor->random, 3)) > 0;
}

/* A set that is left as it is, while files in it are closed. */
bool watch_file(struct actor *actor)
{
	struct epoll_event event = { .events = (uint32_t)random_bits(&actor->random) };
	struct epoll_event events[4];
	int set = epoll_create1(EPOLL_CLOEXEC);
	bool done = epoll_ctl(set, EPOLL_CTL_ADD, device_of(actor), &event) == 0;

	epoll_wait(set, events, ARRAY_SIZE(events), (int)below(&actor->random, 3));
	close(set);
	return done;
}

bool misuse_file(struct actor *actor)
{
	struct random *random = &actor->random;
	int device = device_of(actor), other = any_file(random);
	struct iovec parts[2] = {
		{ .iov_base = (void *)any_place(random, buffer), .iov_len = below(random, 256) },
		{ .iov_base = (void *)any_place(random, buffer), .iov_len = below(random, 256) },
	};

	switch (below(random, 10)) {
	case 0:
		return write(device, parts, sizeof(parts)) > 0;
	case 1:
		return lseek(device, (off_t)edge_number(random), (int)below(random, 4)) > 0;
	case 2:
		return pread(device, parts, sizeof(parts), (off_t)edge_number(random)) > 0;
	case 3:
		return sendfile(other, device, NULL, below(random, 4096)) > 0;
	case 4:
		return splice(device, NULL, other, NULL, below(random, 4096), SPLICE_F_NONBLOCK) >
		       0;
	case 5:
		return ftruncate(device, 0) == 0;
	case 6:
		return fsync(device) == 0;
	case 7:
		return flock(device, LOCK_EX | LOCK_NB) == 0;
	case 8:
		return fallocate(device, 0, 0, 4096) == 0;
	default:
		return readv(device, parts, ARRAY_SIZE(parts)) > 0;
	}
}

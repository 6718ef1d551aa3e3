// SPDX-License-Identifier: GPL-2.0-only
/*
 * edge: a reader that is told only of what is new (EPOLLET), and reads it to its end. Prints
 * "hit" for each entry; ends when there is nothing new for 10 s, with 0 if it has read 3
 * entries. Not traced itself.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "../../module/uapi/uprobecap.h"

static int read_hits(int device)
{
	static char buffer[UPROBECAP_RECORD_MAX];
	const struct uprobecap_record *record;
	ssize_t got, at;
	int hits = 0;

	while ((got = read(device, buffer, sizeof(buffer))) > 0) {
		for (at = 0; at < got; at += record->size) {
			record = (const void *)(buffer + at);
			hits += record->type == UPROBECAP_ENTRY;
		}
	}
	return hits;
}

int main(void)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int device = open(UPROBECAP_DEVICE, O_RDONLY | O_NONBLOCK);
	int epoll = epoll_create1(0);
	int hits = 0, n;

	if (device < 0 || epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, device, &event))
		err(1, UPROBECAP_DEVICE);
	while (hits < 3 && epoll_wait(epoll, &event, 1, 10000) == 1) {
		for (n = read_hits(device); n; n--, hits++)
			puts("hit");
		fflush(stdout);
	}
	return hits < 3;
}

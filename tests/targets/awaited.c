// SPDX-License-Identifier: GPL-2.0-only
/*
 * awaited SITE - adds a probe at this offset of itself to a session whose reader sleeps.
 * Prints the type of what the reader has then, or "asleep".
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "session.h"

#define PATIENCE 10 /* s */

static int device;
static pid_t reader;
static char buffer[UPROBECAP_RECORD_MAX];

static void *await(void *unused)
{
	__atomic_store_n(&reader, gettid(), __ATOMIC_RELEASE);
	if (read(device, buffer, sizeof(buffer)) <= 0)
		err(1, "read");
	return NULL;
}

static bool sleeps(pid_t thread)
{
	char path[64], state = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", thread);
	file = fopen(path, "r");
	if (!file || fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		err(1, "%s", path);
	fclose(file);
	return state == 'S';
}

static void read_all_there_is(void)
{
	struct pollfd ready = { .fd = device, .events = POLLIN };

	while (poll(&ready, 1, 0) > 0)
		if (read(device, buffer, sizeof(buffer)) <= 0)
			err(1, "read");
}

int main(int argc, char **argv)
{
	struct uprobecap_config config = { .size = sizeof(config), .ring_kb = 4 };
	int target = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct timespec until;
	pthread_t thread;

	if (argc < 2)
		errx(2, "usage: awaited SITE");
	device = open(UPROBECAP_DEVICE, O_RDWR | O_CLOEXEC);
	if (device < 0 || ioctl(device, UPROBECAP_CONFIG, &config))
		err(1, UPROBECAP_DEVICE);
	read_all_there_is();
	if (pthread_create(&thread, NULL, await, NULL))
		errx(1, "no thread");
	while (!__atomic_load_n(&reader, __ATOMIC_ACQUIRE) || !sleeps(reader))
		usleep(1000);
	if (session_add(device, target, strtoull(argv[1], NULL, 0), "p"))
		err(1, "ADD");
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENCE;
	if (pthread_timedjoin_np(thread, NULL, &until))
		puts("asleep");
	else
		printf("%u\n", ((const struct uprobecap_record *)buffer)->type);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * fused FOLDER WAY [FILE] - mounts a file system of its own there, maps its file, and calls
 * take() twice with an address in it; says how long that took. The kernel reads the page
 * "ahead", in the background, or "alone". Whoever waits for it waits until the program that
 * serves it gives up, after a minute. take() does not read it; and with FILE, that is read
 * into it instead.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "target.h"

#define PAGE  4096
#define NODE  2 /* number of the only one */
#define AHEAD 131072

int take(int n, const char *text);

PROBED int take(int n, const char *text)
{
	return n;
}

static struct fuse_attr attributes(uint64_t node)
{
	return (struct fuse_attr){
		.ino = node,
		.size = node == NODE ? PAGE : 0,
		.mode = node == NODE ? S_IFREG | 0644 : S_IFDIR | 0755,
		.nlink = 1,
		.blksize = PAGE,
	};
}

static void answer(int device, uint64_t to, int error, void *body, size_t size)
{
	struct fuse_out_header header = { .error = error, .unique = to };
	struct iovec parts[] = { { &header, sizeof(header) }, { body, size } };

	header.len = sizeof(header) + size;
	if (writev(device, parts, 2) < 0)
		err(1, "an answer");
}

static void answer_init(int device, uint64_t to)
{
	struct fuse_init_out out = {
		.major = FUSE_KERNEL_VERSION,
		.minor = FUSE_KERNEL_MINOR_VERSION,
		.max_write = PAGE,
		.max_readahead = AHEAD,
		.flags = FUSE_ASYNC_READ,
	};

	answer(device, to, 0, &out, sizeof(out));
}

static void serve_one(int device, const struct fuse_in_header *asked)
{
	struct fuse_entry_out entry = { .nodeid = NODE, .attr = attributes(NODE) };
	struct fuse_attr_out attr = { .attr = attributes(asked->nodeid) };
	struct fuse_open_out opened = { .fh = 1 };

	switch (asked->opcode) {
	case FUSE_INIT:
		answer_init(device, asked->unique);
		break;
	case FUSE_LOOKUP:
		answer(device, asked->unique, 0, &entry, sizeof(entry));
		break;
	case FUSE_GETATTR:
		answer(device, asked->unique, 0, &attr, sizeof(attr));
		break;
	case FUSE_OPEN:
		answer(device, asked->unique, 0, &opened, sizeof(opened));
		break;
	case FUSE_READ:
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
	case FUSE_INTERRUPT:
		break;
	default:
		answer(device, asked->unique, -EOPNOTSUPP, NULL, 0);
	}
}

static void serve(int device)
{
	static char request[FUSE_MIN_READ_BUFFER + PAGE];

	alarm(60);
	while (read(device, request, sizeof(request)) > 0)
		serve_one(device, (const struct fuse_in_header *)request);
	_exit(0);
}

static pid_t mount_served(const char *folder)
{
	int device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	char options[64];
	pid_t server;

	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
	if (device < 0 || mount("fused", folder, "fuse", 0, options))
		err(1, "%s", folder);
	server = fork();
	if (!server)
		serve(device);
	close(device);
	return server;
}

static char *map_text(const char *folder, const char *way)
{
	int advice = strcmp(way, "alone") ? MADV_NORMAL : MADV_RANDOM;
	char path[256];
	void *page;
	int file;

	snprintf(path, sizeof(path), "%s/text", folder);
	file = open(path, O_RDONLY);
	page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
	if (file < 0 || page == MAP_FAILED || madvise(page, PAGE, advice))
		err(1, "%s", path);
	return page;
}

static void read_into(char *page, const char *path)
{
	int file = open(path, O_RDONLY);

	puts("reads");
	fflush(stdout);
	if (file < 0 || read(file, page, PAGE) > 0)
		errx(1, "%s", path);
}

static long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
	pid_t server;
	char *text;
	long begin;

	if (argc < 3)
		return 2;
	server = mount_served(argv[1]);
	text = map_text(argv[1], argv[2]);
	begin = milliseconds();
	if (argc > 3)
		read_into(text, argv[3]);
	else if (take(1, text) != 1 || take(2, text) != 2)
		return 1;
	printf("%ld ms\n", milliseconds() - begin);
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	umount2(argv[1], MNT_DETACH);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/uprobecap: open it, and explain why it does not do what it should.
 */

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/device.h"
#include "uapi/uprobecap.h"

static int no_module(const char *load, struct error *error)
{
	error_what(error, EXIT_NO_ACCESS, "there is no %s", UPROBECAP_DEVICE);
	error_why(error, "the module uprobecap is not loaded");
	return error_remedy(error, "load it, as root: %s", load);
}

/**
 * device_open() - open the device without becoming its reader
 * @access: O_RDONLY, or O_RDWR to map rings
 * @load: the command that brings the device
 * @error: why it cannot be opened
 *
 * Return: a descriptor, non-blocking, or -1.
 */
int device_open(int access, const char *load, struct error *error)
{
	int fd = open(UPROBECAP_DEVICE, access | O_NONBLOCK | O_CLOEXEC);
	struct stat status;

	if (fd < 0 && (errno == ENOENT || errno == ENODEV || errno == ENXIO))
		return no_module(load, error);
	if (fd < 0)
		return device_explain(errno, error);
	if (!fstat(fd, &status) && S_ISCHR(status.st_mode))
		return fd;
	close(fd);
	error_what(error, EXIT_FAILED, "%s is no device", UPROBECAP_DEVICE);
	error_why(error, "something else was put in its place");
	return error_remedy(error, "remove it, and load the module anew: rm %s", UPROBECAP_DEVICE);
}

static int explain_busy(struct error *error)
{
	struct device_holder holder;
	size_t holders = device_find_holders(&holder);

	error_what(error, EXIT_FAILED, "%s has a reader already", UPROBECAP_DEVICE);
	if (holders == 1) {
		error_why(error, "there is one at a time: process %d (%s)", holder.pid,
			  holder.comm);
		return error_remedy(error, "wait until it ends, or end it: kill %d", holder.pid);
	}
	if (holders)
		error_why(error, "there is one of what the parameters armed; %zu have it open",
			  holders);
	else
		error_why(error,
			  "there is one at a time, and its process cannot be seen from here");
	return error_remedy(error, "find it as root: fuser -v %s", UPROBECAP_DEVICE);
}

/**
 * device_explain() - why open(2) or read(2) of the device failed
 * @reason: errno
 * @error: to be filled
 *
 * Return: -1.
 */
int device_explain(int reason, struct error *error)
{
	switch (reason) {
	case EACCES:
	case EPERM:
		error_what(error, EXIT_NO_ACCESS, "%s cannot be opened", UPROBECAP_DEVICE);
		error_why(
			error,
			"it shows other people's data: that is for root, and asks for CAP_PERFMON");
		return error_remedy(error, "run the same with sudo");
	case ENODATA:
		error_what(error, EXIT_NO_ACCESS, "there is nothing to read from %s",
			   UPROBECAP_DEVICE);
		error_why(error, "the module was loaded without filename=: nothing is armed");
		return error_remedy(
			error, "arm something: uprobecap trace --help; or: rmmod uprobecap; %s",
			DEVICE_INSMOD);
	case EBUSY:
		return explain_busy(error);
	default:
		error_what(error, EXIT_FAILED, "%s cannot be read", UPROBECAP_DEVICE);
		error_why(error, "%s", strerror(reason));
		return error_remedy(error, "see: uprobecap doctor");
	}
}

static bool has_device_open(const char *pid)
{
	char path[PATH_MAX], target[sizeof(UPROBECAP_DEVICE) + 1];
	struct dirent *entry;
	bool found = false;
	ssize_t length;
	DIR *fds;

	snprintf(path, sizeof(path), "/proc/%s/fd", pid);
	fds = opendir(path);
	if (!fds)
		return false;
	while (!found && (entry = readdir(fds))) {
		length = readlinkat(dirfd(fds), entry->d_name, target, sizeof(target));
		found = length == sizeof(UPROBECAP_DEVICE) - 1 &&
			!memcmp(target, UPROBECAP_DEVICE, length);
	}
	closedir(fds);
	return found;
}

static void read_comm(pid_t pid, char *comm, size_t size)
{
	char path[64];
	FILE *file;

	strcpy(comm, "?");
	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	file = fopen(path, "re");
	if (!file)
		return;
	if (fgets(comm, size, file))
		comm[strcspn(comm, "\n")] = '\0';
	fclose(file);
}

/**
 * device_find_holders() - who else has the device open?
 * @holder: the first that is found
 *
 * Return: how many may be seen.
 */
size_t device_find_holders(struct device_holder *holder)
{
	struct dirent *entry;
	size_t found = 0;
	DIR *proc = opendir("/proc");
	pid_t pid;

	if (!proc)
		return 0;
	while ((entry = readdir(proc))) {
		pid = atoi(entry->d_name);
		if (!isdigit((unsigned char)entry->d_name[0]) || pid == getpid() ||
		    !has_device_open(entry->d_name) || found++)
			continue;
		holder->pid = pid;
		read_comm(pid, holder->comm, sizeof(holder->comm));
	}
	closedir(proc);
	return found;
}

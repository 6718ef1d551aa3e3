// SPDX-License-Identifier: GPL-2.0-only
/*
 * A container by its name: the processes that are in it, and the files that they see.
 *
 * Every manager of containers gives each a folder of cgroup2, whose name is made of the
 * container's id or name, with something before and behind it.
 */

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <linux/openat2.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "binary/container.h"

#define ID_DIGITS     64
#define ID_DIGITS_MIN 4 /* that tell one from another */

/*
 * Before it: what docker, podman, CRI-O, containerd, nerdctl, systemd and LXC put there. What
 * begins another comes first.
 */
static const char * const prefixes[] = {
	"docker-",  "libpod-payload-", "libpod-",  "crio-",	   "cri-containerd-",
	"nerdctl-", "systemd-nspawn@", "machine-", "lxc.payload.", "",
};

/* Behind it. */
static const char * const suffixes[] = { ".scope", ".service", "" };

/**
 * struct candidates - folders that have the name
 * @nr: how many
 * @folder: the first of them, for free()
 * @others: their names, for the error when there are several
 */
struct candidates {
	size_t nr;
	char *folder;
	char others[1024];
};

static const char *skip_prefix(const char *folder)
{
	size_t n = 0;

	while (strncmp(folder, prefixes[n], strlen(prefixes[n])))
		n++;
	return folder + strlen(prefixes[n]);
}

static size_t length_without_suffix(const char *text)
{
	size_t n = 0, length = strlen(text);

	while (length < strlen(suffixes[n]) ||
	       strcmp(text + length - strlen(suffixes[n]), suffixes[n]))
		n++;
	return length - strlen(suffixes[n]);
}

/* In names that systemd makes, a - is part of its own syntax. */
static void unescape(char *text)
{
	char *to = text;
	unsigned int byte;
	int length;

	while (*text) {
		if (sscanf(text, "\\x%2x%n", &byte, &length) == 1 && byte) {
			*to++ = (char)byte;
			text += length;
		} else {
			*to++ = *text++;
		}
	}
	*to = '\0';
}

static bool is_id(const char *text)
{
	return strlen(text) == ID_DIGITS && strspn(text, "0123456789abcdef") == ID_DIGITS;
}

/**
 * container_is_called() - does a folder belong to the container of this name?
 * @folder: its own name, without a path
 * @name: the container's; or the first digits of its id
 */
bool container_is_called(const char *folder, const char *name)
{
	const char *begin = skip_prefix(folder);
	char *own = need_memory(strndup(begin, length_without_suffix(begin)));
	size_t digits = strlen(name);
	bool is_called;

	unescape(own);
	is_called = *name && (!strcmp(own, name) || (digits >= ID_DIGITS_MIN && is_id(own) &&
						     !strncmp(own, name, digits)));
	free(own);
	return is_called;
}

static char *find_hierarchy(void)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	const struct mntent *mount;
	char *path = NULL;

	while (mounts && !path && (mount = getmntent(mounts)))
		if (!strcmp(mount->mnt_type, "cgroup2"))
			path = need_memory(strdup(mount->mnt_dir));
	if (mounts)
		endmntent(mounts);
	return path;
}

static void take_candidate(struct candidates *candidates, const FTSENT *entry)
{
	size_t length = strlen(candidates->others);

	if (!candidates->nr++)
		candidates->folder = need_memory(strdup(entry->fts_path));
	snprintf(candidates->others + length, sizeof(candidates->others) - length, "\n  %s",
		 entry->fts_path);
}

/* What is below a container's folder is the container's, too. */
static void search_folders(char *hierarchy, const char *name, struct candidates *candidates)
{
	char * const paths[] = { hierarchy, NULL };
	FTS *folders = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;

	while (folders && (entry = fts_read(folders))) {
		if (entry->fts_info != FTS_D || !container_is_called(entry->fts_name, name))
			continue;
		take_candidate(candidates, entry);
		fts_set(folders, entry, FTS_SKIP);
	}
	if (folders)
		fts_close(folders);
}

static void read_processes(struct container *container, const char *path)
{
	FILE *processes = fopen(path, "re");
	int pid;

	/* 0 stands for one that our namespace of processes does not have. */
	while (processes && fscanf(processes, "%d", &pid) == 1) {
		if (!pid)
			continue;
		container->pids = need_memory(
			reallocarray(container->pids, container->nr + 1, sizeof(*container->pids)));
		container->pids[container->nr++] = pid;
	}
	if (processes)
		fclose(processes);
}

static bool has_own_mounts(pid_t pid, const struct stat *ours)
{
	struct stat theirs;
	char link[32];

	snprintf(link, sizeof(link), "/proc/%d/ns/mnt", pid);
	return !stat(link, &theirs) && theirs.st_ino != ours->st_ino;
}

/* Who looks after the container, from outside, may be in its folder, too. */
static void leave_out_keepers(struct container *container)
{
	struct stat ours;
	size_t n, nr = 0;

	if (stat("/proc/self/ns/mnt", &ours))
		return;
	for (n = 0; n < container->nr; n++)
		if (has_own_mounts(container->pids[n], &ours))
			container->pids[nr++] = container->pids[n];
	if (nr)
		container->nr = nr;
}

static int compare_processes(const void *left, const void *right)
{
	return *(const pid_t *)left - *(const pid_t *)right;
}

static void take_processes(struct container *container)
{
	char * const paths[] = { container->folder, NULL };
	FTS *files = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	const FTSENT *entry;

	while (files && (entry = fts_read(files)))
		if (entry->fts_info == FTS_F && !strcmp(entry->fts_name, "cgroup.procs"))
			read_processes(container, entry->fts_path);
	if (files)
		fts_close(files);
	if (!container->nr)
		return;
	qsort(container->pids, container->nr, sizeof(*container->pids), compare_processes);
	leave_out_keepers(container);
}

static int choose(const struct candidates *candidates, const char *name, struct error *error)
{
	if (candidates->nr == 1)
		return 0;
	if (candidates->nr) {
		error_what(error, EXIT_USAGE, "%s may be any of %zu containers", name,
			   candidates->nr);
		error_why(error, "these folders of cgroup2 have the name:%s", candidates->others);
		return error_remedy(error, "give more digits of its id, or one of these folders");
	}
	error_what(error, EXIT_NO_TARGET, "there is no container %s", name);
	error_why(
		error,
		"no folder of cgroup2 has this name, as LXC and systemd give it, or an id that begins so");
	return error_remedy(
		error,
		"see those that run: docker ps, podman ps, crictl ps, machinectl, lxc-ls --running; or systemd-cgls");
}

static int find_folder(struct container *container, const char *name, struct error *error)
{
	struct candidates candidates = { 0 };
	char *hierarchy = find_hierarchy();

	if (hierarchy)
		search_folders(hierarchy, name, &candidates);
	free(hierarchy);
	container->folder = candidates.folder;
	return choose(&candidates, name, error);
}

/**
 * container_find() - find it
 * @container: to be filled
 * @name: its name, or the first digits of its id; or, with a /, the path of its folder
 * @error: why there is none
 *
 * Return: 0 or -1; container_free() it either way.
 */
int container_find(struct container *container, const char *name, struct error *error)
{
	*container = (struct container){ 0 };
	if (strchr(name, '/'))
		container->folder = need_memory(strdup(name));
	else if (find_folder(container, name, error))
		return -1;
	take_processes(container);
	if (container->nr)
		return 0;
	error_what(error, EXIT_NO_TARGET, "nothing runs in the container %s", name);
	error_why(error, "%s has no processes that are seen from here", container->folder);
	return error_remedy(error, "start it, and then the capture");
}

/**
 * container_file() - find a file as the container has it
 * @container: found
 * @path: from its root; links lead where they lead there, and never out of it
 * @error: why there is none
 *
 * Return: a descriptor that stands for the file, opened with O_PATH; or -1.
 */
int container_file(const struct container *container, const char *path, struct error *error)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT };
	int root = -1, fd;
	char link[32];
	size_t n;

	/* A process may have ended since. */
	for (n = 0; n < container->nr && root < 0; n++) {
		snprintf(link, sizeof(link), "/proc/%d/root", container->pids[n]);
		root = open(link, O_PATH | O_DIRECTORY | O_CLOEXEC);
	}
	fd = root < 0 ? -1 : syscall(__NR_openat2, root, path, &how, sizeof(how));
	if (fd < 0) {
		error_what(error, EXIT_NO_TARGET, "the container has no %s that can be opened",
			   path);
		error_why(error, "%s", strerror(errno));
		error_remedy(error, "see what it has: ls -l %s", link);
	}
	if (root >= 0)
		close(root);
	return fd;
}

/**
 * container_free() - give back what container_find() took
 * @container: that was filled
 */
void container_free(struct container *container)
{
	free(container->folder);
	free(container->pids);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What uprobecap trace and uprobecap record have in common: from the command
 * line to the end of the capture.
 */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "capture/capture.h"
#include "capture/session.h"
#include "command/tracing.h"
#include "command/wish.h"
#include "safety/harm.h"
#include "target/requests.h"

const char tracing_help[] =
	"\n"
	"SPEC is TYPE[:[GROUP/]EVENT] TARGET [FIELD...] [-> FIELD...] [if FILTER], in quotes; or a\n"
	"TARGET alone: its calls, with the arguments and the result as far as they are known.\n"
	"  TYPE     p entry, r return, c call: one record of both, with the time between\n"
	"  TARGET   PATH:FUNCTION[+OFF], PATH:GLOB[,!GLOB...], or PATH:0xOFFSET[(REFCTR)]; without a\n"
	"           /, PATH is a program of the shell's PATH, or a library: libc.so.6, or libc;\n"
	"           @PID or @PID/libc is what a process runs; PATH:sdt:PROVIDER:NAME is USDT,\n"
	"           PATH:main.c:12 a line\n"
	"  FIELD    [NAME=]FETCH[:TYPE], see man 4 uprobecap; behind -> those of the return; or,\n"
	"           with debug information, as the source has it: w->size.width, s=w->name:string\n"
	"\n"
	"Ends with Ctrl-C or SIGTERM; with COMMAND when that has ended, and with its exit code.\n"
	"The ledger comes last: for each probe its hits, and what became of them.\n"
	"  -p PID            only this process, and the children that it has from now on\n"
	"  -u UID            only processes of this user\n"
	"  -c COMM           only threads of this name\n"
	"  --no-follow       without the children of COMMAND and of -p\n"
	"  --force           also where a probe harms the program: inside an instruction, or\n"
	"                    at the return of a function of Go\n"
	"  --exact           at a function's first byte, even where a hit costs more there\n"
	"  --cgroup FOLDER   only what is in this folder of cgroup2, or below\n"
	"  --container NAME  only what is in this container (its name, or the first digits of its\n"
	"                    id); PATH is searched in it\n"
	"  --sample N        of N hits, one; the others are counted as filtered\n"
	"  --limit N         of each probe, N hits in a second; likewise\n"
	"  --ring-kb N       room for N KiB of hits for each CPU, a power of two\n"
	"  --no-fault        show a field as missing rather than bring its page in\n"
	"  --overwrite       keep the newest hits, as many as the rings hold; hand them out at the end,\n"
	"                    and at SIGUSR1\n"
	"  --strict          exit with 5 when hits were lost or the ledger does not balance\n"
	"  -n COUNT          end after so many hits\n"
	"  --duration TIME   end after 10s, 500ms, 2m or 1h\n";

static int open_cgroup(const char *path, struct error *error)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	error_what(error, EXIT_NO_TARGET, "there is no cgroup %s", path);
	error_why(error, "%s", strerror(errno));
	return error_remedy(error, "give a folder below where cgroup2 is mounted: systemd-cgls");
}

static int configure(int device, struct wish *wish, struct error *error)
{
	struct uprobecap_config config = {
		.flags = (wish->overwrite ? UPROBECAP_OVERWRITE : UPROBECAP_MAPPED) |
			 (wish->no_follow || !wish->nr_pids ? 0 : UPROBECAP_FOLLOW) |
			 (wish->count_only ? UPROBECAP_COUNT_ONLY : 0) |
			 (wish->no_fault ? UPROBECAP_NOFAULT : 0) |
			 (wish->cgroup ? UPROBECAP_CGROUP : 0),
		.ring_kb = wish->ring_kb,
		.pids = (uintptr_t)wish->pids,
		.uids = (uintptr_t)wish->uids,
		.nr_pids = wish->nr_pids,
		.nr_uids = wish->nr_uids,
		.cgroup_fd = wish->cgroup ? open_cgroup(wish->cgroup, error) : 0,
	};
	int err;

	if (config.cgroup_fd < 0)
		return -1;
	memcpy(config.comm, wish->comm, sizeof(config.comm));
	err = session_configure(device, &config, error);
	if (wish->cgroup)
		close(config.cgroup_fd);
	return err;
}

static int arm(int device, struct wish *wish, const struct requests *requests, struct error *error)
{
	struct session_share share = { .sample = wish->sample, .limit = wish->limit };
	size_t n;

	if (configure(device, wish, error))
		return -1;
	for (n = 0; n < requests->nr; n++)
		if (session_add(device, &requests->request[n], &share, error))
			return -1;
	for (n = 0; n < requests->nr; n++)
		if (session_enable(device, &requests->request[n], error))
			return -1;
	return 0;
}

static const struct printer *choose_printer(const struct wish *wish)
{
	if (wish->path)
		return NULL;
	if (wish->json)
		return &json_printer;
	return wish->printer ? wish->printer : &text_printer;
}

static int capture(int device, struct wish *wish, struct requests *requests, struct child *child,
		   struct error *error)
{
	const struct probe_names names = {
		.function = requests_function,
		.enumerations = requests_enumerations,
		.owner = requests,
	};
	struct capture capture = {
		.printer = choose_printer(wish),
		.path = wish->path,
		.is_archive = true,
		.max_size = wish->max_size,
		.count = wish->count,
		.duration = wish->duration,
		.strict = wish->strict,
		.device = device,
		.is_session = true,
		.overwrites = wish->overwrite,
		.child = child,
		.names = &names,
	};

	if (arm(device, wish, requests, error)) {
		if (child)
			child_abandon(child);
		return -1;
	}
	return capture_all(&capture, error);
}

/* Return: the exit code, or -1. */
static int capture_with_child(int device, struct wish *wish, struct requests *requests,
			      struct error *error)
{
	struct child child;

	if (!wish->child)
		return capture(device, wish, requests, NULL, error);
	if (child_start(&child, wish->child, error))
		return -1;
	wish->pids[wish->nr_pids++] = child.pid;
	return capture(device, wish, requests, &child, error) ? -1 : child.code;
}

static bool catches_returns(const struct requests *requests)
{
	size_t n;

	for (n = 0; n < requests->nr; n++)
		if (requests->request[n].at_return &&
		    gelf_getclass(requests->request[n].target.file.elf) == ELFCLASS64)
			return true;
	return false;
}

/* Of other processes it is not known who will run into a probe. */
static int check_processes(const struct wish *wish, const struct requests *requests,
			   struct error *error)
{
	struct utsname system;
	size_t n;

	if (wish->force || !catches_returns(requests))
		return 0;
	uname(&system);
	for (n = 0; n < wish->nr_pids; n++)
		if (harm_check_process(wish->pids[n], system.release, error))
			return -1;
	for (n = 0; n < wish->container.nr; n++)
		if (harm_check_process(wish->container.pids[n], system.release, error))
			return -1;
	return 0;
}

/**
 * tracing_capture() - capture what is asked for
 * @wish: how
 * @requests: the probes, parsed
 * @error: why not
 *
 * Return: the exit code, or -1.
 */
int tracing_capture(struct wish *wish, struct requests *requests, struct error *error)
{
	const struct target_wish target_wish = wish_of_target(wish);
	int device, err;

	if (requests_open(requests, &target_wish, error) || check_processes(wish, requests, error))
		return -1;
	device = session_open(error);
	if (device < 0)
		return -1;
	format_choose(&wish->columns);
	err = capture_with_child(device, wish, requests, error);
	close(device);
	return err;
}

/**
 * tracing_run() - capture what the command line asks for
 * @command: trace or record
 * @argc: of its arguments, with
 * @argv: argv[0] the command
 * @error: why not
 *
 * Return: the exit code, or -1.
 */
int tracing_run(const struct command *command, int argc, char **argv, struct error *error)
{
	struct requests requests;
	struct wish wish;
	int err;

	if (wish_parse(command, argc, argv, &wish, error))
		return -1;
	err = requests_parse(&requests, wish.specs, wish.nr_specs, error) ||
	      wish_find_container(&wish, error);
	err = err ? -1 : tracing_capture(&wish, &requests, error);
	requests_free(&requests);
	container_free(&wish.container);
	return err;
}

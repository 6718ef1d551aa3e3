// SPDX-License-Identifier: GPL-2.0-only
/*
 * A session: the probes of one descriptor of the device.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>

#include "capture/device.h"
#include "capture/session.h"

static int old_module(struct error *error)
{
	error_what(error, EXIT_NO_ACCESS, "the module uprobecap knows no sessions");
	error_why(error, "it is older than this program, " UPROBECAP_PROGRAM_VERSION);
	return error_remedy(error, "load its own, as root: rmmod uprobecap; modprobe uprobecap");
}

/* An error that the module gave no more than a number for. */
static int refused(int reason, const char *what, struct error *error)
{
	if (reason == ENOTTY)
		return old_module(error);
	error_what(error, reason == EPERM || reason == EACCES ? EXIT_NO_ACCESS : EXIT_FAILED, "%s",
		   what);
	error_why(error, "the module says: %s", strerror(reason));
	return error_remedy(error, "see: uprobecap doctor; dmesg | grep uprobecap");
}

static int no_process(const struct uprobecap_config *config, struct error *error)
{
	const __u32 *pids = (const __u32 *)(uintptr_t)config->pids;
	__u32 n;

	for (n = 0; n < config->nr_pids; n++)
		if (kill((pid_t)pids[n], 0) && errno == ESRCH)
			break;
	if (n < config->nr_pids)
		error_what(error, EXIT_NO_TARGET, "there is no process %u", pids[n]);
	else
		error_what(error, EXIT_NO_TARGET, "a process was not there any more");
	error_why(error, "it may have ended; and a thread's number is not a process's");
	return error_remedy(error, "see what runs: ps -e");
}

/**
 * session_open() - open the device, for probes of our own
 * @error: why it cannot be opened
 *
 * Return: a descriptor, non-blocking, or -1.
 */
int session_open(struct error *error)
{
	return device_open(O_RDWR, "modprobe uprobecap", error);
}

/**
 * session_configure() - say whose hits are wanted
 * @device: from session_open()
 * @config: but for its size
 * @error: why not
 *
 * Return: 0 or -1.
 */
int session_configure(int device, struct uprobecap_config *config, struct error *error)
{
	config->size = sizeof(*config);
	if (!ioctl(device, UPROBECAP_CONFIG, config))
		return 0;
	if (errno == ESRCH)
		return no_process(config, error);
	return refused(errno, "the session cannot be configured", error);
}

static void name_site(struct request *request, size_t index, struct error *error)
{
	struct target *target = &request->target;
	size_t site = index < target->nr ? index : 0;
	char *name = target_site_name(target, site);

	if (name)
		error_what(error, EXIT_FAILED, "%s:%s cannot be probed", target->path, name);
	else
		error_what(error, EXIT_FAILED, "%s:0x%" PRIx64 " cannot be probed", target->path,
			   target->offset[site]);
	free(name);
}

static int refused_site(struct request *request, size_t index, int reason, const char *says,
			struct error *error)
{
	if (reason == ENOTTY)
		return old_module(error);
	name_site(request, index, error);
	error_why(error, "%s", *says ? says : strerror(reason));
	if (reason == EOPNOTSUPP)
		return error_remedy(error, "nothing was armed; see its instructions: objdump -d %s",
				    request->target.path);
	return error_remedy(error, "nothing was armed; see: uprobecap doctor");
}

/* Sites that are told the same are added in one go. */
static size_t count_alike(const struct request *request, size_t from)
{
	size_t to = from + 1;

	while (to < request->target.nr &&
	       !strcmp(request_text(request, to), request_text(request, from)))
		to++;
	return to - from;
}

static int add(int device, struct request *request, size_t from, size_t nr,
	       const struct session_share *share, struct error *error)
{
	const struct target *target = &request->target;
	const char *text = request_text(request, from);
	struct uprobecap_add add = {
		.size = sizeof(add),
		.fd = target->file.fd,
		.nr = nr,
		.offsets = (uintptr_t)(target->offset + from),
		.ref_ctr_offsets =
			target->ref_ctr_offset ? (uintptr_t)(target->ref_ctr_offset + from) : 0,
		.spec = (uintptr_t)text,
		.spec_size = strlen(text),
		.sample = share->sample,
		.limit = share->limit,
	};
	int reason;

	if (!ioctl(device, UPROBECAP_ADD, &add)) {
		/* The numbers of one file's probes follow each other. */
		if (!from)
			request->id = add.id;
		return 0;
	}
	reason = errno;
	add.error[sizeof(add.error) - 1] = '\0';
	if (add.error_column)
		return request_wrong_at(request, add.error_column,
					*add.error ? add.error : strerror(reason), error);
	return refused_site(request, from + add.error_site, reason, add.error, error);
}

/**
 * session_add() - add the probes of a request
 * @device: from session_open()
 * @request: open; its id is filled in
 * @share: which of their hits are wanted
 * @error: why not
 *
 * Return: 0 or -1.
 */
int session_add(int device, struct request *request, const struct session_share *share,
		struct error *error)
{
	size_t from, nr;

	for (from = 0; from < request->target.nr; from += nr) {
		nr = count_alike(request, from);
		if (add(device, request, from, nr, share, error))
			return -1;
	}
	return 0;
}

/* Of thousands of functions, a few begin with what no kernel probes. */
static int leave_out(int device, struct request *request, uint32_t id, struct error *error)
{
	struct uprobecap_range one = { .size = sizeof(one), .id = id, .nr = 1 };

	name_site(request, id - request->id, error);
	fprintf(stderr, "uprobecap: %s: left out\n", error->what);
	return ioctl(device, UPROBECAP_REMOVE, &one);
}

static int enable(int device, uint32_t id, uint32_t nr, struct uprobecap_range *range)
{
	*range = (struct uprobecap_range){ .size = sizeof(*range), .id = id, .nr = nr };
	return nr ? ioctl(device, UPROBECAP_ENABLE, range) : 0;
}

/**
 * session_enable() - arm the probes of a request
 * @device: from session_open()
 * @request: added; of many sites, those that the kernel cannot probe are left out
 * @error: why not
 *
 * Return: 0 or -1.
 */
int session_enable(int device, struct request *request, struct error *error)
{
	uint32_t id = request->id;
	uint32_t end = id + request->target.nr;
	struct uprobecap_range range;
	uint32_t bad;

	while (enable(device, id, end - id, &range)) {
		bad = range.error_id;
		if (errno != EOPNOTSUPP || request->target.nr == 1 || bad < id || bad >= end)
			return refused_site(request, bad - request->id, errno, range.error, error);
		if (enable(device, id, bad - id, &range) || leave_out(device, request, bad, error))
			return refused_site(request, range.error_id - request->id, errno,
					    range.error, error);
		id = bad + 1;
	}
	return 0;
}

/**
 * session_disable() - disarm all probes
 * @device: from session_open(); no hit is under way behind this
 * @error: why not
 *
 * Return: 0 or -1.
 */
int session_disable(int device, struct error *error)
{
	struct uprobecap_range all = { .size = sizeof(all), .id = 1 };

	if (!ioctl(device, UPROBECAP_DISABLE, &all))
		return 0;
	return refused(errno, "the probes cannot be disarmed", error);
}

/**
 * session_hold() - keep what rings that overwrite have, to read it
 * @device: from session_open()
 * @hold: or let them overwrite again
 * @error: why not
 *
 * Return: 0 or -1.
 */
int session_hold(int device, bool hold, struct error *error)
{
	struct uprobecap_hold request = { .size = sizeof(request), .hold = hold };

	if (!ioctl(device, UPROBECAP_HOLD, &request))
		return 0;
	return refused(errno, "the newest hits cannot be had", error);
}

/**
 * session_list() - let the descriptor read what all sessions have
 * @device: from session_open(), without probes
 * @error: why not
 *
 * Return: 0 or -1.
 */
int session_list(int device, struct error *error)
{
	struct uprobecap_list list = { .size = sizeof(list) };

	if (!ioctl(device, UPROBECAP_LIST, &list))
		return 0;
	if (errno != EPERM)
		return refused(errno, "what is armed cannot be listed", error);
	error_what(error, EXIT_NO_ACCESS, "what is armed is shown to root only");
	error_why(error, "it tells what others look for, and in which files");
	return error_remedy(error, "run the same with sudo");
}

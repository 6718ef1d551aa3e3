// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's own tracer: an instance of our own, with events in a group of our
 * own. Nobody else's events or buffers are touched.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "array.h"
#include "verify/tracefs.h"

#define ENOTSUPP 524 /* of the kernel: it cannot probe that instruction */

#define NAME_SIZE 64 /* of an event, or of its group */

/* Names the processes that are born, so that those of the command are known. */
#define FORK_EVENT "events/sched/sched_process_fork/enable"

static const char * const roots[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };

static void put_group(char group[NAME_SIZE])
{
	snprintf(group, NAME_SIZE, "uprobecap_%d", (int)getpid());
}

static char *path_of(const char *format, ...)
{
	va_list arguments;
	char *path;
	int length;

	va_start(arguments, format);
	length = vasprintf(&path, format, arguments);
	va_end(arguments);
	return need_memory(length < 0 ? NULL : path);
}

/* Return: 0, or what went wrong. */
static int write_file(const char *folder, const char *name, const char *text)
{
	char *path = path_of("%s/%s", folder, name);
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	int reason = 0;

	free(path);
	if (fd < 0)
		return errno;
	if (write(fd, text, strlen(text)) < 0)
		reason = errno;
	close(fd);
	return reason;
}

/* The last error that the kernel has logged; false when there is none. */
static bool read_log(const char *folder, char *text, size_t size)
{
	static const char sign[] = "error: ";
	char *path = path_of("%s/error_log", folder);
	FILE *file = fopen(path, "re");
	char line[512], *found;

	free(path);
	*text = '\0';
	while (file && fgets(line, sizeof(line), file)) {
		found = *line == '[' ? strstr(line, sign) : NULL;
		if (found)
			snprintf(text, size, "%.*s", (int)strcspn(found, "\n"), found);
	}
	if (file)
		fclose(file);
	return *text;
}

static int refused(const char *what, const char *folder, int reason, struct error *error)
{
	char log[256];

	error_what(error, EXIT_USAGE, "%s", what);
	if (folder && read_log(folder, log, sizeof(log)))
		error_why(error, "the kernel says: %s; its log: %s", strerror(reason), log);
	else
		error_why(error, "the kernel says: %s", strerror(reason));
	return error_remedy(error,
			    "nothing is armed; see what tracefs takes: tracefs-scripts/README.md");
}

static int no_tracefs(struct error *error)
{
	size_t n;

	error_what(error, EXIT_NO_ACCESS, "tracefs cannot be had");
	if (geteuid()) {
		error_why(error, "only root may add to uprobe_events");
		return error_remedy(error, "run the same with sudo");
	}
	for (n = 0; n < ARRAY_SIZE(roots); n++) {
		char *path = path_of("%s/trace", roots[n]);
		bool is_mounted = !access(path, F_OK);

		free(path);
		if (!is_mounted)
			continue;
		error_why(error, "there is no uprobe_events in %s that can be written to",
			  roots[n]);
		return error_remedy(error,
				    "boot a kernel with CONFIG_UPROBE_EVENTS, as Debian's are");
	}
	error_why(error, "it is mounted neither at %s nor at %s", roots[0], roots[1]);
	return error_remedy(error, "run: mount -t tracefs tracefs %s", roots[0]);
}

/**
 * tracefs_find() - find where it is mounted
 * @tracefs: to be filled
 * @error: why it cannot be had
 *
 * Return: 0 or -1.
 */
int tracefs_find(struct tracefs *tracefs, struct error *error)
{
	size_t n;

	*tracefs = (struct tracefs){ 0 };
	for (n = 0; n < ARRAY_SIZE(roots) && !tracefs->root; n++) {
		char *path = path_of("%s/uprobe_events", roots[n]);

		if (!access(path, W_OK))
			tracefs->root = roots[n];
		free(path);
	}
	return tracefs->root ? 0 : no_tracefs(error);
}

/* Lines look as we read them, whatever is set elsewhere. */
static int set_options(const struct tracefs *tracefs)
{
	static const char * const options[] = { "context-info", "irq-info",	   "norecord-tgid",
						"nohex",	"noraw",	   "nobin",
						"noverbose",	"nolatency-format" };
	int reason = 0;
	size_t n;

	for (n = 0; n < ARRAY_SIZE(options) && !reason; n++)
		reason = write_file(tracefs->instance, "trace_options", options[n]);
	return reason;
}

static int set_up(const struct tracefs *tracefs, uint32_t buffer_kb)
{
	char size[32];
	int reason = write_file(tracefs->instance, "trace_clock", "mono");

	snprintf(size, sizeof(size), "%" PRIu32, buffer_kb);
	if (!reason)
		reason = write_file(tracefs->instance, "buffer_size_kb", size);
	if (!reason)
		reason = set_options(tracefs);
	if (!reason)
		reason = write_file(tracefs->instance, FORK_EVENT, "1");
	return reason;
}

/**
 * tracefs_begin() - make the instance
 * @tracefs: found
 * @buffer_kb: KiB of the buffer of each CPU
 * @error: why not
 *
 * Return: 0 or -1.
 */
int tracefs_begin(struct tracefs *tracefs, uint32_t buffer_kb, struct error *error)
{
	char *path = path_of("%s/instances/uprobecap-%d", tracefs->root, (int)getpid());
	int reason;

	if (mkdir(path, 0700)) {
		error_what(error, EXIT_FAILED, "there is no instance %s", path);
		error_why(error, "%s", strerror(errno));
		error_remedy(error, "if a run that was killed has left it: rmdir %s", path);
		free(path);
		return -1;
	}
	tracefs->instance = path;
	reason = set_up(tracefs, buffer_kb);
	return reason ? refused("the instance of tracefs cannot be set up", NULL, reason, error) :
			0;
}

static int set_filter(struct tracefs *tracefs, const char *group, const char *name,
		      const char *filter)
{
	char *path = path_of("events/%s/%s/filter", group, name);
	int reason = write_file(tracefs->instance, path, filter);

	free(path);
	return reason;
}

/**
 * tracefs_add() - add an event, which is not enabled yet
 * @tracefs: begun
 * @event: to be added
 * @error: why not
 *
 * Return: 0 or -1.
 */
int tracefs_add(struct tracefs *tracefs, const struct tracefs_event *event, struct error *error)
{
	char group[NAME_SIZE], counter[32] = "";
	char *name, *text;
	int reason;

	put_group(group);
	name = path_of("%c%" PRIu32 "_%d", event->letter, event->number, (int)getpid());
	if (event->ref_ctr_offset)
		snprintf(counter, sizeof(counter), "(0x%" PRIx64 ")", event->ref_ctr_offset);
	/* The very file that is open, whatever its path has become. */
	text = path_of("%c:%s/%s /proc/self/fd/%d:0x%" PRIx64 "%s%s", event->letter, group, name,
		       event->fd, event->offset, counter, event->fields);
	reason = write_file(tracefs->root, "uprobe_events", text);
	free(text);
	if (reason) {
		free(name);
		return refused("tracefs does not take the probe", tracefs->root, reason, error);
	}
	tracefs->events = need_memory(
		reallocarray(tracefs->events, tracefs->nr_events + 1, sizeof(*tracefs->events)));
	tracefs->events[tracefs->nr_events++] = name;
	if (event->filter)
		reason = set_filter(tracefs, group, name, event->filter);
	return reason ? refused("tracefs does not take the filter", tracefs->instance, reason,
				error) :
			0;
}

/**
 * tracefs_enable() - arm all events
 * @tracefs: with them
 * @error: why not
 *
 * Return: 0 or -1.
 */
int tracefs_enable(struct tracefs *tracefs, struct error *error)
{
	char group[NAME_SIZE];
	int reason = 0;
	size_t n;

	put_group(group);
	for (n = 0; n < tracefs->nr_events && !reason; n++) {
		char *path = path_of("events/%s/%s/enable", group, tracefs->events[n]);

		reason = write_file(tracefs->instance, path, "1");
		free(path);
		/* Of many sites, the module has left such out, too. */
		if (reason == ENOTSUPP && tracefs->nr_events > 1)
			reason = 0;
	}
	return reason ? refused("tracefs cannot arm the probe", NULL, reason, error) : 0;
}

/**
 * tracefs_disable() - disarm all events
 * @tracefs: armed
 * @error: why not
 *
 * Return: 0 or -1.
 */
int tracefs_disable(struct tracefs *tracefs, struct error *error)
{
	char group[NAME_SIZE];
	char *path;
	int reason;

	put_group(group);
	path = path_of("events/%s/enable", group);
	reason = write_file(tracefs->instance, path, "0");
	free(path);
	if (!reason)
		reason = write_file(tracefs->instance, FORK_EVENT, "0");
	return reason ? refused("tracefs cannot disarm the probe", NULL, reason, error) : 0;
}

/**
 * tracefs_trace() - path of what was recorded, for free()
 * @tracefs: begun
 */
char *tracefs_trace(const struct tracefs *tracefs)
{
	return path_of("%s/trace", tracefs->instance);
}

static int remove_event(const struct tracefs *tracefs, const char *name)
{
	char group[NAME_SIZE];
	char *text;
	int reason;

	put_group(group);
	text = path_of("-:%s/%s", group, name);
	reason = write_file(tracefs->root, "uprobe_events", text);
	free(text);
	return reason;
}

/**
 * tracefs_remove() - leave tracefs as it was
 * @tracefs: found
 * @error: what is still there
 *
 * Return: 0 or -1.
 */
int tracefs_remove(struct tracefs *tracefs, struct error *error)
{
	char group[NAME_SIZE];
	int reason = 0, now;

	put_group(group);
	if (tracefs->instance && rmdir(tracefs->instance))
		reason = errno;
	while (tracefs->nr_events) {
		now = remove_event(tracefs, tracefs->events[--tracefs->nr_events]);
		reason = now ? now : reason;
		free(tracefs->events[tracefs->nr_events]);
	}
	free(tracefs->events);
	free(tracefs->instance);
	tracefs->events = NULL;
	tracefs->instance = NULL;
	if (!reason)
		return 0;
	error_what(error, EXIT_FAILED, "something of %s is still in tracefs", group);
	error_why(error, "%s", strerror(reason));
	return error_remedy(error, "look for it in %s/uprobe_events and %s/instances",
			    tracefs->root, tracefs->root);
}

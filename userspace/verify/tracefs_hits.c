// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trace that tracefs prints -> the hits of a command and its children. No more
 * is taken apart than who had a hit, when, and at which probe: behind that stand
 * strings, that may contain anything.
 */

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "verify/tracefs_hits.h"
#include "verify/tracefs_probe.h"

#define PIDS_MAX      4194304 /* as the kernel numbers them, at most */
#define COMM_COLUMNS  20      /* the name of a thread takes no more */
#define FORK	      "sched_process_fork"
#define NSEC_PER_USEC 1000
#define NSEC_PER_SEC  1000000000ull

/**
 * struct event - a line, or what a string with line ends makes of one
 * @tid: thread
 * @time: in ns
 * @letter: 'p' or 'r', 'f' for a fork; 0 for none
 * @probe: number of it
 * @text: behind the name of the event
 */
struct event {
	uint32_t tid;
	uint64_t time;
	char letter;
	uint32_t probe;
	char *text;
};

/**
 * struct entry - one that waits for its return
 * @tid: thread; 0 when it does not wait any longer
 * @probe: number of it
 * @stack: where the return address lies
 * @text: of the entry
 */
struct entry {
	uint32_t tid;
	uint32_t probe;
	uint64_t stack;
	char *text;
};

/**
 * struct reading - the trace, as far as it was read
 * @hits: that were asked for
 * @is_ours: by number, the threads of the command and its children
 * @event: that is read
 * @nr: of @entries
 * @room: for so many is room in @entries
 * @entries: that wait
 */
struct reading {
	struct tracefs_hits *hits;
	bool *is_ours;
	struct event event;
	size_t nr;
	size_t room;
	struct entry *entries;
};

static bool parse_event(const struct reading *reading, const char *name, struct event *event)
{
	uint32_t owner;
	int length = 0;

	if (!strncmp(name, FORK ": ", strlen(FORK ": "))) {
		event->letter = 'f';
		event->text = (char *)name + strlen(FORK ": ");
		return true;
	}
	sscanf(name, "%c%u_%u: %n", &event->letter, &event->probe, &owner, &length);
	if (!length || name[length] != '(' || owner != reading->hits->owner ||
	    (event->letter != 'p' && event->letter != 'r'))
		return false;
	event->text = (char *)name + length;
	return true;
}

/* COMM-TID [CPU] FLAGS SECONDS.MICROSECONDS: EVENT: ... */
static bool parse_line(const struct reading *reading, const char *line, struct event *event)
{
	unsigned int seconds, useconds;
	const char *dash;

	*event = (struct event){ 0 };
	for (dash = strchr(line, '-'); dash && dash - line <= COMM_COLUMNS;
	     dash = strchr(dash + 1, '-')) {
		int length = 0;

		sscanf(dash + 1, "%u [%*u] %*s %u.%6u: %n", &event->tid, &seconds, &useconds,
		       &length);
		if (!length)
			continue;
		event->time = seconds * NSEC_PER_SEC + useconds * NSEC_PER_USEC;
		return parse_event(reading, dash + 1 + length, event);
	}
	return false;
}

static void note_fork(struct reading *reading, const struct event *event)
{
	static const char sign[] = " child_pid=";
	const char *found, *last = NULL;
	unsigned long child;

	/* The names of processes stand in front of it. */
	for (found = event->text; (found = strstr(found, sign)); found++)
		last = found;
	if (!last)
		return;
	child = strtoul(last + strlen(sign), NULL, 10);
	if (child <= PIDS_MAX)
		reading->is_ours[child] = reading->is_ours[event->tid];
}

static void add(struct reading *reading, const char *text, const char *arrow, const char *more)
{
	struct sightings *sightings = reading->hits->sightings;
	const struct event *event = &reading->event;

	sightings_open(sightings, event->tid, event->probe, event->time);
	fprintf(sightings->out, "%s%s%s", text, arrow, more);
	sightings_close(sightings);
}

/* Takes " uprobecap_sp=0x..." out of the text. */
static uint64_t take_stack(char *text)
{
	static const char name[] = " " TRACEFS_STACK "=";
	char *found = strstr(text, name);
	uint64_t stack;
	char *end;

	if (!found)
		return 0;
	stack = strtoull(found + strlen(name), &end, 16);
	memmove(found, end, strlen(end) + 1);
	return stack;
}

static void forget(struct entry *entry)
{
	free(entry->text);
	entry->text = NULL;
	entry->tid = 0;
}

static void wait_for_return(struct reading *reading)
{
	struct event *event = &reading->event;
	uint64_t stack = take_stack(event->text);

	while (reading->nr && !reading->entries[reading->nr - 1].tid)
		reading->nr--;
	if (reading->nr == reading->room) {
		reading->room = reading->room ? 2 * reading->room : 64;
		reading->entries = need_memory(
			reallocarray(reading->entries, reading->room, sizeof(*reading->entries)));
	}
	reading->entries[reading->nr++] = (struct entry){
		.tid = event->tid,
		.probe = event->probe,
		.stack = stack,
		.text = event->text,
	};
	event->text = NULL;
}

/* What lies deeper than the return was jumped out of. */
static struct entry *find_entry(struct reading *reading, const struct event *event, uint64_t stack)
{
	struct entry *entry;
	size_t n;

	for (n = reading->nr; n > 0; n--) {
		entry = &reading->entries[n - 1];
		if (entry->tid != event->tid)
			continue;
		if (entry->stack < stack)
			forget(entry);
		else if (entry->stack == stack && entry->probe == event->probe)
			return entry;
	}
	return NULL;
}

/* The return address is off the stack then. */
static void join_return(struct reading *reading)
{
	struct event *event = &reading->event;
	uint64_t stack = take_stack(event->text) - reading->hits->address_size;
	const char *fields = strchr(event->text, ')');
	struct entry *entry = find_entry(reading, event, stack);

	if (!entry || !fields)
		return;
	add(reading, entry->text, " ->", fields + 1);
	forget(entry);
}

/* The place that a function returns to is told with that of the function. */
static void drop_function(char *text)
{
	char *arrow = strstr(text, " <- 0x");
	char *end = strchr(text, ')');

	if (arrow && end && arrow < end)
		memmove(arrow, end, strlen(end) + 1);
}

static void finish_event(struct reading *reading)
{
	struct event *event = &reading->event;

	if (!event->letter)
		return;
	if (event->letter == 'r')
		drop_function(event->text);
	if (event->letter == 'f')
		note_fork(reading, event);
	else
		reading->hits->lines++;
	if (event->letter != 'f' && reading->is_ours[event->tid]) {
		if (!reading->hits->is_call)
			add(reading, event->text, "", "");
		else if (event->letter == 'p')
			wait_for_return(reading);
		else
			join_return(reading);
	}
	free(event->text);
	*event = (struct event){ 0 };
}

static bool is_told_loss(const char *line)
{
	unsigned int cpu;
	unsigned long lost;

	return sscanf(line, "CPU:%u [LOST %lu EVENTS]", &cpu, &lost) == 2;
}

/* A string may have had a line end: the line goes on with the event before. */
static void append(struct event *event, const char *line)
{
	char *text;

	if (asprintf(&text, "%s\n%s", event->text, line) < 0)
		text = NULL;
	need_memory(text);
	free(event->text);
	event->text = text;
}

static void take_line(struct reading *reading, const char *line)
{
	struct event event;

	if (parse_line(reading, line, &event) && event.tid <= PIDS_MAX) {
		finish_event(reading);
		event.text = need_memory(strdup(event.text));
		reading->event = event;
	} else if (reading->event.letter && !is_told_loss(line)) {
		append(&reading->event, line);
	}
}

/**
 * tracefs_hits_read() - read all of a trace
 * @hits: what is wanted, and the result
 * @trace: open
 */
void tracefs_hits_read(struct tracefs_hits *hits, FILE *trace)
{
	struct reading reading = {
		.hits = hits,
		.is_ours = need_memory(calloc(PIDS_MAX + 1, sizeof(bool))),
	};
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	hits->lines = 0;
	reading.is_ours[hits->command] = true;
	while ((length = getline(&line, &size, trace)) > 0) {
		if (line[length - 1] == '\n')
			line[length - 1] = '\0';
		take_line(&reading, line);
	}
	finish_event(&reading);
	while (reading.nr)
		forget(&reading.entries[--reading.nr]);
	free(reading.entries);
	free(reading.is_ours);
	free(line);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the running kernel says of itself: its configuration, its log.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "error.h"
#include "safety/kernel.h"

/* Of syslog(2). */
#define LOG_READ_ALL 3
#define LOG_SIZE     10

#define LEVEL_ERROR 3 /* of a message of the kernel; lower is worse */

/**
 * kernel_read_file() - the first line of a small file of /proc or /sys
 * @path: of it
 * @text: the line, without its end
 * @size: of @text
 *
 * Return: false when it cannot be read.
 */
bool kernel_read_file(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "re");
	bool found;

	if (!file)
		return false;
	found = fgets(text, size, file);
	if (found)
		text[strcspn(text, "\n")] = '\0';
	fclose(file);
	return found;
}

static enum kernel_option search_config(FILE *config, const char *name)
{
	enum kernel_option found = KERNEL_OPTION_UNKNOWN;
	size_t length = strlen(name);
	char line[KERNEL_LINE];

	while (fgets(line, sizeof(line), config)) {
		if (found == KERNEL_OPTION_UNKNOWN && !strncmp(line, "CONFIG_", 7))
			found = KERNEL_OPTION_OFF;
		if (!strncmp(line, name, length) && line[length] == '=')
			found = KERNEL_OPTION_ON;
	}
	return found;
}

static enum kernel_option search_packed_config(const char *name)
{
	enum kernel_option found;
	FILE *config;

	if (access("/proc/config.gz", R_OK))
		return KERNEL_OPTION_UNKNOWN;
	config = popen("gzip -dc /proc/config.gz", "r");
	if (!config)
		return KERNEL_OPTION_UNKNOWN;
	found = search_config(config, name);
	pclose(config);
	return found;
}

/**
 * kernel_option() - was the running kernel built with an option?
 * @name: such as CONFIG_UPROBES
 * @source: the file that says so
 * @size: of @source
 */
enum kernel_option kernel_option(const char *name, char *source, size_t size)
{
	static const char * const places[] = { "/boot/config-%s", "/lib/modules/%s/config" };
	enum kernel_option found;
	struct utsname system;
	FILE *config;
	size_t n;

	snprintf(source, size, "/proc/config.gz");
	found = search_packed_config(name);
	uname(&system);
	for (n = 0; found == KERNEL_OPTION_UNKNOWN && n < 2; n++) {
		snprintf(source, size, places[n], system.release);
		config = fopen(source, "re");
		if (!config)
			continue;
		found = search_config(config, name);
		fclose(config);
	}
	return found;
}

/**
 * kernel_is_at_least() - is the running kernel as new as this?
 * @major: of its version
 * @minor: likewise
 */
bool kernel_is_at_least(unsigned int major, unsigned int minor)
{
	unsigned int own_major = 0, own_minor = 0;
	struct utsname system;

	uname(&system);
	sscanf(system.release, "%u.%u", &own_major, &own_minor);
	return own_major > major || (own_major == major && own_minor >= minor);
}

/**
 * kernel_cpu_has() - does the processor have something, and the kernel use it?
 * @flag: as /proc/cpuinfo names it
 */
bool kernel_cpu_has(const char *flag)
{
	FILE *info = fopen("/proc/cpuinfo", "re");
	bool found = false;
	size_t size = 0;
	char *line = NULL, *word, *rest;

	if (!info)
		return false;
	while (!found && getline(&line, &size, info) > 0) {
		if (strncmp(line, "flags", 5))
			continue;
		for (word = strtok_r(line, " \t\n", &rest); word && !found;
		     word = strtok_r(NULL, " \t\n", &rest))
			found = !strcmp(word, flag);
		break;
	}
	free(line);
	fclose(info);
	return found;
}

/**
 * kernel_has_symbol() - does the kernel have a function?
 * @name: of it
 */
bool kernel_has_symbol(const char *name)
{
	FILE *symbols = fopen("/proc/kallsyms", "re");
	char line[KERNEL_LINE], found[KERNEL_LINE] = "";

	if (!symbols)
		return false;
	while (strcmp(found, name) && fgets(line, sizeof(line), symbols))
		sscanf(line, "%*s %*s %1023s", found);
	fclose(symbols);
	return !strcmp(found, name);
}

/* Return: the module's words in a line of the log, or NULL. */
static const char *module_says(const char *line, int *level)
{
	const char *text = strchr(line, '>');

	*level = line[0] == '<' ? atoi(line + 1) & 7 : LEVEL_ERROR;
	if (!text)
		return NULL;
	text++;
	if (*text == '[')
		text = strstr(text, "] ") ? strstr(text, "] ") + 2 : text;
	return strncmp(text, "uprobecap: ", 11) ? NULL : text + 11;
}

/* Keeps the last complaint that no success came behind. */
static void note_line(const char *line, char *complaint, size_t size)
{
	int level;
	const char *text = module_says(line, &level);

	if (!text)
		return;
	if (level > LEVEL_ERROR)
		*complaint = '\0';
	/* The last thing that is said of each failure; the reason came before. */
	else if (strncmp(text, "not loaded", 10))
		snprintf(complaint, size, "%s", text);
}

/* Of any module: the log does not say which one it was. */
static void note_refusal(const char *line, char *refusal, size_t size)
{
	const char *text = strstr(line, "Loading of ");

	if (text && strstr(text, " is rejected"))
		snprintf(refusal, size, "%s", text);
	text = strstr(line, "Lockdown: ");
	if (text && strstr(text, "unsigned module loading"))
		snprintf(refusal, size, "%s", text);
}

static int search_log(char *found, size_t size, void (*note)(const char *, char *, size_t))
{
	int room = klogctl(LOG_SIZE, NULL, 0);
	char *log, *at, *rest;
	int got;

	*found = '\0';
	if (room < 0)
		return -1;
	log = need_memory(malloc(room + 1));
	got = klogctl(LOG_READ_ALL, log, room);
	if (got >= 0) {
		log[got] = '\0';
		for (at = strtok_r(log, "\n", &rest); at; at = strtok_r(NULL, "\n", &rest))
			note(at, found, size);
	}
	free(log);
	return got < 0 ? -1 : 0;
}

/**
 * kernel_find_complaint() - the module's last complaint in the kernel's log
 * @line: the complaint; empty when there is none
 * @size: of @line
 *
 * Return: 0, or -1 when the log may not be read.
 */
int kernel_find_complaint(char *line, size_t size)
{
	return search_log(line, size, note_line);
}

/**
 * kernel_find_refusal() - the last time that the kernel refused a module's signature
 * @line: what it said of that in its log; empty when it did not
 * @size: of @line
 *
 * Return: 0, or -1 when the log may not be read.
 */
int kernel_find_refusal(char *line, size_t size)
{
	return search_log(line, size, note_refusal);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap doctor: what this machine lacks, and the command that brings it.
 * It looks, and changes nothing; it does not take the reader's place either.
 */

#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "array.h"
#include "capture/device.h"
#include "command/command.h"
#include "print/escape.h"
#include "safety/kernel.h"

#define PARAMETERS  "/sys/module/uprobecap/parameters/"
#define TRACEFS	    "/sys/kernel/tracing"
#define LOCKDOWN    "/sys/kernel/security/lockdown"
#define DKMS_KEY    "/var/lib/dkms/mok.pub"
#define SECURE_BOOT "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

static void say(const char *verdict, const char *remedy, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* One line, and one more for the remedy if there is one. */
static void say(const char *verdict, const char *remedy, const char *format, ...)
{
	va_list arguments;

	printf("%-7s  ", verdict);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf(remedy ? "\n           %s\n" : "\n", remedy);
}

static bool check_version(void)
{
	bool recent = kernel_is_at_least(5, 10);
	struct utsname system;

	uname(&system);
	say(recent ? "ok" : "missing",
	    recent ? NULL : "boot a newer kernel: apt install linux-image-amd64",
	    "kernel %s, 5.10 or newer is needed", system.release);
	return recent;
}

static bool check_architecture(void)
{
	struct utsname system;
	bool known;

	uname(&system);
	known = !strcmp(system.machine, "x86_64");
	say(known ? "ok" : "missing", known ? NULL : "take a machine with x86_64",
	    "architecture %s, the module knows x86_64", system.machine);
	return known;
}

static bool check_uprobes(void)
{
	char source[KERNEL_LINE];

	switch (kernel_option("CONFIG_UPROBES", source, sizeof(source))) {
	case KERNEL_OPTION_ON:
		say("ok", NULL, "CONFIG_UPROBES, says %s", source);
		return true;
	case KERNEL_OPTION_OFF:
		say("missing", "boot a kernel that has it: apt install linux-image-amd64",
		    "CONFIG_UPROBES, says %s", source);
		return false;
	default:
		if (kernel_has_symbol("uprobe_register")) {
			say("ok", NULL, "CONFIG_UPROBES, for /proc/kallsyms has uprobe_register");
			return true;
		}
		say("note", "modprobe configs; uprobecap doctor",
		    "CONFIG_UPROBES is not known: the kernel's configuration is nowhere");
		return true;
	}
}

static bool is_loaded(void)
{
	return !access("/sys/module/uprobecap", F_OK);
}

static bool check_lockdown(void)
{
	char text[KERNEL_LINE];

	if (!kernel_read_file(LOCKDOWN, text, sizeof(text)))
		return false;
	if (strstr(text, "[none]")) {
		say("ok", NULL, "lockdown is %s", text);
		return false;
	}
	say("note", "or boot without Secure Boot, and without lockdown=",
	    "lockdown is %s: only modules that are signed with a key it trusts load", text);
	return true;
}

static bool check_enforcement(void)
{
	char text[KERNEL_LINE];

	if (!kernel_read_file("/sys/module/module/parameters/sig_enforce", text, sizeof(text)) ||
	    *text != 'Y')
		return false;
	say("note", "or boot without module.sig_enforce",
	    "module.sig_enforce is on: only modules that are signed with a key it trusts load");
	return true;
}

static bool check_secure_boot(void)
{
	FILE *variable = fopen(SECURE_BOOT, "re");
	int secure = 0;

	if (!variable)
		return false;
	/* Four bytes of attributes, then the value. */
	if (!fseek(variable, 4, SEEK_SET))
		secure = fgetc(variable);
	fclose(variable);
	if (secure != 1)
		return false;
	say("note", "or without the check: mokutil --disable-validation && reboot",
	    "Secure Boot is on: distributions load only signed modules then");
	return true;
}

static bool check_refusal(void)
{
	char line[KERNEL_LINE];

	if (kernel_find_refusal(line, sizeof(line)) || !*line)
		return false;
	printf("%-7s  the kernel has refused a module: ", "note");
	put_escaped(stdout, line, strlen(line), 0);
	putchar('\n');
	return true;
}

/* These keep an unsigned module out; once it is in, they do not matter. */
static void check_signatures(void)
{
	bool strict = check_lockdown();

	strict |= check_enforcement();
	strict |= check_secure_boot();
	strict |= check_refusal();
	if (!strict)
		return;
	if (access(DKMS_KEY, F_OK))
		say("note", "apt install dkms mokutil openssl && dpkg-reconfigure uprobecap-dkms",
		    "dkms has no key to sign with: there is no " DKMS_KEY);
	say("note", "mokutil --import " DKMS_KEY " && reboot    then choose Enroll MOK",
	    "the key of dkms must be one that the machine trusts");
}

/* Return: was the parameter given to the module? */
static bool read_parameter(const char *name, char *text, size_t size)
{
	char path[sizeof(PARAMETERS) + 32];

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	return kernel_read_file(path, text, size) && *text;
}

static void say_parameter(const char *name)
{
	char text[4096];

	if (!read_parameter(name, text, sizeof(text)))
		return;
	printf(" %s=", name);
	put_escaped(stdout, text, strlen(text), 0);
}

static bool check_module(void)
{
	static const char * const names[] = { "filename", "offset", "ref_ctr_offset",
					      "type",	  "args",   "retargs",
					      "pid",	  "uid",    "comm",
					      "ring_kb" };
	size_t n;

	if (!is_loaded()) {
		say("missing", "modprobe uprobecap", "the module uprobecap is not loaded");
		return false;
	}
	printf("%-7s  the module uprobecap is loaded:", "ok");
	for (n = 0; n < ARRAY_SIZE(names); n++)
		say_parameter(names[n]);
	putchar('\n');
	return true;
}

static void check_armed(void)
{
	char text[4096];

	if (read_parameter("filename", text, sizeof(text)))
		say("ok", NULL, "a probe is armed by its parameters, for uprobecap read");
	else
		say("ok", NULL, "its parameters arm nothing; uprobecap trace does");
}

/* To open the device does not make us its reader. */
static bool check_device(void)
{
	struct error error;
	int fd = device_open(O_RDONLY, DEVICE_LOAD, &error);

	if (fd < 0) {
		say("missing", error.remedy, "%s: %s", error.what, error.why);
		return false;
	}
	close(fd);
	say("ok", NULL, "the device can be opened");
	return true;
}

/* Sessions are no matter of each other; of what the parameters armed there is one reader. */
static void check_reader(void)
{
	struct device_holder holder;
	size_t holders = device_find_holders(&holder);

	if (!holders) {
		say("ok", NULL, "nobody reads the device%s",
		    geteuid() ? ", as far as can be seen without root" : "");
		return;
	}
	printf("%-7s  process %d (", "note", holder.pid);
	put_escaped(stdout, holder.comm, strlen(holder.comm), 0);
	fputs(")", stdout);
	if (holders > 1)
		printf(" and %zu more", holders - 1);
	puts(holders > 1 ? " have the device open" : " has the device open");
	puts("           uprobecap status");
}

/* Only the scripts want it. */
static void check_tracefs(void)
{
	char source[KERNEL_LINE];

	if (kernel_read_file(LOCKDOWN, source, sizeof(source)) &&
	    strstr(source, "[confidentiality]"))
		say("note", "boot without lockdown=confidentiality",
		    "tracefs-scripts/ cannot run: lockdown is %s", source);
	else if (!access(TRACEFS "/uprobe_events", F_OK))
		say("ok", NULL, "tracefs, for tracefs-scripts/: " TRACEFS "/uprobe_events");
	else if (kernel_option("CONFIG_UPROBE_EVENTS", source, sizeof(source)) == KERNEL_OPTION_OFF)
		say("note", NULL, "tracefs-scripts/ cannot run: no CONFIG_UPROBE_EVENTS, says %s",
		    source);
	else if (!access(TRACEFS, X_OK))
		say("note", "mount -t tracefs nodev " TRACEFS,
		    "tracefs-scripts/ cannot run: tracefs is not mounted");
	else
		say("note", "sudo uprobecap doctor", "tracefs can be seen by root only");
}

static void check_log(void)
{
	char line[KERNEL_LINE];

	if (kernel_find_complaint(line, sizeof(line))) {
		say("note", "sudo uprobecap doctor", "the kernel's log can be read by root only");
		return;
	}
	if (!*line)
		return;
	printf("%-7s  the module's last complaint: ", "note");
	put_escaped(stdout, line, strlen(line), 0);
	putchar('\n');
}

static int run_doctor(int argc, char **argv, struct error *error)
{
	bool fine;

	if (argc > 1)
		return command_misused(&doctor_command, error, "%s: it takes no argument", argv[1]);
	fine = check_version();
	fine &= check_architecture();
	fine &= check_uprobes();
	if (is_loaded()) {
		fine &= check_module();
		check_armed();
		fine &= check_device();
		check_reader();
	} else {
		check_signatures();
		fine &= check_module();
	}
	check_log();
	check_tracefs();
	puts(fine ? "A capture can run: uprobecap trace" : "A capture cannot run yet.");
	return fine ? EXIT_FINE : EXIT_FAILED;
}

const struct command doctor_command = {
	.name = "doctor",
	.arguments = "",
	.summary = "say what this machine lacks, and the command that brings it",
	.help = "  uprobecap doctor\n"
		"  sudo uprobecap doctor      sees more\n"
		"\n"
		"Prints a line for each thing that a capture needs: ok, missing, or a note. Below what is\n"
		"missing stands the command that mends it. Exits with 0 when a capture can run, else 1.\n",
	.run = run_doctor,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * language NR PROGRAM SITE - writes NR probes of the language that uprobe_events and the
 * module have in common, and such that miss it by a character. Each goes to both; where
 * one takes what the other refuses, it has to be one of the differences that are meant.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../../module/spec.h"
#include "target.h"

#define EVENTS	   "/sys/kernel/tracing/uprobe_events"
#define DEPTH_MAX  4
#define FIELDS_MAX 4
#define BATCH	   200 /* events that exist at a time */

static int device, target, events;
static const char *program, *site_text;
static __u64 site;

/* A probe, a character behind the other. */
static char text[1024];
static size_t length;

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t limit)
{
	random_state = random_state * 1664525 + 1013904223;
	return (uint64_t)random_state * limit >> 32;
}

static bool chance(uint32_t of)
{
	return !random_below(of);
}

static __attribute__((format(printf, 1, 2))) void put(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	length += vsnprintf(text + length, sizeof(text) - length, format, values);
	va_end(values);
}

static const char *any(const char * const *words, size_t nr)
{
	return words[random_below(nr)];
}

#define ANY(...)                                                     \
	({                                                           \
		static const char * const words[] = { __VA_ARGS__ }; \
		any(words, ARRAY_SIZE(words));                       \
	})

static void put_number(void)
{
	if (chance(12))
		put("%s", ANY("9223372036854775807", "9223372036854775808", "18446744073709551615",
			      "4294967296", "08", "0x", "1x", ""));
	else
		put("%s", ANY("0", "1", "8", "16", "010", "0x20", "0xff", "127", "4096",
			      "0x7fffffff", "4294967295"));
}

static void put_source(void)
{
	switch (random_below(8)) {
	case 0:
	case 1:
	case 2:
		put("%s", ANY("%ax", "%bx", "%cx", "%dx", "%si", "%di", "%bp", "%sp", "%r8", "%r9",
			      "%r10", "%r11", "%r12", "%r13", "%r14", "%r15", "%ip", "%flags",
			      "%orig_ax", "%cs", "%ss"));
		break;
	case 3:
		put("$stack");
		break;
	case 4:
		put("$stack");
		put_number();
		break;
	case 5:
		put("%s", ANY("$comm", "$COMM", "$retval", "$stack", "$other", "%rdi"));
		break;
	case 6:
		put("@%s", ANY("+", "+", "+", "+", "+-", "-", ""));
		put_number();
		break;
	default:
		put("\\%s", ANY("", "", "-", "+"));
		put_number();
	}
}

static void put_fetch(unsigned int depth)
{
	if (!depth) {
		put_source();
		return;
	}
	put("%s%s", ANY("+", "-"), ANY("", "", "", "u"));
	put_number();
	put("(");
	put_fetch(depth - 1);
	put(")");
}

static void put_bit_field(void)
{
	if (chance(4)) {
		put(":b");
		put_number();
		put("@");
		put_number();
		put("/%s", ANY("8", "16", "32", "64", "0x20", "24"));
	} else {
		put(":%s", ANY("b1@0/8", "b8@0/8", "b3@5/8", "b4@12/16", "b31@1/32", "b0x20@0/32",
			       "b64@0/64", "b010@010/16", "b5@4/8", "b0@1/8"));
	}
}

static void put_type(void)
{
	if (chance(5))
		put_bit_field();
	else
		put(":%s", ANY("u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "x8", "x16",
			       "x32", "x64", "string", "string", "u128"));
	if (chance(4))
		put("[%s]", ANY("1", "2", "0x10", "64", "65", "0", "-1", "010", "x", ""));
}

static void put_field(void)
{
	if (chance(30))
		put("%s=", ANY("common_pid", "__probe_ip", "2nd", "a-b", ""));
	else if (chance(2))
		put("%s%u=", ANY("a", "path", "_x", "arg", "a_name_of_twenty_one_"),
		    random_below(9));
	put_fetch(chance(2) ? random_below(DEPTH_MAX) : 1);
	if (chance(2))
		put_type();
}

/* One character less, more or other, of the fields. */
static void mutate(size_t from)
{
	static const char letters[] = "+-u()%$\\:[]=/b0123456789xfsgtck_ .,*\"";
	size_t at = from + random_below(length - from + 1);

	switch (random_below(3)) {
	case 0:
		if (at < length)
			memmove(text + at, text + at + 1, length-- - at);
		break;
	case 1:
		if (at < length)
			text[at] = letters[random_below(sizeof(letters) - 1)];
		break;
	default:
		memmove(text + at + 1, text + at, ++length - at);
		text[at] = letters[random_below(sizeof(letters) - 1)];
	}
}

/* Return: where the fields begin. */
static size_t write_probe(unsigned int number)
{
	unsigned int nr = random_below(FIELDS_MAX + 1);
	size_t fields;

	length = 0;
	put("%s:language/e%u%s", ANY("p", "p", "r"), number,
	    chance(20) ? ANY("-", ".", "%", "/x") : "");
	fields = length;
	put(" ");
	while (nr--) {
		put_field();
		put(" ");
	}
	if (chance(3))
		mutate(fields + 1);
	return fields;
}

static bool module_takes(void)
{
	struct uprobecap_add add = {
		.size = sizeof(add),
		.fd = target,
		.nr = 1,
		.offsets = (uintptr_t)&site,
		.spec = (uintptr_t)text,
		.spec_size = length,
	};
	struct uprobecap_range all = { .size = sizeof(all) };

	if (ioctl(device, UPROBECAP_ADD, &add))
		return false;
	if (ioctl(device, UPROBECAP_REMOVE, &all))
		err(1, "REMOVE");
	return true;
}

static bool tracefs_takes(size_t fields)
{
	char line[2048];
	int size = snprintf(line, sizeof(line), "%.*s %s:%s%s\n", (int)fields, text, program,
			    site_text, text + fields);

	return write(events, line, size) == size;
}

static void forget_events(void)
{
	int fd = open(EVENTS, O_WRONLY | O_TRUNC | O_CLOEXEC);

	if (fd < 0)
		err(1, EVENTS);
	close(fd);
}

/* A slot of the stack that 32 bits do not number: tracefs takes another one. */
static bool has_far_stack(void)
{
	const char *at = text;

	while ((at = strstr(at, "$stack")) && *(at += strlen("$stack")))
		if (isdigit(*at) && strtoull(at, NULL, 10) > UINT32_MAX)
			return true;
	return false;
}

/* What stands behind the last ')', tracefs does not look at. */
static bool has_rest(void)
{
	const char *at = text;

	while ((at = strchr(at, ')')))
		if (*++at && !strchr("): ", *at))
			return true;
	return false;
}

/* At the return, tracefs takes the address where it returns to for one of the file. */
static bool has_file_at_return(void)
{
	return *text == 'r' && strstr(text, "@+");
}

/* An address, which the module is told in other words: +0(\ADDRESS). */
static bool has_address(void)
{
	const char *at = text;

	while ((at = strchr(at + 1, '@')))
		if (strchr(" =(", at[-1]) && isdigit(at[1]))
			return true;
	return false;
}

/* Arrays in memory of user space: tracefs has none that say so with +u. */
static bool has_user_array(void)
{
	const char *field, *end;

	for (field = strchr(text, ' '); field; field = strchr(field, ' ')) {
		field += strspn(field, " ");
		end = field + strcspn(field, " ");
		if (memchr(field, '[', end - field) &&
		    (strncmp(field, "+u", 2) == 0 || strncmp(field, "-u", 2) == 0 ||
		     memmem(field, end - field, "=+u", 3) || memmem(field, end - field, "=-u", 3)))
			return true;
	}
	return false;
}

static struct difference {
	bool (*is_it)(void);
	bool ours;
	const char *what;
	unsigned int nr;
} differences[] = {
	{ has_far_stack, false, "only tracefs takes a $stackN beyond 32 bits, and cuts it", 0 },
	{ has_rest, false, "only tracefs takes what is behind ')', and forgets it", 0 },
	{ has_file_at_return, false, "only tracefs takes @+OFFSET at a return", 0 },
	{ has_address, false, "only tracefs takes @ADDRESS", 0 },
	{ has_user_array, true, "only the module takes arrays of +u", 0 },
};

/* Return: whether it is meant. */
static bool count_difference(bool ours)
{
	size_t n;

	for (n = 0; n < ARRAY_SIZE(differences); n++)
		if (differences[n].ours == ours && differences[n].is_it()) {
			differences[n].nr++;
			return true;
		}
	return false;
}

static void compare(unsigned int nr)
{
	unsigned int number, same[2] = { 0, 0 }, meant = 0, unmeant = 0;
	size_t n;

	for (number = 1; number <= nr; number++) {
		size_t fields = write_probe(number);
		bool ours = module_takes(), theirs = tracefs_takes(fields);

		if (ours == theirs) {
			same[ours]++;
		} else if (count_difference(ours)) {
			meant++;
		} else {
			unmeant++;
			printf("not ok - only %s takes: %s\n", ours ? "the module" : "tracefs",
			       text);
		}
		if (number % BATCH == 0)
			forget_events();
	}
	forget_events();
	printf("# of %u both take %u, both refuse %u\n", nr, same[true], same[false]);
	for (n = 0; n < ARRAY_SIZE(differences); n++)
		printf("# %s: %u\n", differences[n].what, differences[n].nr);
	printf("%s - a third is taken, a third refused\n",
	       same[true] > nr / 3 && same[false] > nr / 3 ? "ok" : "not ok");
	/* What is like a difference must not hide others. */
	printf("%s - one in twenty differs at most\n", meant <= nr / 20 ? "ok" : "not ok");
	printf("%s - what else one takes, the other takes\n", unmeant ? "not ok" : "ok");
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	program = argv[2];
	site_text = argv[3];
	site = strtoull(site_text, NULL, 0);
	device = open(UPROBECAP_DEVICE, O_RDONLY | O_CLOEXEC);
	target = open(program, O_RDONLY | O_CLOEXEC);
	events = open(EVENTS, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (device < 0 || target < 0 || events < 0)
		err(1, "%s, %s or %s", UPROBECAP_DEVICE, program, EVENTS);
	compare(strtoul(argv[1], NULL, 0));
	return 0;
}

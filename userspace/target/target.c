// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a probe shall be: a file, and the sites in it.
 *
 *   PATH:0xOFFSET[(REFCTR)]   as uprobe_events has it
 *   PATH:SYMBOL[+OFF]         a function, all of this name, or a place in it
 *   PATH:GLOB[,!GLOB...]      all functions whose names match, but for some
 *   PATH:sdt:PROVIDER:NAME    a USDT probe, or all that match
 *   PATH:NAME.c:123           a line of the source
 *
 * PATH may be any that binary.c knows.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "binary/binary.h"
#include "binary/glob.h"
#include "binary/indirect.h"
#include "binary/place.h"
#include "binary/source_line.h"
#include "binary/symbol_table.h"
#include "safety/harm.h"
#include "safety/instruction.h"
#include "target/target.h"
#include "uapi/uprobecap.h"

static int no_target(const char *text, struct error *error)
{
	error_what(error, EXIT_USAGE, "%s is no target", text);
	error_why(error, "a target is a file, a colon, and a function of it or an offset");
	return error_remedy(error, "for example: /usr/bin/bash:readline or libc.so.6:open*");
}

static int bad_offset(const char *text, struct error *error)
{
	error_what(error, EXIT_USAGE, "%s is no offset", text);
	error_why(error, "it is a number, and behind it may stand a reference counter's in ( )");
	return error_remedy(error, "for example: /usr/bin/bash:0xc6c20");
}

/* Return: what is behind the number; NULL when it is none. */
static char *parse_number(const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 0);
	return *text >= '0' && *text <= '9' && !errno ? end : NULL;
}

static int take_offset(struct target *target, const char *text, struct error *error)
{
	char *end;

	target->nr = 1;
	target->offset = need_memory(calloc(1, sizeof(*target->offset)));
	end = parse_number(text, &target->offset[0]);
	if (end && *end == '(') {
		target->ref_ctr_offset = need_memory(calloc(1, sizeof(*target->ref_ctr_offset)));
		end = parse_number(end + 1, &target->ref_ctr_offset[0]);
		end = end && *end == ')' ? end + 1 : NULL;
	}
	return end && !*end ? 0 : bad_offset(text, error);
}

/* One place may have many names. */
static void take_functions(struct target *target, const struct function_list *list)
{
	size_t n;

	target->offset = need_memory(calloc(list->nr + 1, sizeof(*target->offset)));
	for (n = 0; n < list->nr; n++)
		if (!target->nr || target->offset[target->nr - 1] != list->function[n].offset)
			target->offset[target->nr++] = list->function[n].offset;
}

static int take_place(struct target *target, const struct place *place, struct error *error)
{
	struct function_list list = { 0 };

	if (place->distance) {
		target->nr = 1;
		target->offset = need_memory(calloc(1, sizeof(*target->offset)));
		return place_find(&target->file, place, &target->offset[0], error);
	}
	if (symbols_search(&target->file, place->symbol, &list, error))
		return -1;
	take_functions(target, &list);
	function_list_free(&list);
	return 0;
}

static int take_glob(struct target *target, const char *glob, struct error *error)
{
	struct function_list list = { 0 };
	struct patterns patterns;

	patterns_parse(&patterns, glob);
	glob_functions(&target->file, &patterns, &list);
	indirect_expand(&target->file, &list);
	take_functions(target, &list);
	function_list_free(&list);
	patterns_free(&patterns);
	if (!target->nr) {
		error_what(error, EXIT_NO_TARGET, "no function of %s matches %s", target->path,
			   glob);
		error_why(
			error,
			"* stands for any characters, ? for one, [a-z] for one of these, a*,!ab* for all but some");
		return error_remedy(error, "see their names: uprobecap list %s", target->path);
	}
	if (target->nr > UPROBECAP_PROBES_MAX) {
		error_what(error, EXIT_USAGE, "%zu functions of %s match %s", target->nr,
			   target->path, glob);
		error_why(error, "a session has at most %d probes", UPROBECAP_PROBES_MAX);
		return error_remedy(error, "match fewer");
	}
	return 0;
}

static int take_line(struct target *target, const char *text, struct error *error)
{
	struct function_list list = { 0 };

	if (source_line_find(&target->file, text, &list, error))
		return -1;
	take_functions(target, &list);
	function_list_free(&list);
	return 0;
}

static int take_usdt(struct target *target, const char *names, struct error *error)
{
	struct patterns patterns;
	size_t n;

	patterns_parse(&patterns, names);
	target->nr = usdt_read(&target->file, &patterns, &target->usdt);
	patterns_free(&patterns);
	if (!target->nr) {
		error_what(error, EXIT_NO_TARGET, "%s has no USDT probe %s", target->path, names);
		error_why(error, "its notes name none of this provider and name");
		return error_remedy(error, "see those that it has: uprobecap list %s 'sdt:*'",
				    target->path);
	}
	target->offset = need_memory(calloc(target->nr, sizeof(*target->offset)));
	target->ref_ctr_offset = need_memory(calloc(target->nr, sizeof(*target->ref_ctr_offset)));
	for (n = 0; n < target->nr; n++) {
		target->offset[n] = target->usdt[n].offset;
		target->ref_ctr_offset[n] = target->usdt[n].ref_ctr_offset;
	}
	return 0;
}

/*
 * endbr64 costs a hit two traps, and the instruction behind it may cost one. The
 * stack and the arguments are the same at both.
 */
static void go_behind_endbr64(struct target *target)
{
	unsigned char code[INSTRUCTION_ENDBR64_SIZE + INSTRUCTION_MAX];
	ssize_t got;
	size_t n;

	for (n = 0; n < target->nr; n++) {
		got = pread(target->file.fd, code, sizeof(code), target->offset[n]);
		if (got > INSTRUCTION_ENDBR64_SIZE && instruction_is_endbr64(code, got) &&
		    instruction_is_emulated(code + INSTRUCTION_ENDBR64_SIZE,
					    got - INSTRUCTION_ENDBR64_SIZE))
			target->offset[n] += INSTRUCTION_ENDBR64_SIZE;
	}
}

static int choose_sites(struct target *target, char *text, const struct target_wish *wish,
			struct error *error)
{
	struct place place = { 0 };
	int err;

	if (!strncmp(text, USDT_PREFIX, strlen(USDT_PREFIX)))
		return take_usdt(target, text, error);
	if (source_line_is(text))
		return take_line(target, text, error);
	if (*text >= '0' && *text <= '9') {
		err = take_offset(target, text, error);
	} else if (pattern_is_one(text)) {
		err = take_glob(target, text, error);
	} else {
		err = place_parse(text, &place, error);
		if (!err)
			err = take_place(target, &place, error);
	}
	if (err)
		return -1;
	if (!wish->force && harm_check(target, wish->at_return, error))
		return -1;
	if (!wish->exact && !place.distance && (*text < '0' || *text > '9'))
		go_behind_endbr64(target);
	return 0;
}

static char *find_before(const char *text, const char *colon)
{
	return memrchr(text, ':', colon - text);
}

/* PATH:NAME.c:123, unless there is a file PATH:NAME.c, in which 123 is an offset. */
static bool is_in_line(const char *text, const char *colon)
{
	const char *before = find_before(text, colon);
	char *path;
	bool is;

	if (!before || before == text || !source_line_is(before + 1))
		return false;
	path = need_memory(strndup(text, colon - text));
	is = access(path, F_OK);
	free(path);
	return is;
}

/**
 * target_find_colon() - where the file ends
 * @text: a target
 *
 * It is the last one, for a path may contain others, but not one of the :: in a name
 * of C++ or Rust.
 *
 * Return: the colon, or NULL.
 */
char *target_find_colon(char *text)
{
	char *colon = strstr(text, ":" USDT_PREFIX);

	if (colon)
		return colon;
	colon = text + strlen(text);
	while (colon-- > text) {
		if (*colon != ':')
			continue;
		if (colon == text || colon[-1] != ':')
			return is_in_line(text, colon) ? find_before(text, colon) : colon;
		colon--;
	}
	return NULL;
}

static void forget(struct target *target)
{
	if (target->usdt)
		usdt_free(target->usdt, target->nr);
	free(target->ref_ctr_offset);
	free(target->offset);
	free(target->path);
	*target = (struct target){ 0 };
}

/* Looks for it in one file. */
static int open_in(struct target *target, const struct binary *binary, size_t n, const char *place,
		   const struct target_wish *wish, struct error *error)
{
	char *text = need_memory(strdup(place));
	int err;

	*target = (struct target){ .path = need_memory(strdup(binary->file[n].path)) };
	err = elf_open_as(&target->file, binary->file[n].link, target->path, error);
	if (!err) {
		err = choose_sites(target, text, wish, error);
		if (err)
			elf_close(&target->file);
	}
	free(text);
	if (!err)
		return 0;
	forget(target);
	return -1;
}

/* In the first file that has it. */
static int open_in_any(struct target *target, const struct binary *binary, const char *place,
		       const struct target_wish *wish, struct error *error)
{
	struct error other;
	size_t n;

	if (!open_in(target, binary, 0, place, wish, error))
		return 0;
	if (binary->nr == 1 || error->exit == EXIT_USAGE)
		return -1;
	for (n = 1; n < binary->nr; n++)
		if (!open_in(target, binary, n, place, wish, &other))
			return 0;
	error_what(error, EXIT_NO_TARGET, "the process has no %s that can be probed", place);
	error_why(error, "neither its program, %s, nor the %zu other files of its code have it",
		  binary->file[0].path, binary->nr - 1);
	return error_remedy(error, "see the names of one: uprobecap list @PID/libc.so.6");
}

/**
 * target_open() - find the file and the sites
 * @target: to be filled
 * @text: as it was typed
 * @wish: which sites
 * @error: why there are none
 *
 * Return: 0, then target_close() it; or -1.
 */
int target_open(struct target *target, const char *text, const struct target_wish *wish,
		struct error *error)
{
	char *name = need_memory(strdup(text));
	char *colon = target_find_colon(name);
	struct binary binary;
	int err = -1;

	*target = (struct target){ 0 };
	if (!colon || colon == name || !colon[1]) {
		free(name);
		return no_target(text, error);
	}
	*colon = '\0';
	if (!binary_find_in(&binary, wish->container, name, error)) {
		err = open_in_any(target, &binary, colon + 1, wish, error);
		binary_free(&binary);
	}
	free(name);
	return err;
}

/**
 * target_site_name() - as people call it
 * @target: open
 * @index: of the site
 *
 * Return: its name, for free(); NULL when it has none.
 */
char *target_site_name(struct target *target, size_t index)
{
	if (target->usdt)
		return need_memory(strdup(target->usdt[index].name));
	return place_name(&target->file, target->offset[index]);
}

/**
 * target_close() - give back what target_open() took
 * @target: open
 */
void target_close(struct target *target)
{
	elf_close(&target->file);
	forget(target);
}

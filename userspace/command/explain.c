// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap explain: where a probe would be, what it costs there, and what may go
 * wrong. It looks, and arms nothing.
 */

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "binary/place.h"
#include "command/command.h"
#include "print/escape.h"
#include "safety/kernel.h"
#include "safety/risk.h"
#include "target/process.h"
#include "target/request.h"

#define SITES_MAX 16 /* that are shown */

/**
 * struct question - what was asked
 * @spec: the probe, as it was typed
 * @exact: it shall stay at endbr64
 * @pid: of a process that shall be looked at; 0: of none
 * @system: that runs here
 */
struct question {
	const char *spec;
	bool exact;
	pid_t pid;
	struct utsname system;
};

static void put_text(const char *key, const char *text)
{
	printf("  %-12s ", key);
	put_escaped(stdout, text, strlen(text), 0);
	putchar('\n');
}

static void put_bytes(const unsigned char *bytes, size_t size)
{
	while (size--)
		printf(" %02x", *bytes++);
}

static void show_file(const struct target *target)
{
	const unsigned char *bytes;
	const void *id;
	size_t size = elf_build_id(&target->file, &id);

	put_text("file", target->path);
	printf("  build-id     ");
	for (bytes = id; size; size--)
		printf("%02x", *bytes++);
	putchar('\n');
}

static void show_place(struct target *target, size_t index, const struct function *function)
{
	uint64_t offset = target->offset[index];
	char *name = target_site_name(target, index);
	uint64_t address;

	printf("site %zu\n", index + 1);
	put_text("name", name ? name : "(no function is known there)");
	free(name);
	printf("  offset       0x%" PRIx64, offset);
	if (elf_address_of(&target->file, offset, &address))
		printf(", address 0x%" PRIx64, address);
	if (function)
		printf(", +0x%" PRIx64 " of %" PRIu64 " bytes", offset - function->offset,
		       function->size);
	putchar('\n');
	if (target->ref_ctr_offset && target->ref_ctr_offset[index])
		printf("  counter      0x%" PRIx64 ", raised while the probe is armed\n",
		       target->ref_ctr_offset[index]);
}

static void show_placement(struct target *target, const struct function *function, uint64_t offset)
{
	if (function && offset != function->offset &&
	    place_is_beginning(&target->file, function, offset))
		puts("  placement    behind endbr64, for the next instruction costs one trap less; --exact stays");
	else
		puts("  placement    just there");
}

/* In words that hold on each kernel from 5.10 on, but where one is named. */
static void show_cost(const struct question *question, const struct code_site *code)
{
	printf("  cost         on %s: ", question->system.release);
	if (instruction_is_optimised(code->bytes, sizeof(code->bytes)) && kernel_is_at_least(6, 18))
		puts("optimised, a system call in place of a trap (lowest)");
	else if (instruction_is_emulated(code->bytes, sizeof(code->bytes)))
		puts("emulated, one trap a hit (low)");
	else
		puts("single-stepped, two traps a hit (high)");
}

static void show_process(const struct question *question, const struct target *target,
			 uint64_t offset, const struct code_site *code)
{
	unsigned char bytes[INSTRUCTION_MAX];
	size_t size = code->size ? code->size : 1;
	uint64_t address;

	if (!question->pid)
		return;
	printf("  process %-4d ", (int)question->pid);
	if (!process_address(question->pid, &target->file, offset, &address)) {
		puts("does not run this code");
		return;
	}
	printf("0x%" PRIx64 ":", address);
	size = process_read(question->pid, address, bytes, size);
	put_bytes(bytes, size);
	if (!size)
		puts(" (cannot be read; root can)");
	else if (!memcmp(bytes, code->bytes, size))
		puts("  as in the file");
	else if (bytes[0] == 0xcc)
		puts("  a breakpoint is in");
	else
		puts("  not as in the file");
}

static void show_site(const struct question *question, struct request *request, size_t index)
{
	struct target *target = &request->target;
	uint64_t offset = target->offset[index];
	struct function found, *function = NULL;
	struct code_site code;
	struct risk_site site = {
		.target = target,
		.code = &code,
		.offset = offset,
		.at_return = request->at_return,
		.pid = question->pid,
		.release = question->system.release,
	};

	if (symbols_at(&target->file, offset, &found))
		function = &found;
	else if (offset >= INSTRUCTION_ENDBR64_SIZE &&
		 symbols_at(&target->file, offset - INSTRUCTION_ENDBR64_SIZE, &found))
		function = &found;
	site.function = function;
	code_look(&target->file, function, offset, &code);
	/* Behind endbr64, also where the function's size is not known. */
	if (function && place_is_beginning(&target->file, function, offset))
		code.place = CODE_INSTRUCTION;
	show_place(target, index, function);
	show_placement(target, function, offset);
	printf("  bytes       ");
	put_bytes(code.bytes, code.size ? code.size : 1);
	printf("  %s\n", *code.text ? code.text : "(no instruction begins here)");
	show_cost(question, &code);
	put_text("probe", request_text(request, index));
	show_process(question, target, offset, &code);
	if (!risk_print(stdout, &site))
		puts("  risk         none that is known");
}

static int explain(const struct question *question, struct error *error)
{
	struct target_wish wish = { .exact = question->exact, .force = true };
	struct request request;
	size_t n;
	int err;

	err = request_parse(&request, question->spec, error) ||
	      request_open(&request, &wish, error);
	if (!err) {
		show_file(&request.target);
		for (n = 0; n < request.target.nr && n < SITES_MAX; n++)
			show_site(question, &request, n);
		if (n < request.target.nr)
			printf("%zu more sites\n", request.target.nr - n);
	}
	request_free(&request);
	return err ? -1 : EXIT_FINE;
}

static int take_option(struct question *question, int option)
{
	char *end;

	if (option == 'x') {
		question->exact = true;
		return 0;
	}
	if (option != 'p')
		return -1;
	question->pid = strtoul(optarg, &end, 10);
	return question->pid > 0 && !*end ? 0 : -1;
}

static int run_explain(int argc, char **argv, struct error *error)
{
	static const struct option options[] = {
		{ "exact", no_argument, NULL, 'x' },
		{ 0 },
	};
	struct question question = { 0 };
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, "p:", options, NULL)) >= 0)
		if (take_option(&question, option))
			return command_misused(
				&explain_command, error,
				"%s is neither --exact nor -p and a process's number",
				argv[optind - 1]);
	if (argc - optind != 1)
		return command_misused(&explain_command, error, "it takes one SPEC, in quotes");
	question.spec = argv[optind];
	uname(&question.system);
	return explain(&question, error);
}

const struct command explain_command = {
	.name = "explain",
	.arguments = "[--exact] [-p PID] SPEC",
	.summary = "say where a probe would be, what it costs, and what may go wrong",
	.help = "  uprobecap explain bash:readline\n"
		"  uprobecap explain 'p libc:strlen'\n"
		"  sudo uprobecap explain -p 1234 'p bash:readline'\n"
		"\n"
		"Prints the file, and for each site its place, the instruction there, what a hit costs on this\n"
		"kernel, and each risk with what to do about it. It arms nothing.\n"
		"  -p PID    what this process has there now: the breakpoint, while it is armed\n"
		"  --exact   at a function's first byte, even where a hit costs more there\n",
	.run = run_explain,
};

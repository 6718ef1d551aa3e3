// SPDX-License-Identifier: GPL-2.0-only
/*
 * uprobecap verify: does the module see what the kernel's own tracer sees?
 */

#include <getopt.h>
#include <stdbool.h>
#include <string.h>

#include "array.h"
#include "command/command.h"
#include "command/wish.h"
#include "verify/trial.h"
#include "verify/verdict.h"

#define RING_KB 4096 /* unless it is said: tracefs is read behind the end only */

/* Of options that have no letter. */
enum {
	OPTION_EXACT = 256,
	OPTION_FORCE,
	OPTION_RING_KB,
	OPTION_JSON,
	OPTION_SELF_TEST,
};

/**
 * struct verify - what was asked for
 * @trial: but for the probe and the command of the self-test
 * @json: print JSON
 * @self_test: with programs that are known
 */
struct verify {
	struct trial_wish trial;
	bool json;
	bool self_test;
};

/* Programs that are on any machine: a shell, cat, and libc below them. */
static const struct known {
	const char *spec;
	const char *script;
} known[] = {
	{ "p libc.so.6:open path=+0($arg1):string flags=$arg2:x32 name=$comm",
	  "cat /etc/passwd >/dev/null" },
	{ "r libc.so.6:open fd=$retval:s32", "cat /etc/passwd /no/such >/dev/null 2>&1; true" },
	{ "c libc.so.6:open path=+0($arg1):string -> fd=$retval:s32",
	  "cat /etc/passwd /no/such >/dev/null 2>&1; true" },
	{ "p libc.so.6:write fd=$arg1:s32 first=+0($arg2):char text=+0($arg2):x8[4] size=$arg3:u64",
	  "echo hello | cat >/dev/null" },
	{ "p libc.so.6:malloc size=$arg1:u64 if size > 100 && comm != \"sh\"",
	  "cat /etc/passwd >/dev/null" },
	{ "c libc.so.6:malloc size=$arg1:u64 -> $retval", "cat /etc/passwd >/dev/null" },
	{ "c libc.so.6:fork -> pid=$retval:s32", "cat /etc/passwd | cat | cat >/dev/null" },
	{ "p libc.so.6:_exit status=$arg1:s32", "(exit 3); (exit 255); (exit 0)" },
};

static enum exit_code exit_code_of(enum trial_verdict verdict)
{
	if (verdict == TRIAL_LOST)
		return EXIT_LOST;
	return verdict == TRIAL_EQUAL ? EXIT_FINE : EXIT_FAILED;
}

static void print(const struct verify *verify, const struct trial *trial)
{
	if (verify->json)
		verdict_print_json(stdout, trial);
	else
		verdict_print(stdout, trial);
	fflush(stdout);
}

/* Return: the exit code, or -1. */
static int verify_one(const struct verify *verify, struct error *error)
{
	struct trial trial;
	int code = -1;

	if (!trial_run(&trial, &verify->trial, error)) {
		print(verify, &trial);
		code = exit_code_of(trial_judge(&trial));
	}
	trial_free(&trial);
	return code;
}

/* A run without a hit says nothing. Return: the exit code, or -1. */
static int verify_known(const struct verify *verify, const struct known *one, bool *interrupted,
			struct error *error)
{
	char *command[4] = { "sh", "-c", (char *)one->script };
	struct trial_wish wish = verify->trial;
	struct trial trial;
	int code = -1;

	wish.spec = one->spec;
	wish.command = command;
	if (!verify->json)
		printf("%s -- %s\n", one->spec, one->script);
	fflush(stdout);
	if (!trial_run(&trial, &wish, error)) {
		print(verify, &trial);
		code = trial.comparison.same ? exit_code_of(trial_judge(&trial)) : EXIT_FAILED;
		*interrupted = trial.code >= 128;
	}
	trial_free(&trial);
	return code;
}

/* What differs is worse than what is lost. Return: the exit code, or -1. */
static int verify_all_known(const struct verify *verify, struct error *error)
{
	bool interrupted = false;
	size_t n, equal = 0;
	int code, worst = EXIT_FINE;

	for (n = 0; n < ARRAY_SIZE(known) && !interrupted; n++) {
		code = verify_known(verify, &known[n], &interrupted, error);
		if (code < 0)
			return -1;
		equal += code == EXIT_FINE;
		if (code == EXIT_FAILED || worst == EXIT_FINE)
			worst = code;
	}
	if (!verify->json)
		printf("self-test: %zu of %zu equal\n", equal, ARRAY_SIZE(known));
	return equal < ARRAY_SIZE(known) && worst == EXIT_FINE ? EXIT_FAILED : worst;
}

static const char *take_option(void *asked, int option)
{
	struct verify *verify = asked;

	switch (option) {
	case OPTION_EXACT:
		verify->trial.exact = true;
		return NULL;
	case OPTION_FORCE:
		verify->trial.force = true;
		return NULL;
	case OPTION_RING_KB:
		return wish_ring_kb(optarg, &verify->trial.ring_kb) ? NULL : WISH_RING_KB;
	case OPTION_SELF_TEST:
		verify->self_test = true;
		return NULL;
	default:
		verify->json = true;
		return NULL;
	}
}

static int parse(int argc, char **argv, struct verify *verify, struct error *error)
{
	static const struct option words[] = {
		{ "exact", no_argument, NULL, OPTION_EXACT },
		{ "force", no_argument, NULL, OPTION_FORCE },
		{ "ring-kb", required_argument, NULL, OPTION_RING_KB },
		{ "json", no_argument, NULL, OPTION_JSON },
		{ "self-test", no_argument, NULL, OPTION_SELF_TEST },
		{ 0 },
	};
	const struct command_options options = { ":", words, take_option };
	int end = command_end(argc, argv);

	*verify = (struct verify){ .trial = { .ring_kb = RING_KB } };
	if (command_take_options(&verify_command, end, argv, &options, verify, error))
		return -1;
	if (verify->self_test)
		return optind == argc ?
			       0 :
			       command_misused(&verify_command, error,
					       "--self-test has its own probes and commands");
	if (end - optind != 1)
		return command_misused(&verify_command, error, "it takes one SPEC, in quotes");
	if (end >= argc - 1)
		return command_misused(&verify_command, error, "behind -- stands a COMMAND");
	verify->trial.spec = argv[optind];
	verify->trial.command = argv + end + 1;
	return 0;
}

static int run_verify(int argc, char **argv, struct error *error)
{
	struct verify verify;

	if (parse(argc, argv, &verify, error))
		return -1;
	return verify.self_test ? verify_all_known(&verify, error) : verify_one(&verify, error);
}

const struct command verify_command = {
	.name = "verify",
	.arguments =
		"[--json] [--exact] [--force] [--ring-kb N] [--self-test] [SPEC -- COMMAND [ARG...]]",
	.summary = "compare the module with the kernel's own tracer, in one run of a command",
	.help = "  uprobecap verify 'p libc:open path=+0($arg1):string' -- cat /etc/hostname\n"
		"  uprobecap verify ./program:function -- ./program\n"
		"  uprobecap verify --self-test\n"
		"\n"
		"Arms SPEC in the module and in tracefs (uprobe_events) at once, runs COMMAND, and compares\n"
		"each hit of it and its children: place, fields, and order. The order of each thread must be\n"
		"the same; that between threads is reported. What tracefs cannot fetch is left out, and told.\n"
		"  --json         one object a line\n"
		"  --exact        at a function's first byte, even where a hit costs more there\n"
		"  --force        also where a probe harms the program\n"
		"  --ring-kb N    room for N KiB of hits for each CPU on both sides, a power of two (4096)\n"
		"  --self-test    with programs that are on any machine: a shell, cat, and libc\n"
		"\n"
		"Exit code: 0 equal, 1 different, 5 hits were lost, and what is missing cannot be compared.\n",
	.run = run_verify,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where instructions begin: the functions of this test's own program, written by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "binary/symbols.h"
#include "safety/code.h"
#include "target/target.h"

__asm__(".text\n"
	".macro begin name\n"
	".globl \\name\n.type \\name, @function\n\\name:\n"
	".endm\n"
	".macro end name\n"
	".size \\name, . - \\name\n"
	".endm\n"
	/* At 0, 1, 8 and 9. */
	"begin steps\n push %rbx; lea 0x1234567(%rdi), %rax; pop %rbx; ret\n end steps\n"
	/* At 0, and what no processor knows, and behind it. */
	"begin broken\n nop; .byte 0x06; nop; ret\n end broken\n"
	"begin recursive\n dec %edi; je 1f; call recursive; 1: ret\n end recursive\n"
	"begin outer\n call steps; ret\n end outer\n"
	".globl endless\n.type endless, @function\nendless: nop; ret\n");

static struct error error;
static struct elf_file file;

static struct function find(const char *name)
{
	struct function function;

	if (symbols_find(&file, name, &function, &error))
		fail_msg("%s: %s", name, error.what);
	return function;
}

static struct code_site look(const char *name, uint64_t distance)
{
	struct function function = find(name);
	struct code_site site;

	code_look(&file, &function, function.offset + distance, &site);
	site.before -= function.offset;
	site.behind -= function.offset;
	return site;
}

static void instructions(void **state)
{
	struct code_site site = look("steps", 0);

	(void)state;
	assert_int_equal(site.place, CODE_INSTRUCTION);
	assert_string_equal(site.text, "pushq %rbx");
	assert_int_equal(site.size, 1);
	assert_int_equal(site.bytes[0], 0x53);
	site = look("steps", 1);
	assert_int_equal(site.place, CODE_INSTRUCTION);
	assert_string_equal(site.text, "leaq 0x1234567(%rdi), %rax");
	assert_int_equal(site.size, 7);
	assert_int_equal(look("steps", 9).place, CODE_INSTRUCTION);
	assert_int_equal(look("endless", 0).place, CODE_INSTRUCTION);
	assert_string_equal(look("endless", 0).text, "nop");
}

static void insides(void **state)
{
	uint64_t distance;

	(void)state;
	for (distance = 2; distance < 8; distance++) {
		struct code_site site = look("steps", distance);

		assert_int_equal(site.place, CODE_INSIDE);
		assert_int_equal(site.before, 1);
		assert_int_equal(site.behind, 8);
	}
}

static void unknown(void **state)
{
	struct code_site site;

	(void)state;
	assert_int_equal(look("broken", 2).place, CODE_UNKNOWN);
	assert_int_equal(look("broken", 3).place, CODE_UNKNOWN);
	assert_int_equal(look("endless", 1).place, CODE_UNKNOWN);
	code_look(&file, NULL, find("steps").offset, &site);
	assert_int_equal(site.place, CODE_UNKNOWN);
	assert_string_equal(site.text, "pushq %rbx");
	code_look(&file, NULL, UINT64_MAX / 2, &site);
	assert_int_equal(site.place, CODE_UNKNOWN);
}

static void recursion(void **state)
{
	struct function recursive = find("recursive"), outer = find("outer");

	(void)state;
	assert_true(code_calls_itself(&file, &recursive));
	assert_false(code_calls_itself(&file, &outer));
}

static int try_target(const char *text, bool at_return, bool force)
{
	struct target_wish wish = { .at_return = at_return, .force = force };
	struct target target;

	if (target_open(&target, text, &wish, &error))
		return -1;
	target_close(&target);
	return 0;
}

static void targets(void **state)
{
	char text[64];

	(void)state;
	assert_int_equal(try_target("/proc/self/exe:steps+1", false, false), 0);
	assert_int_equal(try_target("/proc/self/exe:steps+3", false, false), -1);
	assert_int_equal(error.exit, EXIT_USAGE);
	assert_non_null(
		strstr(error.what, ":steps+0x3 is inside an instruction (nearest: +0x1, +0x8)"));
	assert_int_equal(try_target("/proc/self/exe:steps+3", false, true), 0);
	snprintf(text, sizeof(text), "/proc/self/exe:0x%llx",
		 (unsigned long long)find("steps").offset + 3);
	assert_int_equal(try_target(text, false, false), -1);
	assert_non_null(strstr(error.what, "inside an instruction"));
	assert_int_equal(try_target("/proc/self/exe:steps+1", true, false), -1);
	assert_int_equal(try_target("/proc/self/exe:steps+1", true, true), 0);
}

static int open_self(void **state)
{
	(void)state;
	return elf_open(&file, "/proc/self/exe", &error);
}

static int close_self(void **state)
{
	(void)state;
	elf_close(&file);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instructions), cmocka_unit_test(insides),
		cmocka_unit_test(unknown),	cmocka_unit_test(recursion),
		cmocka_unit_test(targets),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/safety/code", tests, open_self, close_self);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a probe shall be: the functions of this test's own program, written by
 * hand, and files that are found by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "array.h"
#include "binary/library.h"
#include "binary/place.h"
#include "binary/search.h"
#include "safety/instruction.h"
#include "target/target.h"

#define SELF "/proc/self/exe:"

__asm__(".text\n"
	".macro begin name\n"
	".globl \\name\n.type \\name, @function\n\\name:\n"
	".endm\n"
	".macro end name\n"
	".size \\name, . - \\name\n"
	".endm\n"
	"begin landed_push\n endbr64; push %rbx; pop %rbx; ret\n end landed_push\n"
	"begin landed_sub\n endbr64; sub $8, %rsp; add $8, %rsp; ret\n end landed_sub\n"
	"begin plain_push\n push %rbx; pop %rbx; ret\n end plain_push\n"
	"begin plain_push.cold\n nop; ret\n end plain_push.cold\n"
	".set landed_too, landed_push\n.globl landed_too\n.type landed_too, @function\n"
	"begin _ZN5shape4areaEi\n ret\n end _ZN5shape4areaEi\n"
	"begin _ZN5shape4areaEiPKc\n nop; ret\n end _ZN5shape4areaEiPKc\n"
	"begin _ZN5shape4areaEi.cold\n nop; ret\n end _ZN5shape4areaEi.cold\n"
	"begin _ZN5shape6volumeEi\n endbr64; push %rbx; pop %rbx; ret\n end _ZN5shape6volumeEi\n"
	"begin _ZN5shapeplEi\n ret\n ret\n end _ZN5shapeplEi\n"
	"begin _RNvNtC6crates5tools6polish\n ret\n end _RNvNtC6crates5tools6polish\n"
	"begin _ZN4core3fmt5write17h0123456789abcdefE\n ret\n end _ZN4core3fmt5write17h0123456789abcdefE\n"
	"begin chosen_first\n ret\n end chosen_first\n"
	"begin chosen_second\n endbr64; ret\n end chosen_second\n"
	"begin chosen\n lea chosen_first(%rip), %rax; lea not_chosen(%rip), %rdx;\n"
	"lea chosen_second(%rip), %rdx; test %edi, %edi; cmovne %rdx, %rax; ret\n end chosen\n"
	".type chosen, @gnu_indirect_function\n"
	"begin unseen\n xor %eax, %eax; ret\n end unseen\n"
	".type unseen, @gnu_indirect_function\n"
	".data\nnot_chosen: .quad 0\n.text\n");

static struct error error;

static struct target open_target(const char *text, bool at_return, bool exact)
{
	struct target_wish wish = { .at_return = at_return, .exact = exact };
	struct target target;

	if (target_open(&target, text, &wish, &error))
		fail_msg("%s: %s: %s: %s", text, error.what, error.why, error.remedy);
	return target;
}

static uint64_t offset_of(const char *text, bool at_return, bool exact)
{
	struct target target = open_target(text, at_return, exact);
	uint64_t offset = target.offset[0];

	assert_int_equal(target.nr, 1);
	assert_null(target.ref_ctr_offset);
	target_close(&target);
	return offset;
}

static void assert_refused(const char *text, bool at_return, enum exit_code code, const char *says)
{
	struct target_wish wish = { .at_return = at_return };
	struct target target;

	if (!target_open(&target, text, &wish, &error))
		fail_msg("%s was found", text);
	assert_null(target.path);
	assert_int_equal(error.exit, code);
	assert_true(*error.what && *error.why && *error.remedy);
	if (!strstr(error.what, says) && !strstr(error.why, says))
		fail_msg("'%s' is not in: %s / %s", says, error.what, error.why);
}

static void behind_endbr64(void **state)
{
	uint64_t push = offset_of(SELF "landed_push", false, true);
	uint64_t sub = offset_of(SELF "landed_sub", false, true);
	uint64_t plain = offset_of(SELF "plain_push", false, true);

	(void)state;
	assert_int_equal(offset_of(SELF "landed_push", false, false), push + 4);
	assert_int_equal(offset_of(SELF "landed_push", true, false), push + 4);
	assert_int_equal(offset_of(SELF "landed_sub", false, false), sub);
	assert_int_equal(offset_of(SELF "plain_push", false, false), plain);
	assert_int_equal(offset_of(SELF "landed_push+0x4", false, false), push + 4);
	assert_int_equal(offset_of(SELF "landed_push+5", false, false), push + 5);
}

static void offsets(void **state)
{
	uint64_t push = offset_of(SELF "landed_push", false, true);
	struct target target;
	char text[128];

	(void)state;
	snprintf(text, sizeof(text), SELF "0x%llx", (unsigned long long)push);
	assert_int_equal(offset_of(text, true, false), push);
	snprintf(text, sizeof(text), SELF "%llu(0x1234)", (unsigned long long)push);
	target = open_target(text, false, false);
	assert_int_equal(target.offset[0], push);
	assert_int_equal(target.ref_ctr_offset[0], 0x1234);
	target_close(&target);
	assert_refused(SELF "0x12y", false, EXIT_USAGE, "no offset");
	assert_refused(SELF "0x12(", false, EXIT_USAGE, "no offset");
	assert_refused(SELF "0x12(1", false, EXIT_USAGE, "no offset");
	assert_refused(SELF "0x12(1)2", false, EXIT_USAGE, "no offset");
	assert_refused(SELF "99999999999999999999", false, EXIT_USAGE, "no offset");
}

static void returns(void **state)
{
	uint64_t push = offset_of(SELF "landed_push", false, true);
	char text[128];

	(void)state;
	offset_of(SELF "landed_push+4", true, false);
	assert_refused(SELF "landed_push+5", true, EXIT_USAGE, "landed_too+0x5");
	assert_refused(SELF "plain_push+1", true, EXIT_USAGE, "on top of the stack");
	assert_refused(SELF "plain_push.cold", true, EXIT_USAGE, "on top of the stack");
	snprintf(text, sizeof(text), SELF "0x%llx", (unsigned long long)push + 5);
	assert_refused(text, true, EXIT_USAGE, "landed_too+0x5");
}

static void globs(void **state)
{
	struct target target = open_target(SELF "landed_*", false, true);

	(void)state;
	assert_int_equal(target.nr, 2);
	assert_int_equal(target.offset[0], offset_of(SELF "landed_push", false, true));
	assert_int_equal(target.offset[1], offset_of(SELF "landed_sub", false, true));
	target_close(&target);
	target = open_target(SELF "landed_*", true, false);
	assert_int_equal(target.offset[0], offset_of(SELF "landed_push", false, true) + 4);
	assert_int_equal(target.offset[1], offset_of(SELF "landed_sub", false, true));
	target_close(&target);
	target = open_target(SELF "plain_p?s[h]*", false, true);
	assert_int_equal(target.nr, 1);
	target_close(&target);
	assert_refused(SELF "nothing_of_it*", false, EXIT_NO_TARGET, "nothing_of_it*");
}

static uint64_t only_offset(const char *text)
{
	return offset_of(text, false, true);
}

/* Names as they are in the source. */
static void readable(void **state)
{
	uint64_t area = only_offset(SELF "_ZN5shape4areaEi");
	uint64_t other = only_offset(SELF "_ZN5shape4areaEiPKc");
	struct target target = open_target(SELF "shape::area", false, true);

	(void)state;
	assert_int_equal(target.nr, 2);
	assert_int_equal(target.offset[0], area);
	assert_int_equal(target.offset[1], other);
	target_close(&target);
	assert_int_equal(only_offset(SELF "shape::area(int)"), area);
	assert_int_equal(only_offset(SELF "shape::area(int,char const*)"), other);
	assert_int_equal(only_offset(SELF "shape::area(int, char const*)"), other);
	assert_int_equal(only_offset(SELF "shape::*(int, *"), other);
	assert_int_equal(only_offset(SELF "shape::a*,!*char*"), area);
	assert_int_equal(offset_of(SELF "shape::volume", false, false),
			 only_offset(SELF "shape::volume") + 4);
	assert_int_equal(only_offset(SELF "shape::volume+4"),
			 only_offset(SELF "shape::volume") + 4);
	assert_int_equal(only_offset(SELF "shape::operator+(int)+1"),
			 only_offset(SELF "shape::operator+") + 1);
	assert_int_equal(only_offset(SELF "crates::tools::polish"),
			 only_offset(SELF "_RNvNtC6crates5tools6polish"));
	assert_int_equal(only_offset(SELF "core::fmt::write"),
			 only_offset(SELF "_ZN4core3fmt5write17h0123456789abcdefE"));
	assert_refused(SELF "shape::area+1", false, EXIT_NO_TARGET, "not one function");
	assert_refused(SELF "shape::aera", false, EXIT_NO_TARGET, "none of its");
	assert_non_null(strstr(error.remedy, "near: shape::area"));
}

/* What is called is what was chosen, and not what chooses. */
static void indirect(void **state)
{
	uint64_t first = only_offset(SELF "chosen_first");
	uint64_t second = only_offset(SELF "chosen_second");
	struct target target = open_target(SELF "chosen", false, true);

	(void)state;
	assert_int_equal(target.nr, 2);
	assert_int_equal(target.offset[0], first);
	assert_int_equal(target.offset[1], second);
	target_close(&target);
	target = open_target(SELF "chose[n]", false, true);
	assert_int_equal(target.nr, 2);
	assert_int_equal(target.offset[1], second);
	target_close(&target);
	assert_refused(SELF "unseen", false, EXIT_NO_TARGET, "is indirect");
}

/* Each implementation that libc has, by the name that programs call. */
static void indirect_of_libc(void **state)
{
	struct target target = open_target("libc.so.6:strlen", false, true);
	char *name;
	size_t n;

	(void)state;
	assert_true(target.nr > 2);
	for (n = 0; n < target.nr; n++) {
		name = place_name(&target.file, target.offset[n]);
		assert_non_null(name);
		assert_non_null(strstr(name, "strlen"));
		assert_null(strchr(name, '+'));
		free(name);
	}
	target_close(&target);
}

static void versions(void **state)
{
	uint64_t signal = only_offset("libc.so.6:pthread_cond_signal");

	(void)state;
	assert_int_equal(only_offset("libc.so.6:pthread_cond_signal@GLIBC_2.3.2"), signal);
	assert_true(only_offset("libc.so.6:pthread_cond_signal@GLIBC_2.2.5") != signal);
	assert_int_equal(only_offset("libc.so.6:fopen@@GLIBC_2.2.5"),
			 only_offset("libc.so.6:fopen"));
	assert_refused("libc.so.6:memcpy@GLIBC_1", false, EXIT_NO_TARGET, "and version");
}

static void names(void **state)
{
	struct target target = open_target("libc.so.6:fopen", false, false);

	(void)state;
	assert_true(target.path[0] == '/' && strstr(target.path, "libc.so.6"));
	target_close(&target);
	target = open_target("libc:fopen", false, false);
	assert_true(target.path[0] == '/' && strstr(target.path, "libc.so.6"));
	target_close(&target);
	target = open_target("bash:readline", false, false);
	assert_true(target.path[0] == '/' && strstr(target.path, "/bash"));
	target_close(&target);
	assert_refused("no-such-thing:readline", false, EXIT_NO_TARGET, "no-such-thing");
	assert_refused("/no/such/thing:readline", false, EXIT_NO_TARGET, "/no/such/thing");
	assert_refused("readline", false, EXIT_USAGE, "no target");
	assert_refused(":readline", false, EXIT_USAGE, "no target");
	assert_refused("bash:", false, EXIT_USAGE, "no target");
	assert_refused("", false, EXIT_USAGE, "no target");
}

/* Beside what the shell and the dynamic linker take. */
static void searches(void **state)
{
	char line[4096], command[256];
	char *path = search_program("sh");
	FILE *pipe = popen("command -v sh", "r");
	FILE *maps;
	bool found = false;

	(void)state;
	assert_non_null(path);
	assert_non_null(fgets(line, sizeof(line), pipe));
	pclose(pipe);
	assert_string_equal(strtok(line, "\n"), path);
	free(path);
	path = search_program("./sh");
	assert_string_equal(path, "./sh");
	free(path);
	assert_null(search_program("no-such-thing"));
	assert_null(search_program(""));
	assert_null(library_find("no-such-thing.so.1"));
	assert_null(library_find("libc"));
	assert_int_equal(library_find_short("lib", &path, &error), 0);
	assert_null(path);

	path = library_find("libc.so.6");
	assert_non_null(path);
	snprintf(command, sizeof(command), "readlink -f %s", path);
	free(path);
	pipe = popen(command, "r");
	assert_non_null(fgets(command, sizeof(command), pipe));
	pclose(pipe);
	maps = fopen("/proc/self/maps", "r");
	while (fgets(line, sizeof(line), maps))
		found = found || strstr(line, command);
	fclose(maps);
	assert_true(found);
}

static void emulated(void **state)
{
	static const struct {
		unsigned char code[6];
		bool is_emulated;
	} codes[] = {
		{ { 0x90 }, true },	   { { 0x55 }, true },	      { { 0x57 }, true },
		{ { 0x41, 0x54 }, true },  { { 0xe8 }, true },	      { { 0xe9 }, true },
		{ { 0xeb }, true },	   { { 0x74 }, true },	      { { 0x0f, 0x84 }, true },
		{ { 0x58 }, false },	   { { 0x41, 0x5c }, false }, { { 0x66, 0x50 }, false },
		{ { 0x0f, 0x1f }, false }, { { 0x0f, 0x90 }, false }, { { 0x48, 0x83 }, false },
		{ { 0xff, 0x25 }, false }, { { 0xf3, 0x90 }, false }, { { 0xc3 }, false },
		{ { 0x68 }, false },	   { { 0xe0 }, false },
	};
	size_t n;

	(void)state;
	for (n = 0; n < ARRAY_SIZE(codes); n++)
		if (instruction_is_emulated(codes[n].code, 6) != codes[n].is_emulated)
			fail_msg("%02x %02x", codes[n].code[0], codes[n].code[1]);
	assert_false(instruction_is_emulated(codes[0].code, 1));
	assert_false(instruction_is_endbr64((const unsigned char *)"\xf3\x0f\x1e\xfb", 4));
	assert_false(instruction_is_endbr64((const unsigned char *)"\xf3\x0f\x1e\xfa", 3));
	assert_true(instruction_is_endbr64((const unsigned char *)"\xf3\x0f\x1e\xfa", 4));
}

static void assert_name(const char *text, const char *wanted)
{
	struct target target = open_target(text, false, false);
	char *name = place_name(&target.file, target.offset[0]);

	target_close(&target);
	assert_string_equal(name, wanted);
	free(name);
}

static void places(void **state)
{
	(void)state;
	assert_name(SELF "plain_push", "plain_push");
	assert_name(SELF "plain_push+1", "plain_push+0x1");
	assert_name(SELF "landed_sub", "landed_sub");
	assert_name(SELF "landed_sub+4", "landed_sub");
	assert_name(SELF "landed_sub+8", "landed_sub+0x8");
	assert_name(SELF "shape::volume", "shape::volume");
	assert_name(SELF "shape::volume+5", "shape::volume+0x5");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(behind_endbr64), cmocka_unit_test(offsets),
		cmocka_unit_test(returns),	  cmocka_unit_test(globs),
		cmocka_unit_test(names),	  cmocka_unit_test(searches),
		cmocka_unit_test(emulated),	  cmocka_unit_test(places),
		cmocka_unit_test(readable),	  cmocka_unit_test(indirect),
		cmocka_unit_test(versions),	  cmocka_unit_test(indirect_of_libc),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/target/target", tests, NULL, NULL);
}

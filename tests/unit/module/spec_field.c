// SPDX-License-Identifier: GPL-2.0-only
/* The fields of a probe: what they mean, what is refused and where, and their limits. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "arch.h"
#include "fields.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Places in the kernel's table of registers, which ARCH_REGISTERS repeats. */
enum { CX = 9, DX = 10, SI = 11, DI = 12, SP = 19 };

#define X64	       .kind = UPROBECAP_HEX, .size = 8
#define STRING	       .kind = UPROBECAP_STRING, .size = 0
#define REG(n)	       .source = SPEC_REGISTER, .param = (n)
#define ARG(n)	       .source = SPEC_ARGUMENT, .param = (n)
#define IMM(n)	       .source = SPEC_IMMEDIATE, .param = (n)
#define XMM(n)	       .source = SPEC_VECTOR, .param = (n)
#define FILE_AT	       .source = SPEC_FILE
#define FLOAT(n)       .kind = UPROBECAP_FLOAT, .size = (n)
#define BYTES(n, of)   .kind = UPROBECAP_BYTES, .length = { .source = (n), .param = (of) }
#define DEREFS(n, ...) .nr_derefs = (n), .derefs = { __VA_ARGS__ }

static const struct {
	const char *text;
	bool is_return;
	struct spec_field field;
} accepted[] = {
	{ "%di", false, { "arg1", REG(DI), X64 } },
	{ "%di", true, { "arg1", REG(DI), X64 } },
	{ "_aAzZ9=%sp:u8", false, { "_aAzZ9", REG(SP), .kind = UPROBECAP_UNSIGNED, .size = 1 } },
	{ "_=%sp", false, { "_", REG(SP), X64 } },
	{ "common_type1=%sp", false, { "common_type1", REG(SP), X64 } },
	{ "$arg1", false, { "arg1", ARG(0), X64 } },
	{ "$arg2", false, { "arg1", ARG(1), X64 } },
	{ "$arg3", false, { "arg1", ARG(2), X64 } },
	{ "$arg4", false, { "arg1", ARG(3), X64 } },
	{ "$arg5", false, { "arg1", ARG(4), X64 } },
	{ "$arg06", false, { "arg1", ARG(5), X64 } },
	{ "$retval", true, { "arg1", .source = SPEC_RETVAL, X64 } },
	{ "$stack", true, { "arg1", .source = SPEC_STACK, X64 } },
	{ "$stack0", false, { "arg1", .source = SPEC_STACK_N, X64 } },
	{ "$stack010", false, { "arg1", .source = SPEC_STACK_N, .param = 10, X64 } },
	{ "$stack4294967295", false, { "arg1", .source = SPEC_STACK_N, .param = 4294967295, X64 } },
	{ "$comm", false, { "arg1", .source = SPEC_COMM, STRING } },
	{ "me=$COMM:string", true, { "me", .source = SPEC_COMM, STRING } },

	{ "\\0", false, { "arg1", IMM(0), X64 } },
	{ "\\017", false, { "arg1", IMM(15), X64 } },
	{ "\\0XfFaA90", false, { "arg1", IMM(0xffaa90), X64 } },
	{ "\\18446744073709551615", false, { "arg1", IMM(UINT64_MAX), X64 } },
	{ "\\0xffffffffffffffff", false, { "arg1", IMM(UINT64_MAX), X64 } },
	{ "\\01777777777777777777777", false, { "arg1", IMM(UINT64_MAX), X64 } },
	{ "\\000000000000000000000000000007", false, { "arg1", IMM(7), X64 } },
	{ "\\+9223372036854775807", false, { "arg1", IMM(INT64_MAX), X64 } },
	{ "\\-9223372036854775808", false, { "arg1", IMM(1ULL << 63), X64 } },
	{ "\\-0", false, { "arg1", IMM(0), X64 } },
	{ "\\+-1", false, { "arg1", IMM(UINT64_MAX), X64 } },
	{ "\\-1:s8", false, { "arg1", IMM(UINT64_MAX), .kind = UPROBECAP_SIGNED, .size = 1 } },
	/* The string that lies at the number, as uprobe_events has it. */
	{ "\\0x1000:string", false, { "arg1", IMM(0x1000), DEREFS(1, 0), STRING } },

	{ "+0(%di)", false, { "arg1", REG(DI), DEREFS(1, 0), X64 } },
	{ "@+8", false, { "arg1", FILE_AT, DEREFS(1, 8), X64 } },
	{ "@+-0x10:u8",
	  false,
	  { "arg1", FILE_AT, DEREFS(1, -16), .kind = UPROBECAP_UNSIGNED, .size = 1 } },
	{ "+8(-4(@+64)):string", false, { "arg1", FILE_AT, DEREFS(3, 64, -4, 8), STRING } },
	{ "%fs:\\-8", false, { "arg1", IMM(-8), DEREFS(1, 0), X64, .of_thread = true } },
	{ "%fs:@+8:s32",
	  false,
	  { "arg1", FILE_AT, DEREFS(2, 8, 0), .kind = UPROBECAP_SIGNED, .size = 4,
	    .of_thread = true } },
	{ "%fs:+4(%dx):string",
	  true,
	  { "arg1", REG(DX), DEREFS(2, 4, 0), STRING, .of_thread = true } },
	{ "-8($stack)", false, { "arg1", .source = SPEC_STACK, DEREFS(1, -8), X64 } },
	{ "+u16(%di)", false, { "arg1", REG(DI), DEREFS(1, 16), X64 } },
	{ "-u0x10(%di)", false, { "arg1", REG(DI), DEREFS(1, -16), X64 } },
	{ "+-8(%di)", false, { "arg1", REG(DI), DEREFS(1, -8), X64 } },
	{ "++8(%di)", false, { "arg1", REG(DI), DEREFS(1, 8), X64 } },
	{ "+u-010(%di)", false, { "arg1", REG(DI), DEREFS(1, -8), X64 } },
	{ "+9223372036854775807(%di)", false, { "arg1", REG(DI), DEREFS(1, INT64_MAX), X64 } },
	{ "-9223372036854775808(%di)", false, { "arg1", REG(DI), DEREFS(1, INT64_MIN), X64 } },
	{ "+1(-2(%di))", false, { "arg1", REG(DI), DEREFS(2, -2, 1), X64 } },
	{ "+1(+2(+u3(\\4)))", false, { "arg1", IMM(4), DEREFS(3, 3, 2, 1), X64 } },
	{ "s=+0(+8($retval)):string",
	  true,
	  { "s", .source = SPEC_RETVAL, DEREFS(2, 8, 0), STRING } },

	{ "+0(%di):u8[1]",
	  false,
	  { "arg1", REG(DI), DEREFS(1, 0), .kind = UPROBECAP_UNSIGNED, .size = 1, .count = 1 } },
	{ "+0(%di):char[0x40]",
	  false,
	  { "arg1", REG(DI), DEREFS(1, 0), .kind = UPROBECAP_CHAR, .size = 1, .count = 64 } },
	{ "%di:b1@0/8",
	  false,
	  { "arg1", REG(DI), .kind = UPROBECAP_UNSIGNED, .size = 1, .bit_width = 1 } },
	{ "%di:b64@0/64",
	  false,
	  { "arg1", REG(DI), .kind = UPROBECAP_UNSIGNED, .size = 8, .bit_width = 64 } },
	{ "%di:b1@63/64",
	  false,
	  { "arg1", REG(DI), .kind = UPROBECAP_UNSIGNED, .size = 8, .bit_width = 1,
	    .bit_offset = 63 } },
	{ "+0(%di):b0x4@03/020[2]",
	  false,
	  { "arg1", REG(DI), DEREFS(1, 0), .kind = UPROBECAP_UNSIGNED, .size = 2, .bit_width = 4,
	    .bit_offset = 3, .count = 2 } },
	{ "%xmm0:f32", false, { "arg1", XMM(0), FLOAT(4) } },
	{ "%xmm7:f64", true, { "arg1", XMM(7), FLOAT(8) } },
	{ "+8(%di):f32", false, { "arg1", REG(DI), DEREFS(1, 8), FLOAT(4) } },
	{ "+0(%sp):f64[3]", true, { "arg1", REG(SP), DEREFS(1, 0), FLOAT(8), .count = 3 } },
	{ "+0(%si):bytes[1]", false, { "arg1", REG(SI), DEREFS(1, 0), BYTES(SPEC_IMMEDIATE, 1) } },
	{ "+0(%si):bytes[0x8000]",
	  false,
	  { "arg1", REG(SI), DEREFS(1, 0), BYTES(SPEC_IMMEDIATE, 32768) } },
	{ "+0(%si):bytes[\\16]",
	  false,
	  { "arg1", REG(SI), DEREFS(1, 0), BYTES(SPEC_IMMEDIATE, 16) } },
	{ "+0($arg2):bytes[$arg3]",
	  false,
	  { "arg1", ARG(1), DEREFS(1, 0), BYTES(SPEC_ARGUMENT, 2) } },
	{ "+16(%si):bytes[$retval]",
	  true,
	  { "arg1", REG(SI), DEREFS(1, 16), BYTES(SPEC_RETVAL, 0) } },
	{ "+0(%si):bytes[%cx]", true, { "arg1", REG(SI), DEREFS(1, 0), BYTES(SPEC_REGISTER, CX) } },
	{ "+0(%si):bytes[$stack7]",
	  true,
	  { "arg1", REG(SI), DEREFS(1, 0), BYTES(SPEC_STACK_N, 7) } },
	{ "+8(+0(%si)):string[64]",
	  false,
	  { "arg1", REG(SI), DEREFS(2, 0, 8), STRING, .count = 64 } },
	{ "+0(%di):b7@25/32",
	  false,
	  { "arg1", REG(DI), DEREFS(1, 0), .kind = UPROBECAP_UNSIGNED, .size = 4, .bit_width = 7,
	    .bit_offset = 25 } },
	{ " \t\n\v\f\r%di\r\f\v\n\t ", false, { "arg1", REG(DI), X64 } },
};

#define NAME_32 "abcdefghijklmnopqrstuvwxyz_01234"

static const struct {
	const char *text;
	bool is_return;
	int err;
	unsigned int column;
	const char *word; /* that the message must have */
} refused[] = {
	{ "%rdi", false, -EINVAL, 1, "%di" },
	{ "%esi", false, -EINVAL, 1, "%si" },
	{ "%rip", false, -EINVAL, 1, "%ip" },
	{ "%eflags", false, -EINVAL, 1, "%flags" },
	{ "%", false, -EINVAL, 1, "register" },
	{ "%r16", false, -EINVAL, 1, "register" },
	{ "%DI", false, -EINVAL, 1, "register" },
	{ "%dil", false, -EINVAL, 1, "register" },
	{ "%di%si", false, -EINVAL, 4, "white space" },
	{ "%di +0(%rsi):u8", false, -EINVAL, 8, "%si" },

	{ "$retval", false, -EINVAL, 1, "return probe" },
	{ "x=+0($retval)", false, -EINVAL, 6, "return probe" },
	{ "$arg1", true, -EINVAL, 1, "changed" },
	{ "$arg0", false, -EINVAL, 1, "from 1" },
	{ "$arg7", false, -EINVAL, 1, "$stackN" },
	{ "$argx", false, -EINVAL, 1, "variable" },
	{ "$arg1x", false, -EINVAL, 6, "digit" },
	{ "$", false, -EINVAL, 1, "variable" },
	{ "$stacks", false, -EINVAL, 1, "variable" },
	{ "$stack0x1", false, -EINVAL, 8, "digit" },
	{ "$stack-1", false, -EINVAL, 7, "end here" },
	{ "$stack4294967296", false, -EINVAL, 7, "32 bits" },
	{ "$stack18446744073709551616", false, -EINVAL, 7, "64 bits" },
	{ "$Comm", false, -EINVAL, 1, "variable" },
	{ "$comm:u64", false, -EINVAL, 7, "string" },
	{ "$comm:string[1]", false, -EINVAL, 13, "array" },
	{ "+0($comm):string", false, -EINVAL, 4, "alone" },

	{ "\\", false, -EINVAL, 2, "number" },
	{ "\\--1", false, -EINVAL, 3, "number" },
	{ "\\-+1", false, -EINVAL, 3, "number" },
	{ "\\\"text\"", false, -EINVAL, 2, "string" },
	{ "\\0x", false, -EINVAL, 3, "digit" },
	{ "\\08", false, -EINVAL, 3, "digit" },
	{ "\\12a", false, -EINVAL, 4, "digit" },
	{ "\\18446744073709551616", false, -EINVAL, 2, "64 bits" },
	{ "\\0x10000000000000000", false, -EINVAL, 2, "64 bits" },
	{ "\\+9223372036854775808", false, -EINVAL, 3, "sign" },
	{ "\\-9223372036854775809", false, -EINVAL, 3, "sign" },

	{ "+9223372036854775808(%di)", false, -EINVAL, 2, "sign" },
	{ "-9223372036854775809(%di)", false, -EINVAL, 2, "sign" },
	{ "--8(%di)", false, -EINVAL, 2, "number" },
	{ "+(%di)", false, -EINVAL, 2, "number" },
	{ "+8", false, -EINVAL, 3, "'('" },
	{ "+8%di", false, -EINVAL, 3, "'('" },
	{ "+8(", false, -EINVAL, 4, "value" },
	{ "+8( %di)", false, -EINVAL, 4, "value" },
	{ "+8(%di", false, -EINVAL, 7, "')'" },
	{ "+8(+8(%di)", false, -EINVAL, 11, "')'" },
	{ "+8(%di))", false, -EINVAL, 8, "end here" },
	{ "+8(%di)x:u8", false, -EINVAL, 8, "end here" },
	{ "@0x1000", false, -EINVAL, 1, "+0(\\ADDRESS)" },
	{ "+0(@-8)", false, -EINVAL, 4, "@+OFFSET" },
	{ "@+", false, -EINVAL, 3, "number" },
	{ "@+u8", false, -EINVAL, 3, "number" },
	{ "@+8", true, -EINVAL, 1, "type c" },
	{ "+0(@+8", false, -EINVAL, 7, "')'" },
	{ "@+8)", false, -EINVAL, 4, "end here" },
	{ "+0(%di):bytes[@+8]", false, -EINVAL, 15, "a length is" },
	{ "%fs", false, -EINVAL, 1, "register" },
	{ "%fs:", false, -EINVAL, 5, "value" },
	{ "%fs:%fs:%di", false, -EINVAL, 5, "register" },
	{ "+0(%fs:%di)", false, -EINVAL, 4, "register" },
	{ "%fs:$comm", false, -EINVAL, 5, "alone" },
	{ "%fs:%xmm0:f32", false, -EINVAL, 5, "no address" },
	{ "+0(%di):bytes[%fs:\\0]", false, -EINVAL, 15, "register" },
	{ "di", false, -EINVAL, 1, "value" },
	{ ":u8", false, -EINVAL, 1, "value" },
	{ "\xff", false, -EINVAL, 1, "value" },

	{ "%di:", false, -EINVAL, 5, "type" },
	{ "%di:u9", false, -EINVAL, 5, "type" },
	{ "%di:u8x", false, -EINVAL, 5, "type" },
	{ "%di:u8:u8", false, -EINVAL, 7, "end here" },
	{ "%di:b0@0/8", false, -EINVAL, 6, "one bit" },
	{ "%di:b9@0/8", false, -EINVAL, 5, "container" },
	{ "%di:b8@1/8", false, -EINVAL, 5, "container" },
	{ "%di:b1@64/64", false, -EINVAL, 5, "container" },
	{ "%di:b2@18446744073709551615/64", false, -EINVAL, 5, "container" },
	{ "%di:b1x@0/8", false, -EINVAL, 7, "digit" },
	{ "%di:b1@0/24", false, -EINVAL, 10, "container" },
	{ "%di:b1@0/", false, -EINVAL, 10, "number" },
	{ "%di:b1@/8", false, -EINVAL, 8, "number" },
	{ "%di:b1@0", false, -EINVAL, 9, "bWIDTH" },
	{ "%di:b1/8", false, -EINVAL, 7, "bWIDTH" },
	{ "%di:u8[2]", false, -EINVAL, 7, "memory" },
	{ "+0(%di):u8[0]", false, -EINVAL, 12, "one element" },
	{ "+0(%di):u8[65]", false, -E2BIG, 12, "64 elements" },
	{ "+0(%di):u8[-1]", false, -EINVAL, 12, "number" },
	{ "+0(%di):u8[]", false, -EINVAL, 12, "number" },
	{ "+0(%di):u8[1", false, -EINVAL, 13, "']'" },
	{ "+0(%di):u8[1][1]", false, -EINVAL, 14, "end here" },
	{ "+0(%di)[4]", false, -EINVAL, 8, "end here" },
	{ "%di:string", false, -EINVAL, 5, "memory" },
	{ "+0(%di):string[65]", false, -E2BIG, 16, "64 elements" },
	{ "%di:string[2]", false, -EINVAL, 11, "memory" },
	{ "\\0x1000:string[2]", false, -EINVAL, 15, "memory" },

	{ "%xmm0", false, -EINVAL, 6, "f32 or f64" },
	{ "%xmm0:u64", false, -EINVAL, 7, "f32 or f64" },
	{ "%xmm8:f64", false, -EINVAL, 1, "%xmm7" },
	{ "%xmm18446744073709551616:f64", false, -EINVAL, 5, "64 bits" },
	{ "%xmm0x1:f64", false, -EINVAL, 6, "digit" },
	{ "%xmm:f64", false, -EINVAL, 1, "register" },
	{ "+0(%xmm1):f32", false, -EINVAL, 4, "no address" },
	{ "%xmm1:f32[2]", false, -EINVAL, 10, "memory" },
	{ "%di:f64", false, -EINVAL, 5, "%xmm0" },
	{ "$retval:f32", true, -EINVAL, 9, "%xmm0" },
	{ "$comm:f64", false, -EINVAL, 7, "string" },

	{ "+0(%di):bytes", false, -EINVAL, 14, "length" },
	{ "+0(%di):bytes[0]", false, -EINVAL, 15, "one byte" },
	{ "+0(%di):bytes[32769]", false, -E2BIG, 15, "32768" },
	{ "+0(%di):bytes[\\-1]", false, -E2BIG, 15, "32768" },
	{ "+0(%di):bytes[]", false, -EINVAL, 15, "value" },
	{ "+0(%di):bytes[+0(%si)]", false, -EINVAL, 15, "value" },
	{ "+0(%di):bytes[$comm]", false, -EINVAL, 15, "length" },
	{ "+0(%di):bytes[%xmm0]", false, -EINVAL, 15, "length" },
	{ "+0(%di):bytes[$retval]", false, -EINVAL, 15, "return probe" },
	{ "+0(%di):bytes[$arg1]", true, -EINVAL, 15, "changed" },
	{ "+0(%di):bytes[%rdx]", false, -EINVAL, 15, "%dx" },
	{ "+0(%di):bytes[4", false, -EINVAL, 16, "']'" },
	{ "+0(%di):bytes[4][4]", false, -EINVAL, 17, "end here" },
	{ "%di:bytes[4]", false, -EINVAL, 10, "memory" },
	{ "$stack0:string", false, -EINVAL, 9, "memory" },

	{ "=%di", false, -EINVAL, 1, "name is missing" },
	{ "a=", false, -EINVAL, 3, "value" },
	{ "a=b=%di", false, -EINVAL, 3, "value" },
	{ "1a=%di", false, -EINVAL, 1, "digit" },
	{ "a-b=%di", false, -EINVAL, 2, "letters" },
	{ "%di=%di", false, -EINVAL, 1, "letters" },
	{ "a\xe4=%di", false, -EINVAL, 2, "letters" },
	{ "x" NAME_32 "=%di", false, -E2BIG, 33, "32" },
	{ "%di  common_type=%di", false, -EINVAL, 6, "kernel" },
	{ "common_flags=%di", false, -EINVAL, 1, "kernel" },
	{ "common_preempt_count=%di", false, -EINVAL, 1, "kernel" },
	{ "common_pid=%di", false, -EINVAL, 1, "kernel" },
	{ "common_tgid=%di", false, -EINVAL, 1, "kernel" },
	{ "__probe_ip=%di", false, -EINVAL, 1, "kernel" },
	{ "__probe_ret_ip=%di", false, -EINVAL, 1, "kernel" },
	{ "__probe_func=%di", false, -EINVAL, 1, "kernel" },
	{ "a=%di\ta=%si", false, -EINVAL, 7, "this name" },
	{ "arg2=%di %si", false, -EINVAL, 10, "needs a name" },
	{ "%di arg1=%si", false, -EINVAL, 5, "this name" },
};

static struct spec spec;
static struct spec_error error;

static int parse(const char *text, bool is_return)
{
	memset(&error, 0, sizeof(error));
	return parse_fields(text, is_return, &spec, &error);
}

static void assert_refused(const char *text, bool is_return, int err, unsigned int column,
			   const char *word)
{
	int result = parse(text, is_return);

	if (result != err || error.column != column || !strstr(error.message, word))
		fail_msg("\"%s\": %d at column %u: %s; not %d at column %u: ...%s...", text, result,
			 error.column, error.message, err, column, word);
	assert_int_not_equal(error.message[strlen(error.message) - 1], '.');
}

static void assert_accepted(const char *text, bool is_return)
{
	int err = parse(text, is_return);

	if (err)
		fail_msg("\"%s\": %d at column %u: %s", text, err, error.column, error.message);
}

static void assert_field(const struct spec_field *actual, const struct spec_field *expected)
{
	assert_string_equal(actual->name, expected->name);
	assert_int_equal(actual->source, expected->source);
	assert_int_equal(actual->kind, expected->kind);
	assert_int_equal(actual->size, expected->size);
	assert_int_equal(actual->nr_derefs, expected->nr_derefs);
	assert_int_equal(actual->of_thread, expected->of_thread);
	assert_int_equal(actual->bit_width, expected->bit_width);
	assert_int_equal(actual->bit_offset, expected->bit_offset);
	assert_int_equal(actual->count, expected->count);
	assert_true(actual->param == expected->param);
	assert_int_equal(actual->length.source, expected->length.source);
	assert_true(actual->length.param == expected->length.param);
	assert_memory_equal(actual->derefs, expected->derefs, sizeof(expected->derefs));
}

static void test_accepted(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(accepted); i++) {
		assert_accepted(accepted[i].text, accepted[i].is_return);
		assert_int_equal(spec.fields.nr, 1);
		assert_field(&spec.fields.field[0], &accepted[i].field);
	}
}

static void test_refused(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(refused); i++)
		assert_refused(refused[i].text, refused[i].is_return, refused[i].err,
			       refused[i].column, refused[i].word);
}

static void test_every_register(void **state)
{
	/* In the order of the kernel's table. */
	static const char * const names[] = {
		"r15", "r14", "r13", "r12", "r11",     "r10", "r9", "r8",    "bx", "cx", "dx",
		"si",  "di",  "bp",  "ax",  "orig_ax", "ip",  "cs", "flags", "sp", "ss",
	};
	char text[16];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(names); i++) {
		snprintf(text, sizeof(text), "%%%s", names[i]);
		assert_accepted(text, i % 2);
		assert_field(&spec.fields.field[0], &(struct spec_field){ "arg1", REG(i), X64 });
		snprintf(text, sizeof(text), "%%r%s", names[i]);
		assert_refused(text, i % 2, -EINVAL, 1, names[i]);
	}
}

static void test_every_type(void **state)
{
	static const struct {
		char letter;
		int kind;
	} letters[] = {
		{ 'u', UPROBECAP_UNSIGNED },
		{ 's', UPROBECAP_SIGNED },
		{ 'x', UPROBECAP_HEX },
	};
	char text[32];
	size_t i;
	int size;

	(void)state;
	for (i = 0; i < COUNT(letters); i++) {
		for (size = 1; size <= 8; size *= 2) {
			snprintf(text, sizeof(text), "%%di:%c%d", letters[i].letter, size * 8);
			assert_accepted(text, false);
			assert_field(&spec.fields.field[0],
				     &(struct spec_field){ "arg1", REG(DI), .kind = letters[i].kind,
							   .size = size });
		}
	}
	assert_accepted("%di:char", false);
	assert_field(&spec.fields.field[0],
		     &(struct spec_field){ "arg1", REG(DI), .kind = UPROBECAP_CHAR, .size = 1 });
}

static void test_several_fields(void **state)
{
	(void)state;
	assert_accepted("", false);
	assert_accepted(" \t\n", true);

	assert_accepted("\npath=+0(%si):string\t\tflags=%dx:x32 $comm %di\n", false);
	assert_int_equal(spec.fields.nr, 4);
	assert_field(&spec.fields.field[0],
		     &(struct spec_field){ "path", REG(SI), DEREFS(1, 0), STRING });
	assert_field(&spec.fields.field[1],
		     &(struct spec_field){ "flags", REG(DX), .kind = UPROBECAP_HEX, .size = 4 });
	assert_field(&spec.fields.field[2],
		     &(struct spec_field){ "arg3", .source = SPEC_COMM, STRING });
	assert_field(&spec.fields.field[3], &(struct spec_field){ "arg4", REG(DI), X64 });
}

/* @count times @piece, then @end; until the next call. */
static const char *repeat(size_t count, const char *piece, const char *end)
{
	static char text[2 * UPROBECAP_SPEC_MAX];

	for (text[0] = '\0'; count; count--)
		strcat(text, piece);
	return strcat(text, end);
}

static void test_limits(void **state)
{
	char name[UPROBECAP_NAME_MAX + 8];

	(void)state;
	assert_accepted(repeat(UPROBECAP_SPEC_MAX - 5, " ", "%di"), false);
	assert_int_equal(spec.fields.nr, 1);
	assert_refused(repeat(UPROBECAP_SPEC_MAX - 4, " ", "%di"), false, -E2BIG,
		       UPROBECAP_SPEC_MAX - 1, "4096");

	assert_accepted(repeat(UPROBECAP_FIELDS_MAX, "%ax ", ""), false);
	assert_int_equal(spec.fields.nr, UPROBECAP_FIELDS_MAX);
	assert_string_equal(spec.fields.field[UPROBECAP_FIELDS_MAX - 1].name, "arg64");
	assert_refused(repeat(UPROBECAP_FIELDS_MAX, "%ax ", " bad"), false, -E2BIG,
		       4 * UPROBECAP_FIELDS_MAX + 2, "64 fields");

	assert_accepted(NAME_32 "=%ax", false);
	assert_string_equal(spec.fields.field[0].name, NAME_32);
	snprintf(name, sizeof(name), "%s=%%ax", NAME_32 "x");
	assert_refused(name, false, -E2BIG, UPROBECAP_NAME_MAX + 1, "32");

	assert_accepted(repeat(UPROBECAP_DEREFS_MAX, "+7(", "%ax))))))))))))))"), false);
	assert_int_equal(spec.fields.field[0].nr_derefs, UPROBECAP_DEREFS_MAX);
	assert_true(spec.fields.field[0].derefs[UPROBECAP_DEREFS_MAX - 1] == 7);
	assert_refused(repeat(UPROBECAP_DEREFS_MAX + 1, "+7(", "%ax)))))))))))))))"), false, -E2BIG,
		       3 * UPROBECAP_DEREFS_MAX + 1, "14 nested");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepted),       cmocka_unit_test(test_refused),
		cmocka_unit_test(test_every_register), cmocka_unit_test(test_every_type),
		cmocka_unit_test(test_several_fields), cmocka_unit_test(test_limits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

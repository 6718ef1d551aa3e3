// SPDX-License-Identifier: GPL-2.0-only
/* The probe language under texts that nobody would write: no crash, no nonsense. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch.h"
#include "spec.h"

/* More of them by hand: CPPFLAGS=-DTEXTS=5000000, and the sanitizers in CFLAGS. */
#ifndef TEXTS
#define TEXTS 200000
#endif

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TEXT_MAX     256

static const char * const seeds[] = {
	"path=+0(%si):string flags=%dx:x32",
	"$arg1 $arg6:s8 $retval $stack $stack12 $comm me=$COMM:string",
	"\\-9223372036854775808 \\0xffffffffffffffff:u16 \\0x1000:string",
	"a=+8(-u16(++0x20(%di))):u8[64] b=-8($stack):b3@5/16[2] c=%ax:b64@0/64",
	"+1(+2(+3(+4(+5(+6(+7(+8(+9(+10(+11(+12(+13(+14(%r15)))))))))))))):char",
	"arg2=%ip:x64 abcdefghijklmnopqrstuvwxyz_01234=%orig_ax:s64",
	"%ax %bx %cx %dx %si %di %bp %sp %ax %bx %cx %dx %si %di %bp %sp %ip %cs",
};

/* What a mutation puts in: the characters of the language, and a few others. */
static const char letters[] = "+-u()%$\\@:[]=/b0123456789xfargstck_ \t\n\"\x80\xff";

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t limit)
{
	random_state = random_state * 1664525 + 1013904223;
	return (uint64_t)random_state * limit >> 32;
}

static size_t insert(char *text, size_t at, const char *piece, size_t size)
{
	size_t length = strlen(text);

	if (length + size >= TEXT_MAX)
		return length;
	memmove(text + at + size, text + at, length - at + 1);
	memcpy(text + at, piece, size);
	return length + size;
}

static void mutate(char *text)
{
	const char *other = seeds[random_below(COUNT(seeds))];
	size_t length = strlen(text), at = random_below(length + 1), from, size;

	switch (random_below(5)) {
	case 0:
		text[at] = '\0';
		break;
	case 1:
		if (at < length)
			memmove(text + at, text + at + 1, length - at);
		break;
	case 2:
		if (at < length)
			text[at] = letters[random_below(sizeof(letters) - 1)];
		break;
	case 3:
		insert(text, at, &letters[random_below(sizeof(letters) - 1)], 1);
		break;
	default:
		from = random_below(strlen(other));
		size = 1 + random_below(strlen(other) - from);
		insert(text, at, other + from, size);
	}
}

static void assert_sound_field(const struct spec_field *field)
{
	size_t name = strnlen(field->name, sizeof(field->name));

	assert_in_range(name, 1, UPROBECAP_NAME_MAX);
	assert_in_range(field->source, SPEC_REGISTER, SPEC_VECTOR);
	assert_in_range(field->kind, UPROBECAP_UNSIGNED, UPROBECAP_BYTES);
	assert_in_range(field->nr_derefs, 0, UPROBECAP_DEREFS_MAX);
	assert_in_range(field->count, 0, UPROBECAP_ARRAY_MAX);
	assert_in_range(field->bit_width + field->bit_offset, 0, 8 * field->size);
	if (field->source == SPEC_REGISTER)
		assert_in_range(field->param, 0, (ARCH_REGISTERS(ARCH_COUNT_ONE) 0) - 1);
	if (field->kind == UPROBECAP_STRING || field->kind == UPROBECAP_BYTES) {
		assert_int_equal(field->size, 0);
		assert_true(field->nr_derefs || field->source == SPEC_COMM);
	} else {
		assert_true(field->size == 1 || field->size == 2 || field->size == 4 ||
			    field->size == 8);
	}
	if (field->count)
		assert_true(field->nr_derefs);
}

/* Returns whether the text was accepted. */
static bool assert_sound(const char *text, bool is_return)
{
	static struct spec_fields fields;
	struct spec_error error = { 0, NULL };
	unsigned int i;
	int err;

	memset(&fields, 0xff, sizeof(fields));
	err = spec_parse_fields(text, is_return, &fields, &error);
	if (err) {
		assert_true(err == -EINVAL || err == -E2BIG);
		assert_in_range(error.column, 1, strlen(text) + 1);
		assert_non_null(error.message);
		assert_int_equal(fields.nr, 0);
		return false;
	}
	assert_in_range(fields.nr, 0, UPROBECAP_FIELDS_MAX);
	for (i = 0; i < fields.nr; i++)
		assert_sound_field(&fields.field[i]);
	return true;
}

static void test_mutated_texts(void **state)
{
	char text[TEXT_MAX];
	unsigned int nr, nr_accepted = 0;

	(void)state;
	for (nr = 0; nr < TEXTS; nr++) {
		unsigned int mutations = random_below(4);
		char *exact;

		strcpy(text, seeds[random_below(COUNT(seeds))]);
		while (mutations--)
			mutate(text);
		exact = strdup(text); /* so that a sanitizer sees a step beyond its end */
		assert_non_null(exact);
		nr_accepted += assert_sound(exact, random_below(2));
		free(exact);
	}
	/* Neither all nonsense nor all fine, or this would test little. */
	assert_in_range(nr_accepted, TEXTS / 20, TEXTS - TEXTS / 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mutated_texts),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/* The probe language under texts that nobody would write: no crash, no nonsense. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fields.h"
#include "sound.h"

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
	"x=%xmm7:f32 a=+0($arg2):string[4] b=+8(%si):bytes[$arg3] c=+0(%di):bytes[4096]",
};

static const char * const whole_seeds[] = {
	"p:g/open path=+0($arg1):string if path ~ \"/etc/*\" && comm != 'sh'",
	"r:read n=$retval:s64 if $retval < -1 || n > 0x1000 && uid == 0",
	"c:tls ssl=$arg1 -> n=$retval:s32 data=+0($arg2):bytes[$retval] if n >= 010 && !(pid == 1)",
	"c a=%di -> b=$retval if (a & 4 || !((b == 1 && a != 7))) && latency > 10ms",
	"c -> x=%xmm0:f64 if latency<=3s||cpu==2&&tid==77",
};

/* What a mutation puts in: the characters of the language, and a few others. */
static const char letters[] = "+-u()%$\\@:[]=/b0123456789xfargstck_ \t\n\"'>if!&|<~\x80\xff";

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

static const char *any_seed(bool whole)
{
	return whole ? whole_seeds[random_below(COUNT(whole_seeds))] :
		       seeds[random_below(COUNT(seeds))];
}

static void mutate(char *text)
{
	const char *other = any_seed(random_below(2));
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

/* Returns whether the text was accepted, as does the next one. */
static bool assert_sound(const char *text, bool is_return)
{
	static struct spec spec;
	struct spec_error error = { 0, NULL };
	int err = parse_fields(text, is_return, &spec, &error);

	if (err)
		assert_true(refusal_is_sound(text, err, &error));
	else
		assert_true(spec_is_sound(&spec));
	return !err;
}

static bool assert_sound_whole(const char *text)
{
	static struct spec spec;
	struct spec_error error = { 0, NULL };
	int err;

	memset(&spec, 0xff, sizeof(spec));
	err = spec_parse(text, &spec, &error);
	if (err)
		assert_true(refusal_is_sound(text, err, &error));
	else
		assert_true(spec_is_sound(&spec));
	return !err;
}

static void mutate_texts(bool whole)
{
	char text[TEXT_MAX];
	unsigned int nr, nr_accepted = 0;

	for (nr = 0; nr < TEXTS; nr++) {
		unsigned int mutations = random_below(4);
		char *exact;

		strcpy(text, any_seed(whole));
		while (mutations--)
			mutate(text);
		exact = strdup(text); /* so that a sanitizer sees a step beyond its end */
		assert_non_null(exact);
		nr_accepted += whole ? assert_sound_whole(exact) :
				       assert_sound(exact, random_below(2));
		free(exact);
	}
	/* Neither all nonsense nor all fine, or this would test little. */
	assert_in_range(nr_accepted, TEXTS / 20, TEXTS - TEXTS / 20);
}

static void test_mutated_fields(void **state)
{
	(void)state;
	mutate_texts(false);
}

static void test_mutated_texts(void **state)
{
	(void)state;
	mutate_texts(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mutated_fields),
		cmocka_unit_test(test_mutated_texts),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Texts of probes: good ones, and what becomes of them when they are cut, joined,
 * repeated or sprinkled with other bytes.
 */
#include <stdatomic.h>
#include <string.h>

#include "../../../module/uapi/uprobecap.h"
#include "../target.h"
#include "specs.h"

static const char * const specs[] = {
	"p",
	"r",
	"c",
	"p a=$arg1 b=%si:s32",
	"p text=+0($stack):string",
	"p far=+0(+8(+16(%sp))):x64 near=-8(%sp):u8[16]",
	"p bits=%di:b4@8/32 letter=%di:char five=\\5",
	"p who=$comm stack=$stack top=$stack3",
	"p x=%xmm0:f64 y=%xmm1:f32",
	"p some=+0(%sp):bytes[64] more=+0(%sp):bytes[$arg1]",
	"p texts=+0(%sp):string[3]",
	"r sum=$retval:s32",
	"r sum=$retval:s32 if $retval > 2",
	"c a=$arg1 -> sum=$retval:s32",
	"c text=+0($stack):string -> sum=$retval data=+0($arg2):bytes[$retval]",
	"c a=$arg1 -> sum=$retval if latency > 1000",
	"p a=$arg1:s32 if a > 5 && (pid == 1 || uid == 0)",
	"p a=$arg1:s32 if !(comm ~ \"a*\") || cpu < 1",
	"p a=+0($stack):string if a == \"b\" || a ~ \"*c*\"",
	"p:mine/first a=$arg1",
	"r:last",
	"p file=@+64:u8 wide=%ymm0:f64[4] thread=%fs:x64",
	"p low=\\-1:s8 high=\\0xffffffffffffffff",
	"c a=$arg1:s32 -> b=$retval:s32 if a < -1 || b != 3 || latency >= 2us",
	/* Those that are wrong, each at another place. */
	"",
	"q",
	"pr",
	"p:",
	"p:9",
	"p:mine/first/second",
	"p:a_name_that_is_longer_than_a_name_may_be",
	"p ->",
	"c a=$arg1 -> b=$retval -> c=$retval",
	"p a=$retval",
	"p a=$arg7 b=$stack999999",
	"p a=$stack9999999999999999999999",
	"p a=@64 b=\\\"text\"",
	"p a=+0(+0(+0(+0(+0(+0(+0(+0(+0(+0(+0(+0(+0(+0(+0(%di)))))))))))))))",
	"p a=+0(%di:u8",
	"p a=+0(%di):u8[65] b=%di",
	"p a=+0(%di):u8[0]",
	"p a=%di:b9@60/32",
	"p a=%di:u7",
	"p a=%di:bytes[4]",
	"p a=%nothing",
	"p a=%di a=%si",
	"p a=%di if",
	"p a=%di if a",
	"p a=%di if a = 5",
	"p a=%di if (a == 5",
	"p a=%di if a == 5)",
	"p a=%di if b == 5",
	"p a=%di if a ~ 5",
	"p a=%di if a == \"text\"",
	"p a=%di if a < 0",
	"p a=%di if a == -1",
	"p a=%di:s32 if a == -",
	"p a=%di:s64 if a == 0xffffffffffffffff",
	"p a=%di if $retval == 1",
	"p a=%di if $comm == 1",
	"p a=%di if latency > 1",
	"c a=%di if latency > 1parsec",
	"c a=%di if latency > 99999999999999999s",
	"p a=%xmm0:f64 if a == 1",
	"p a=+0(%sp):u8[4] if a == 1",
	"p a=+0(%sp):bytes[4] if a == 1",
	"p a=$comm if a < \"b\"",
	"p a=$comm if a == b",
	"p a=$comm if a == \"b",
	"p a=$comm if a == \"a text that is longer than what a filter may compare a string with, by far\"",
};

#define GOOD 24 /* the first of them */

static size_t damage(struct random *random, char *text, size_t size)
{
	static const char letters[] = "pcr $%+-()[]:=@/\\\"~!&|<>,0x19abs\t\n\x01\xff";
	unsigned int n = 1 + below(random, 4);

	while (n-- && size)
		text[below(random, (unsigned int)size)] = letters[below(random, sizeof(letters))];
	return size;
}

static size_t repeat(struct random *random, char *text, size_t size)
{
	size_t wanted = UPROBECAP_SPEC_MAX - 2 + below(random, 5), at;

	if (!size)
		return 0;
	for (at = size; at < wanted; at++)
		text[at] = text[1 + at % size % (size > 1 ? size - 1 : 1)];
	return wanted;
}

/* Return: its bytes; there is no NUL behind them. Each as it is once, then by chance. */
size_t any_spec(struct random *random, char *to)
{
	static atomic_uint asked;
	unsigned int first = atomic_fetch_add(&asked, 1);
	unsigned int n = below(random, goes_wrong(random, 4) ? ARRAY_SIZE(specs) : GOOD);
	const char *spec = specs[first < ARRAY_SIZE(specs) ? first : n];
	size_t size = strlen(spec);

	memcpy(to, spec, size);
	if (first < ARRAY_SIZE(specs) || !goes_wrong(random, 3))
		return size;
	switch (below(random, 4)) {
	case 0:
		return damage(random, to, size);
	case 1:
		return below(random, (unsigned int)size + 1);
	case 2:
		return repeat(random, to, size);
	default:
		size = below(random, UPROBECAP_SPEC_MAX + 2);
		random_bytes(random, to, size);
		return size;
	}
}

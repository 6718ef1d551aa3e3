// SPDX-License-Identifier: GPL-2.0-only
/*
 * Texts of probes: good ones, and what becomes of them when they are cut, joined,
 * repeated or sprinkled with other bytes.
 */
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
};

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

	for (at = size; at < wanted; at++)
		text[at] = text[1 + at % size % (size > 1 ? size - 1 : 1)];
	return wanted;
}

/* Return: its bytes; there is no NUL behind them. */
size_t any_spec(struct random *random, char *to)
{
	const char *spec = specs[below(random, ARRAY_SIZE(specs))];
	size_t size = strlen(spec);

	memcpy(to, spec, size);
	if (!goes_wrong(random, 3))
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

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random numbers, and those at which something ends.
 */
#include <limits.h>
#include <string.h>

#include "../../../module/uapi/uprobecap.h"
#include "../target.h"
#include "random.h"

static const uint64_t edges[] = {
	0,
	8,
	4096,
	65536,
	INT_MAX,
	1ull << 31,
	UINT_MAX,
	1ull << 32,
	LLONG_MAX,
	1ull << 63,
	ULLONG_MAX,
	UPROBECAP_SPEC_MAX,
	UPROBECAP_FILTER_MAX,
	UPROBECAP_RECORD_MAX,
	UPROBECAP_PROBES_MAX,
	UPROBECAP_CALLS_MIN,
	UPROBECAP_CALLS_MAX,
	UPROBECAP_RING_KB_MAX,
	UPROBECAP_TIMEOUT_MS_MAX,
};

/* splitmix64 */
uint64_t random_bits(struct random *random)
{
	uint64_t bits = random->state += 0x9e3779b97f4a7c15;

	bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9;
	bits = (bits ^ bits >> 27) * 0x94d049bb133111eb;
	return bits ^ bits >> 31;
}

unsigned int below(struct random *random, unsigned int limit)
{
	return random_bits(random) % limit;
}

bool one_in(struct random *random, unsigned int n)
{
	return !below(random, n);
}

/* In one of so many cases. */
bool goes_wrong(struct random *random, unsigned int n)
{
	return !random->is_tame && one_in(random, n);
}

/* A limit, or one beside it; or anything. */
uint64_t edge_number(struct random *random)
{
	if (one_in(random, 8))
		return random_bits(random) >> below(random, 64);
	return edges[below(random, ARRAY_SIZE(edges))] + below(random, 3) - 1;
}

void random_bytes(struct random *random, void *to, size_t size)
{
	char *byte = to;

	while (size--)
		*byte++ = (char)random_bits(random);
}

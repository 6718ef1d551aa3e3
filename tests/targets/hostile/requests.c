// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctls: mostly what the module asks for, so that something comes of it; then with
 * bytes, fields, sizes and addresses that are not.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../../../module/uapi/uprobecap.h"
#include "../target.h"
#include "files.h"
#include "narrow.h"
#include "places.h"
#include "requests.h"
#include "specs.h"

#define SITES	   64
#define NUMBERS	   80
#define LEDGERS	   4096 /* more than there are */
#define SHARED	   4
#define SMALL_RING 64 /* KiB */

/* A struct, and what a newer program's has behind it. */
union argument {
	struct {
		__u32 size;
		__u32 flags;
	};
	struct uprobecap_config config;
	struct uprobecap_add add;
	struct uprobecap_range range;
	struct uprobecap_ledgers ledgers;
	struct uprobecap_list list;
	struct uprobecap_info info;
	struct uprobecap_hold hold;
	__u32 halves[PAGE / sizeof(__u32)];
	__u64 words[PAGE / sizeof(__u64)];
	char bytes[PAGE];
};

static __u64 *sites;
static __u32 numbers[NUMBERS];
/* Written by one thread while another one has it read by the module. */
static union argument shared[SHARED];

void requests_make(char **offsets, unsigned int nr)
{
	unsigned int n;

	sites = before_hole(SITES * sizeof(*sites));
	for (n = 0; n < SITES; n++)
		sites[n] = strtoull(offsets[n % nr], NULL, 0);
	for (n = 0; n < NUMBERS; n++)
		numbers[n] = n % 2 ? (__u32)getpid() : 65534;
}

static void spoil(struct random *random, union argument *argument, unsigned int size)
{
	if (!goes_wrong(random, 4))
		return;
	switch (below(random, 8)) {
	case 0:
		argument->size = (__u32)edge_number(random);
		break;
	case 1:
		argument->size = below(random, size + 16);
		break;
	case 2:
		argument->size = size + 8 * below(random, 8);
		argument->bytes[size + below(random, 64)] = (char)below(random, 2);
		break;
	case 3:
		argument->flags = 1u << below(random, 32);
		break;
	case 4:
		argument->words[below(random, (size + 7) / 8)] = edge_number(random);
		break;
	case 5:
		argument->halves[below(random, (size + 3) / 4)] = (__u32)edge_number(random);
		break;
	case 6:
		argument->bytes[below(random, size)] = (char)random_bits(random);
		break;
	default:
		random_bytes(random, argument, size);
	}
}

static bool ask(struct actor *actor, unsigned long request, union argument *argument,
		unsigned int size)
{
	struct random *random = &actor->random;
	int device = goes_wrong(random, 40) ? any_file(random) : device_of(actor);
	uintptr_t place = any_place(random, argument);
	unsigned long wanted = request;

	if (goes_wrong(random, 64))
		request ^= 1ul << below(random, 32);
	if (goes_wrong(random, 16))
		place = (uintptr_t)memcpy(before_hole(PAGE / 2 + size), argument, size);
	if (goes_wrong(random, 16))
		return narrow_ioctl(device, request, argument, size) == 0 && request == wanted;
	return ioctl(device, request, place) == 0 && request == wanted;
}

/* Its own, or one that others write. */
static union argument *choose(struct actor *actor, union argument *own)
{
	if (!goes_wrong(&actor->random, 4))
		return own;
	return &shared[below(&actor->random, SHARED)];
}

/* Much memory is asked for by a test of its own: here others would be killed for it. */
static void be_modest(struct uprobecap_config *config)
{
	if (config->ring_kb > SMALL_RING && config->ring_kb <= UPROBECAP_RING_KB_MAX)
		config->ring_kb = UPROBECAP_RING_KB_MAX * 2;
	if (config->calls > UPROBECAP_CALLS_DEFAULT && config->calls <= UPROBECAP_CALLS_MAX)
		config->calls = UPROBECAP_CALLS_MAX * 2;
}

bool config(struct actor *actor)
{
	static const __u32 flags[] = { 0,
				       UPROBECAP_COUNT_ONLY,
				       UPROBECAP_NOFAULT,
				       UPROBECAP_OVERWRITE,
				       UPROBECAP_OVERWRITE,
				       UPROBECAP_MAPPED,
				       UPROBECAP_MAPPED,
				       UPROBECAP_MAPPED,
				       UPROBECAP_FOLLOW,
				       UPROBECAP_CGROUP };
	static const size_t tame_flags = ARRAY_SIZE(flags) - 2;
	struct random *random = &actor->random;
	union argument argument = { 0 };

	/* Any other may have been configured already. */
	if (!random->is_tame && one_in(random, 2))
		open_file(actor);
	argument.config = (struct uprobecap_config){
		.size = sizeof(argument.config),
		.flags = flags[below(random, random->is_tame ? tame_flags : ARRAY_SIZE(flags))],
		.ring_kb = 4u << below(random, 3),
		.calls = UPROBECAP_CALLS_MIN,
		.pids = any_place(random, numbers),
		.uids = any_place(random, numbers),
		.nr_pids = goes_wrong(random, 4) ? below(random, UPROBECAP_FILTER_MAX + 2) : 0,
		.nr_uids = goes_wrong(random, 4) ? below(random, UPROBECAP_FILTER_MAX + 2) : 0,
		.cgroup_fd = any_file(random),
		.watermark = one_in(random, 4) ? below(random, 8192) : 0,
		.timeout_ms = one_in(random, 4) ? below(random, 100) : 0,
	};
	if (goes_wrong(random, 4))
		strcpy(argument.config.comm, "add");
	spoil(random, &argument, sizeof(argument.config));
	be_modest(&argument.config);
	return ask(actor, UPROBECAP_CONFIG, &argument, sizeof(argument.config));
}

bool add(struct actor *actor)
{
	static char shared_spec[SPEC_ROOM];
	struct random *random = &actor->random;
	union argument own = { 0 }, *argument = choose(actor, &own);
	char own_spec[SPEC_ROOM], *spec = goes_wrong(random, 4) ? shared_spec : own_spec;
	size_t size = any_spec(random, spec);

	argument->add = (struct uprobecap_add){
		.size = sizeof(argument->add),
		.fd = any_file(random),
		.nr = goes_wrong(random, 8) ? below(random, SITES + 2) : 1 + below(random, 3),
		.offsets = any_place(random, sites),
		.ref_ctr_offsets = goes_wrong(random, 16) ? any_place(random, sites) : 0,
		.spec = any_place(random, spec),
		.spec_size = (__u32)size,
		.sample = below(random, 3),
		.limit = one_in(random, 4) ? below(random, 100) : 0,
	};
	spoil(random, argument, sizeof(argument->add));
	return ask(actor, UPROBECAP_ADD, argument, sizeof(argument->add));
}

static bool change(struct actor *actor, unsigned long request)
{
	struct random *random = &actor->random;
	union argument own = { 0 }, *argument = choose(actor, &own);

	argument->range = (struct uprobecap_range){
		.size = sizeof(argument->range),
		.id = goes_wrong(random, 2) ? below(random, 16) : 0,
		.nr = goes_wrong(random, 2) ? below(random, 16) : 0,
	};
	spoil(random, argument, sizeof(argument->range));
	return ask(actor, request, argument, sizeof(argument->range));
}

bool enable(struct actor *actor)
{
	return change(actor, UPROBECAP_ENABLE);
}

bool disable(struct actor *actor)
{
	return change(actor, UPROBECAP_DISABLE);
}

bool remove_probes(struct actor *actor)
{
	/* Those that are armed stay. */
	if (one_in(&actor->random, 2))
		disable(actor);
	return change(actor, UPROBECAP_REMOVE);
}

bool ledgers(struct actor *actor)
{
	static struct uprobecap_ledger got[LEDGERS];
	struct random *random = &actor->random;
	union argument own = { 0 }, *argument = choose(actor, &own);

	argument->ledgers = (struct uprobecap_ledgers){
		.size = sizeof(argument->ledgers),
		.id = below(random, 4),
		.nr = LEDGERS,
		.ledgers = any_place(random, got),
	};
	spoil(random, argument, sizeof(argument->ledgers));
	return ask(actor, UPROBECAP_LEDGERS, argument, sizeof(argument->ledgers));
}

bool list(struct actor *actor)
{
	union argument argument = { .list = { .size = sizeof(argument.list) } };

	if (one_in(&actor->random, 2))
		open_file(actor);
	spoil(&actor->random, &argument, sizeof(argument.list));
	return ask(actor, UPROBECAP_LIST, &argument, sizeof(argument.list));
}

bool info(struct actor *actor)
{
	union argument own = { 0 }, *argument = choose(actor, &own);

	argument->info = (struct uprobecap_info){ .size = sizeof(argument->info) };
	spoil(&actor->random, argument, sizeof(argument->info));
	return ask(actor, UPROBECAP_INFO, argument, sizeof(argument->info));
}

bool hold(struct actor *actor)
{
	union argument argument = { 0 };

	argument.hold = (struct uprobecap_hold){
		.size = sizeof(argument.hold),
		.hold = below(&actor->random, 2),
	};
	spoil(&actor->random, &argument, sizeof(argument.hold));
	return ask(actor, UPROBECAP_HOLD, &argument, sizeof(argument.hold));
}

/* A number that nobody knows, or one of a type that is another's; it is never done. */
bool noise(struct actor *actor)
{
	struct random *random = &actor->random;
	unsigned long request = random_bits(random);

	request |= 0x40;
	if (one_in(random, 2))
		request = (request & 0xffff00ff) | UPROBECAP_IOCTL << 8;
	return ioctl(device_of(actor), request, any_place(random, shared)) == 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_LEDGER_H
#define UPROBECAP_LEDGER_H

#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/percpu.h>
#include <linux/types.h>

/**
 * struct ledger - what became of the hits of one CPU
 * @seen: hits that sampling has counted
 *
 * The other members are those of struct uprobecap_ledger. A call may end on another
 * CPU than it began on: only the sum of @in_flight has a meaning.
 */
struct ledger {
	u64 hits;
	u64 delivered;
	u64 filtered;
	u64 lost_full;
	u64 lost_too_big;
	u64 counted;
	u64 sampled;
	u64 limited;
	u64 in_flight;
	u64 missed_depth;
	u64 missed_jump;
	u64 missed_exit;
	u64 missed_full;
	u64 unmatched;
	u64 seen;
} ____cacheline_aligned;

/* One for each CPU: nothing that another CPU writes is on its lines. */
static_assert(__alignof__(struct ledger) % SMP_CACHE_BYTES == 0);

/* With preemption off. Others add up meanwhile, and see it before or behind: it is a word. */
#define ledger_count(counter) data_race((counter)++)

struct ledger ledger_sum(const struct ledger __percpu *ledger);
u64 ledger_moves(const struct ledger __percpu *ledger);

#endif /* UPROBECAP_LEDGER_H */

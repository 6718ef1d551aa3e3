// SPDX-License-Identifier: GPL-2.0-only
/*
 * What became of a probe's hits, counted by each CPU for itself.
 */

#include <linux/cpumask.h>
#include <linux/stddef.h>

#include "ledger.h"

#define NR_COUNTERS (offsetofend(struct ledger, seen) / sizeof(u64))

/**
 * ledger_sum() - add up the counters of all CPUs
 * @ledger: of a probe
 */
struct ledger ledger_sum(const struct ledger __percpu *ledger)
{
	struct ledger sum = {};
	unsigned int cpu, n;

	for_each_possible_cpu(cpu) {
		const u64 *part = (const u64 *)per_cpu_ptr(ledger, cpu);

		for (n = 0; n < NR_COUNTERS; n++)
			((u64 *)&sum)[n] += READ_ONCE(part[n]);
	}
	return sum;
}

/**
 * ledger_moves() - a number that changes with every counter
 * @ledger: of a probe
 *
 * A hit may be told while it is under way, and has an outcome later. What is in
 * flight goes down when another counter goes up.
 */
u64 ledger_moves(const struct ledger __percpu *ledger)
{
	struct ledger sum = ledger_sum(ledger);
	u64 moves = 0;
	unsigned int n;

	sum.in_flight = 0;
	for (n = 0; n < NR_COUNTERS; n++)
		moves += ((u64 *)&sum)[n];
	return moves;
}

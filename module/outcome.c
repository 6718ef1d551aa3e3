// SPDX-License-Identifier: GPL-2.0-only
/*
 * What becomes of a hit, where it is not as usual: beyond a limit, without room,
 * without its pages.
 */

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/timekeeping.h>

#include "outcome.h"
#include "pages.h"

/**
 * outcome_is_beyond_limit() - has the probe written enough for this second?
 * @probe: that was hit
 * @time: of the hit
 *
 * Who is late counts in the second that has begun meanwhile.
 */
bool outcome_is_beyond_limit(struct probe *probe, u64 time)
{
	s64 second = div_u64(time, NSEC_PER_SEC) << 32;
	s64 before = atomic64_read(&probe->written), written;

	do {
		written = max(before, second);
		if (lower_32_bits(written) >= probe->plan->limit)
			return true;
	} while (!atomic64_try_cmpxchg(&probe->written, &before, written + 1));
	return false;
}

/**
 * outcome_lose() - count a hit that there is no room for
 * @ledger: of the probe, on this CPU
 * @ring: of this CPU
 * @whole: an empty ring would not have had more room
 * @time: of the hit
 */
void outcome_lose(struct ledger *ledger, struct ring *ring, bool whole, u64 time)
{
	if (whole)
		ledger_count(ledger->lost_too_big);
	else
		ledger_count(ledger->lost_full);
	ring_lose(ring, time);
}

/**
 * outcome_drop() - count a hit that is not written
 * @verdict: why it is not; not HIT_COMPLETE
 * @ledger: of the probe, on this CPU
 * @ring: of this CPU
 * @whole: an empty ring would not have had more room
 *
 * Return: false, and it is not counted, when it only lacks pages.
 */
bool outcome_drop(enum verdict verdict, struct ledger *ledger, struct ring *ring, bool whole)
{
	if (verdict == HIT_LACKS_PAGES)
		return false;
	if (verdict == HIT_LEFT_OUT)
		ledger_count(ledger->filtered);
	else
		outcome_lose(ledger, ring, whole, ktime_get_ns());
	return true;
}

/**
 * outcome_fault_in() - have the pages there that a hit lacks
 * @probe: that was hit
 * @list: of the fields
 * @regs: of the hit
 * @call: at its return; or NULL
 *
 * A disk may take its time, and a dead server longer. Meanwhile the reference lets
 * rmmod say at once that the module is in use; a module that is already going reads
 * without them.
 *
 * Context: of a hit, preemption off; it is on for a while.
 */
void outcome_fault_in(const struct probe *probe, const struct fetch_list *list,
		      struct pt_regs *regs, const struct call *call)
{
	preempt_enable();
	if (!probe->session->nofault && try_module_get(THIS_MODULE)) {
		pages_bring_in(list, probe, regs, call);
		module_put(THIS_MODULE);
	}
	preempt_disable();
}

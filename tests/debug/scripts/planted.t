#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A module that makes the mistakes that do not stop the machine, each once. Those that
# lockdep finds come first: the first report of most kinds switches it off.
. "$LIB"

echo 0 >/proc/sys/kernel/panic_on_warn
for mistake in rcu locks vmalloc leak sleep preempt timer shift index; do
	fails "mistake=$mistake is made" 1 insmod "$TREE/build/planted.ko" "mistake=$mistake"
	like "$(cat "$STATE/output")" 'Operation canceled' "and the module is gone"
done
done_testing

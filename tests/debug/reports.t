#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the debug kernel's detectors find fails a test: a module with a mistake for each
# of them, and what the harness says of that.
set -eu
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
export KERNEL=debug

ok "a module with mistakes is built" build_planted
show_if_failed

ok "the mistakes that do not stop the machine fail a test" fails planted
ok "each was made" says '^ok - mistake=index is made'
ok "the harness says that dmesg is not clean" says '^not ok - dmesg is clean'
for line in 'BUG: KASAN: vmalloc-out-of-bounds in read_behind_vmalloc' \
	'WARNING: suspicious RCU usage' \
	'BUG: sleeping function called from invalid context' \
	'BUG: using smp_processor_id\(\) in preemptible' \
	'ODEBUG: free active .* timer_list' \
	'UBSAN: shift-out-of-bounds' \
	'UBSAN: array-index-out-of-bounds' \
	'WARNING: possible circular locking dependency' \
	'new suspected memory leaks'; do
	ok "and shows: $line" says "^# .*$line"
done
ok "the harness says what has leaked" says '^not ok - nothing has leaked'
ok "and how large it is" says '^# unreferenced object .*\(size 1024\)'
ok "the harness says that lockdep is off" says '^not ok - lockdep was on to the end'
show_if_failed

ok "a mistake that stops the machine fails a test" fails stops
ok "the harness says that it stopped" says '^not ok - the VM says its verdict: it stopped'
ok "and shows why" says '^# .*BUG: KASAN: slab-use-after-free in read_freed'
show_if_failed
echo "1..$count"

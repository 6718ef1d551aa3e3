#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the debug kernel's detectors find fails a test: a module with a mistake for each
# of them, and what the harness says of that.
set -eu
# shellcheck source=../vm/host.sh
. "$(dirname "$0")/../vm/host.sh"
make_workspace
export KERNEL=debug
said=$workspace/said
count=0

ok() { # NAME COMMAND...
	name=$1
	shift
	count=$((count + 1))
	if "$@"; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		failed=1
	fi
}

# Of whatever had a part in a failure since the last time.
show_if_failed() {
	[ -z "${failed-}" ] || sed 's/^/# /' "$said"
	failed=
}

build_planted() {
	kernel=$("$vm/kernel" debug) &&
		cp -r "$top/tests/debug/module" "$workspace/planted" &&
		make -C "$kernel/build" M="$workspace/planted" modules &&
		cp "$workspace/planted/planted.ko" "$top/build"
} >"$said" 2>&1

fails() { # SCRIPT
	status=0
	"$vm/boot" "$top/tests/debug/scripts/$1.t" >"$said" 2>&1 || status=$?
	[ "$status" = 1 ]
}

says() { # REGEX
	grep -q -E -e "$1" "$said"
}

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

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# timeout: 300
# Each allocation and each copy that loading makes fails once: the module is refused
# with a reason, or works; nothing stays armed, and nothing leaks.
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")
debug=/sys/kernel/debug

# Its own text has a stack trace, which is no trouble here.
expect_dmesg 'Call Trace'
mount -t debugfs debugfs $debug
for kind in failslab fail_page_alloc fail_usercopy; do
	echo 0 >$debug/$kind/verbose
done
echo N >$debug/failslab/ignore-gfp-wait
echo N >$debug/fail_page_alloc/ignore-gfp-wait
echo N >$debug/fail_page_alloc/ignore-gfp-highmem
echo 0 >$debug/fail_page_alloc/min-order

# Another errno than these says something else than what happened.
reasons='^(Cannot allocate memory|Bad address)$'
works() {
	"$add" 1 1 2 >/dev/null
	drain stream
	[ "$(ledger 1 hits) $(ledger 2 hits)" = "1 1" ]
}

refused=0 loaded=0 n=1
while :; do
	"$TARGETS/fail-nth" "$n" "$MODULE" "filename=$add" "offset=$site" ring_kb=4 \
		'args="text=+0(%di):string"' >reason 2>&1
	status=$?
	case $status in
	0) break ;;
	1)
		refused=$((refused + 1))
		grep -q -x -E "$reasons" reason || like "$(cat reason)" "$reasons" "failure $n: the errno"
		[ ! -d /sys/module/uprobecap ] || ok "failure $n: the module is gone" false
		;;
	2)
		loaded=$((loaded + 1))
		works || ok "failure $n: the module works" false
		unload
		;;
	*)
		ok "failure $n: fail-nth runs" false
		break
		;;
	esac
	n=$((n + 1))
done
is "$status" 0 "the last one loads without a failure ($n)"
ok "and the module works" works
unload
ok "most failures refuse the module ($refused)" test "$refused" -gt 20
diag "$loaded failures were made up for"
is "$("$add" 1 1 2)" 3 "the target runs as ever"

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# timeout: 300
# Each allocation and each copy that loading makes fails once: the module is refused
# with a reason, or works; nothing stays armed, and nothing leaks.
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")
let_fail

# Another errno than these says something else than what happened.
reasons='^(Cannot allocate memory|Bad address)$'

fail() { # N PARAMETER...: loads with the N-th failing; made, and reason
	n=$1
	shift
	"$TARGETS/fail-nth" "$n" "$MODULE" "$@" >result
	status=$?
	read -r made reason <result
}

fail_any() { # N: loads as below
	fail "$1" "filename=$add" "offset=$site" ring_kb=4 'args="text=+0(%di):string"'
}

works() {
	"$add" 1 1 2 >/dev/null
	drain stream
	[ "$(ledger 1 hits) $(ledger 2 hits)" = "1 1" ]
}

# The kernel's own failures come first, then the module's: those are from where it refuses
# to be loaded as soon as it runs, to where it is loaded, with some to spare.
none=1000000
fail $none "offset=$site"
is "$status $reason" "1 Invalid argument" "the module is refused at its start"
first=$((made - 5))
fail_any $none
is "$status" 0 "the module loads"
last=$((made + 5))
unload
ok "between that are allocations ($first to $last)" test $((last - first)) -gt 20

refused=0 loaded=0
for number in $(seq $first $last); do
	fail_any "$number"
	case $status in
	1)
		refused=$((refused + 1))
		printf '%s\n' "$reason" | grep -q -E "$reasons" || like "$reason" "$reasons" "failure $number: the errno"
		[ ! -d /sys/module/uprobecap ] || ok "failure $number: the module is gone" false
		;;
	0 | 2)
		loaded=$((loaded + 1))
		works || ok "failure $number: the module works" false
		unload
		;;
	*)
		ok "failure $number: fail-nth runs" false
		;;
	esac
done
is "$status" 0 "the last one is more than there are"
ok "failures refuse the module" test $refused -gt 10
diag "$refused were refused, $loaded were loaded"
is "$("$add" 1 1 2)" 3 "the target runs as ever"

done_testing

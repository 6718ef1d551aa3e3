#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# timeout: 900
# Each allocation and each copy that loading makes fails once: the module is refused
# with a reason, or works; nothing stays armed, and nothing leaks.
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")
let_fail

mkdir groups
mount -t cgroup2 none groups
echo +memory >groups/cgroup.subtree_control
mkdir groups/failing

# Another errno than these says something else than what happened.
reasons='^(Cannot allocate memory|Bad address)$'

fail() { # N PARAMETER...: loads with the N-th failing; made, and reason
	n=$1
	shift
	sh -c 'echo 0 >groups/failing/cgroup.procs; exec "$@"' sh \
		"$TARGETS/fail-nth" "$n" "$MODULE" "$@" >result
	status=$?
	read -r made reason <result
}

works() {
	"$add" 1 1 2 >/dev/null
	drain stream
	[ "$(sed -n 's/^{"type":"ledger",.*"hits":\([0-9]*\),.*/\1/p' stream.json | paste -s -d ' ')" = "$hits" ]
}

# The kernel's own failures come first, then the module's: those are from where it refuses
# to be loaded as soon as it runs, to where it is loaded, with some to spare.
none=1000000
fail $none "offset=$site"
is "$status $reason" "1 Invalid argument" "the module is refused at its start"
nothing=$(pieces)
first=$((made - 5))

look_at() { # NAME: what came of a failure
	case $status in
	1)
		refused=$((refused + 1))
		printf '%s\n' "$reason" | grep -q -E "$reasons" || like "$reason" "$reasons" "$1: the errno"
		[ ! -d /sys/module/uprobecap ] || ok "$1: the module is gone" false
		;;
	0 | 2)
		loaded=$((loaded + 1))
		works || ok "$1: the module works" false
		unload
		;;
	*)
		ok "$1: fail-nth runs" false
		;;
	esac
}

fail_each() { # HITS NAME PARAMETER...: as many as the ledgers have of a call
	hits=$1
	name=$2
	shift 2
	set -- "filename=$add" "offset=$site" ring_kb=4 "$@"
	fail $none "$@"
	is "$status" 0 "$name: the module loads"
	last=$((made + 5))
	unload
	ok "$name: between that are allocations ($first to $last)" test $((last - first)) -gt 20
	refused=0 loaded=0
	for number in $(seq $first $last); do
		fail "$number" "$@"
		look_at "$name, failure $number"
	done
	is "$status" 0 "$name: the last one is more than there are"
	ok "$name: failures refuse the module" test $refused -gt 10
	diag "$name: $refused were refused, $loaded were loaded"
	ok "$name: no memory is left" wait_for 5 has_given_back groups/failing
	diag "$(kernel_memory groups/failing) KiB"
	ok "$name: nor a piece of address space" wait_for 5 pieces_are "$nothing"
}

fail_each "1 1" "entry and return" 'args="text=+0(%di):string"'
fail_each 0 "a call of another process" type=c comm=add pid=1
umount groups
is "$("$add" 1 1 2)" 3 "the target runs as ever"

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What no well-meaning program does, by root and by nobody, while the target is hit: so many
# calls each, with random numbers that are the same again for the same seed.
#
#   hostile.t [CALLS [SEED]]
#
# memory: 768M
# timeout: 240
# kernels: one
. "$LIB"

calls=4000
! is_debug_kernel || calls=2000
calls=${1:-$calls} seed=${2:-1}
add=$TARGETS/add
site=$(offset_of "$add:add")

none=$(pieces)
load "filename=$add" "offset=$site" type=p ring_kb=4
mkdir groups
mount -t cgroup2 none groups
echo +memory >groups/cgroup.subtree_control

# Targets that start, are hit and end, and leave time for others.
(until [ -e over ]; do "$add" 300 1 2 >/dev/null; sleep 1; done) &
hitting=$!

only_boot_session() {
	[ "$(uprobecap status | grep -c session)" = 1 ] && [ "$(cut -d ' ' -f 3 /proc/modules | head -n 1)" = 0 ]
}

attack() { # USER
	mkdir "groups/$1"
	before=$(pieces)
	sh -c 'echo 0 >"$1"; shift; exec "$@"' sh "groups/$1/cgroup.procs" "$TARGETS/hostile" \
		"$calls" "$seed" "$1" "$add" "$site" "$(offset_of "$add:main")" >said 2>&1
	is $? 0 "$1: each kind of call was made, and done if it may be (seed $seed)"
	diag "$(paste -s -d , said)"
	ok "$1: no session is left" wait_for 30 only_boot_session
	ok "$1: nor a piece of address space" wait_for 20 pieces_are "$before"
	ok "$1: nor memory" wait_for 5 has_given_back "groups/$1"
	diag "$1: $(kernel_memory "groups/$1") KiB are left"
}

attack root
chmod 666 /dev/uprobecap
fails "nobody cannot open the device, whatever its mode" 2 \
	setpriv --reuid 65534 --clear-groups sh -c 'exec </dev/uprobecap'
like "$(cat "$STATE/output")" 'Permission denied' "and is told so"
attack nobody

touch over
wait $hitting
drain stream
"$add" 3 1 2 >sum
is "$(cat sum)" 3 "the target runs as ever"
drain stream
is "$(count entry "$(cat stream.json)")" 3 "and its hits are captured"
balances 1 "the boot session"
"$TARGETS/client" >said <<-EOF
	target $add
	sites $site
	add c a=\$arg1 -> sum=\$retval
	enable
	run $add 5 1 2 >/dev/null
	ledgers
EOF
is "$(sed -n '/^ledger/p' said)" "ledger 1 hits=5 delivered=5 balanced" "so are those of a new session"
umount groups
unload
is "$(pieces)" "$none" "the module leaves nothing"

done_testing

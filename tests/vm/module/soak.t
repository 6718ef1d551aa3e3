#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Hits on all CPUs for a while, with readers that come and go, sessions that begin and end,
# CPUs that go offline and online, too little memory, targets that start and are killed:
# each ledger balances to the last hit, and memory comes back.
#
#   soak.t [SECONDS]
#
# cpus: 4
# timeout: 240
# kernels: one
. "$LIB"

seconds=${1:-8}
add=$TARGETS/add
site=$(offset_of "$add:add")
cp "$add" mortal
calls=1000 # of each target that lives to its end

until_stopped() { # COMMAND...
	while [ ! -e stopped ]; do
		"$@"
	done
}

hit() { # LOOP: and count the calls
	"$add" $calls 1 2 >/dev/null
	echo $calls >>"calls.$1"
}

read_a_while() {
	timeout 0.5 cat /dev/uprobecap >/dev/null
}

# A session for which there is room, and one for which there is not.
begin_and_end() {
	"$TARGETS/client" <<-EOF
		config ring_kb=16 calls=64
		target $PWD/mortal
		sites $site
		add c text=+0(\$stack):string -> sum=\$retval
		target $add
		add p first=\$arg1:s32 if first > 0
		enable
		run ./mortal 20 1 2 >/dev/null
		drain /dev/null
		disable
		ledgers
		close
		use 1
		config ring_kb=65536
	EOF
} >>sessions 2>&1

kill_target() {
	./mortal 1000000000 1 2 >/dev/null &
	sleep 0.1
	kill -9 $!
	wait $! 2>/dev/null
}

switch_cpu() {
	for cpu in 1 2 3; do
		echo 0 >/sys/devices/system/cpu/cpu$cpu/online && echo $cpu >>switched
		sleep 0.2
		echo 1 >/sys/devices/system/cpu/cpu$cpu/online
	done
}

slab() { # KiB that cannot be reclaimed
	echo 3 >/proc/sys/vm/drop_caches
	awk '$1 == "SUnreclaim:" { print $2 }' /proc/meminfo
}

mkdir groups
mount -t cgroup2 none groups
echo +memory >groups/cgroup.subtree_control
mkdir groups/short
echo 32M >groups/short/memory.max

none=$(pieces)
load "filename=$add" "offset=$site" type=both
before=$(pieces)
slab_before=$(slab)
# An hour's recording is larger than the disk.
uprobecap record -o /dev/null "p $add:add first=\$arg1:s32" "c $add:add" 2>recorded &
recorder=$!
is_armed() {
	uprobecap status | awk '/session.* probes 2$/ { armed++ } / \(not armed\)$/ { armed = -9 } END { exit armed != 2 }'
}
ok "two sessions from the first hit on" wait_for 20 is_armed

workers=
start() { # COMMAND...
	until_stopped "$@" &
	workers="$workers $!"
}
for loop in 1 2 3 4; do
	start hit $loop
done
start read_a_while
start kill_target
(
	echo 0 >groups/short/cgroup.procs
	until_stopped begin_and_end
) 2>/dev/null &
workers="$workers $!"
start switch_cpu
sleep "$seconds"
touch stopped
# shellcheck disable=SC2086 # one a word
wait $workers

made=$(cat calls.* | awk '{ sum += $1 } END { print sum }')
drain stream
balances 1 "the boot session's entries"
balances 2 "the boot session's returns"
is "$(ledger 1 hits) $(ledger 2 hits)" "$made $made" "and each call is a hit"
kill -INT $recorder
wait $recorder
is "$(grep -c "^probe [12] .* hits $made .* balanced$" recorded)" 2 "as it is for who records" ||
	diag "$(cat recorded)"
is "$(grep -c 'NOT BALANCED' sessions)" 0 "nor does a session that ends lose count"
like "$(cat sessions)" '^ledger 1 hits=[1-9].* balanced$' "of the hits that they have"
ended=$(sed -n 's/^ledger .* hits=\([0-9]*\).*/\1/p' sessions | awk '{ sum += $1 } END { print sum + 0 }')
diag "$((4 * made + ended)) hits; $made calls of targets that lived, $((made / seconds)) a second;" \
	"$(wc -l <switched) times a CPU went, $(grep -c '^close 0' sessions) sessions ended"
like "$(cat sessions)" '^config Cannot allocate memory$' "without memory there is no session"
ok "CPUs have gone and come" test -s switched

# The last ones end in the background.
only_boot_session() {
	[ "$(uprobecap status | grep -c session)" = 1 ]
}
ok "one session is left" wait_for 20 only_boot_session
ok "the address space is as it was" wait_for 20 pieces_are "$before"
ok "memory that was short is given back" wait_for 5 has_given_back groups/short
has_slab_again() {
	is_debug_kernel || [ $(($(slab) - slab_before)) -lt 4096 ]
}
ok "so is all other memory" wait_for 20 has_slab_again
diag "unreclaimable slab: $slab_before KiB before, $(slab) KiB behind it; $(kernel_memory groups/short) KiB of what was short"
umount groups
unload
is "$(pieces)" "$none" "the module leaves nothing"

done_testing

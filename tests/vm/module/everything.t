#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# 16 sessions that leave out, sample, limit, count, lose and join, at one site, where
# programs call, jump, fork, exit and exec; half of the sessions come and go. Each ledger
# balances, and those that are there all the time count the same hits.
# timeout: 400
# kernels: one
. "$LIB"

calls=$TARGETS/calls
site=$(offset_of "$calls:work")
mkdir cgroup
mount -t cgroup2 none cgroup
mkdir cgroup/in
ln -s "$calls" another-name
mkfifo stop

session() { # SAMPLE LIMIT CONFIG SPEC
	printf 'use %s\nsample %s\nlimit %s\nconfig %s\ntarget %s\nsites %s 4 0\nadd %s\n' \
		"$nr" "$1" "$2" "$3" "$calls" "$site" "$4"
	nr=$((nr + 1))
}

# shellcheck disable=SC2016 # the probe's own $
those_that_stay() {
	session 0 50 'calls=4096 ring_kb=1024' 'c n=$arg1:s32 -> result=$retval:s32'
	session 0 0 flags=1 p
	session 3 0 ring_kb=4 'p n=$arg1:s32'
	session 0 20 ring_kb=64 'p n=$arg1:s32 if n <= 2'
	session 0 0 'calls=64 ring_kb=4' 'c n=$arg1:s32 top=+0($stack):u64 if n != 5 && top != 0'
	session 0 0 flags=2 'p n=$arg1:s32 none=+0(\8):string if n == 1 && none != ""'
	session 5 9 'flags=1 calls=256' 'c n=$arg1:s32 -> if $retval == 10 || latency > 1ms'
	session 0 0 uid=65534 'p n=$arg1:s32'
}

# shellcheck disable=SC2016
those_that_go() {
	session 0 50 'calls=128 ring_kb=1024' 'c n=$arg1:s32 name=$comm -> result=$retval:s32'
	session 0 0 ring_kb=64 'r result=$retval:s32 if result == 20'
	session 2 0 flags=1 r
	session 0 0 comm=another-name p
	session 0 0 'flags=8 cgroup=cgroup/in' 'p n=$arg1:s32'
	session 0 0 "flags=4 pid=$busy" 'p n=$arg1:s32'
	session 0 30 "pid=$busy calls=64" 'c n=$arg1:s32 -> result=$retval:s32'
	session 4 0 ring_kb=16 'p if comm == "calls" && cpu == 0'
}

orders() {
	nr=0
	those_that_stay
	printf 'use %s\nenable\n' 0 1 2 3 4 5 6 7
	those_that_go
	echo 'run touch armed; sleep 1'
	for round in $(seq 4); do
		for n in $(seq 8 15); do
			printf 'use %s\n%s\nrun sleep 0.05\nuse 0\ndrain hits-0\nuse 8\ndrain hits-8\n' "$n" \
				"$([ $(((n / 2 + round) % 2)) = 1 ] && echo enable || echo disable)"
		done
	done
	echo 'run touch over; echo >stop; while ! [ -e ended ]; do sleep 0.1; done'
	for n in $(seq 0 15); do
		printf 'run echo session %s\nuse %s\ndisable\nledgers\ndrain hits-%s\n' "$n" "$n" "$n"
	done
}

# Programs that come and go, beside one whose threads go on and on.
come_and_go() {
	while ! [ -e over ]; do
		for way in signal stack sleep jump jumps fork exit thread exec thread-exec 'crowd 100'; do
			# shellcheck disable=SC2086 # its words
			"$calls" $way
		done
		./another-name fork
		setpriv --reuid 65534 --clear-groups "$calls" signal
		sh -c 'echo $$ >cgroup/in/cgroup.procs; exec "$@"' sh "$calls" fork
	done
}

wait_until_armed='while ! [ -e armed ]; do sleep 0.1; done; exec "$@"'
load
sh -c "$wait_until_armed" sh "$calls" busy <>stop >/dev/null &
busy=$!
{
	wait_for 60 test -e armed
	come_and_go >/dev/null 2>&1
	wait_for 30 test ! -e /proc/$busy/exe
	touch ended
} &
orders | "$TARGETS/client" >said
ok "the threads go on until they are stopped" wait $busy
wait
is "$(grep -v -E '^(ledger|session)|^[a-z]* 0$' said)" "" "nothing is refused"
is "$(grep -c '^ledger [0-9]* hits=[1-9].* balanced$' said)" 64 "each of 64 probes has hits, and balances"
is "$(grep -c '^ledger .* in_flight=' said)" 0 "none waits any longer"
diag "$(awk '/^session/ { session = $2 } /^ledger 1 / { print session ": " $0 }' said)"

# Of sessions FIRST to LAST, the numbers that their ledgers have of a counter.
numbers() { # COUNTER FIRST LAST
	awk -v counter=" $1=" -v first="$2" -v last="$3" '/^session/ { session = $2 }
		/^ledger/ && session >= first && session <= last && split($0, part, counter) > 1 {
			print part[2] + 0 }' said
}

is "$(numbers hits 0 7 | sort -u | wc -l)" 1 "those that stay count the same hits"
for counter in delivered filtered counted lost_full sampled limited missed_jump missed_exit missed_full; do
	ok "some are $counter" test -n "$(numbers $counter 0 15)"
done

# Of a call, the result belongs to the argument.
for n in 0 8; do
	decode hits-$n
	grep '^{"type":"call"' hits-$n.json >records
	is "$(grep -c -v -E '"n":([0-9]+),("name":"[^"]*",)?"result":\10\}\}$' records)" 0 \
		"session $n: each record is of one call"
	is "$(wc -l <records)" "$(numbers delivered $n $n | awk '{ sum += $1 } END { print sum + 0 }')" \
		"session $n: and there are as many as were delivered"
done
umount cgroup
ok "the module unloads" unload
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# 16 sessions with 16 probes each, all at one site, come and go while threads are inside
# of the function.
# timeout: 400
. "$LIB"

calls=$TARGETS/calls
site=$(offset_of "$calls:work")

# Sessions are of four kinds. In each round half of them are armed, and then the others.
# shellcheck disable=SC2016 # the probe's own $
orders() {
	for n in $(seq 0 15); do
		case $((n % 4)) in
		0) spec='c n=$arg1:s32 -> result=$retval:s32 again=$arg1:s32' ;;
		1) spec='p n=$arg1:s32' ;;
		2) spec='r result=$retval:s32' ;;
		3) spec='c n=$arg1:s32 -> if $retval == 20' ;;
		esac
		printf 'use %s\nconfig ring_kb=64 calls=1024\ntarget %s\nsites %s 16 0\nadd %s\n' \
			"$n" "$calls" "$site" "$spec"
	done
	for round in $(seq 6); do
		for n in $(seq 0 15); do
			printf 'use %s\n%s\nrun sleep 0.01\ndrain hits-%s\n' "$n" \
				"$([ $(((n / 2 + round) % 2)) = 1 ] && echo enable || echo disable)" "$n"
		done
	done
	printf 'run echo >stop; while ! [ -e stopped ]; do sleep 0.1; done\n'
	for n in $(seq 0 15); do
		printf 'run echo session %s\nuse %s\ndisable\nledgers\ndrain hits-%s\n' "$n" "$n" "$n"
	done
}

load
mkfifo stop
{
	"$calls" busy <>stop
	touch stopped
} &
orders | "$TARGETS/client" >said
ok "the threads go on until they are stopped" wait $!
is "$(grep -c -v -E '^(ledger|session)|^[a-z]* 0$' said)" 0 "nothing is refused"
is "$(grep -c '^ledger [0-9]* hits=[1-9].* balanced$' said)" 256 "each of 256 probes has hits, and balances"
is "$(grep -c '^ledger .* in_flight=' said)" 0 "none waits any longer"
is "$(grep '^ledger ' said | grep -c -v ' delivered=')" 0 "and each delivered some"
diag "$(awk '/^session/ { session = $2 } /^ledger 1 / { print session ": " $0 }' said)"

# Each record is one of work(1) or work(2), with its own result.
for n in 0 1 2 3; do
	decode hits-$n
	case $n in
	0) fields='"n":([12]),"result":\10,"again":\1' ;;
	1 | 3) fields='"n":[12]' ;;
	2) fields='"result":[12]0' ;;
	esac
	hits=$(grep -E '^{"type":"(entry|return|call)"' hits-$n.json)
	is "$(printf '%s\n' "$hits" | grep -c -v -E "\"fields\":\{$fields\}\}\$")" 0 \
		"session $n: no record has what is not its own"
	is "$(printf '%s\n' "$hits" | grep -c .)" "$(awk -v n=$n '/^session/ { session = $2 }
		session == n && match($0, /delivered=[0-9]*/) { sum += substr($0, RSTART + 10, RLENGTH - 10) }
		END { print sum }' said)" "and there are as many as were delivered"
done
ok "the module unloads at once" unload

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# One record for one call: an entry and its own return, whatever lies between them.
. "$LIB"

# shellcheck disable=SC2016 # the probe's own $
capture() { # TARGET FUNCTION ARGUMENT...
	target=$TARGETS/$1
	load "filename=$target" "offset=$(offset_of "$target:$2")" type=c \
		'args=n=$arg1:s32' 'retargs="result=$retval:s32 again=$arg1:s32"' || return
	shift 2
	"$target" "$@" >said
	drain stream
	unload
}

# The calls of the recording in its order, N:RESULT; and what $arg1 was at the return,
# if it is another than at the entry.
calls() {
	sed -n 's/^{"type":"call".*"n":\([-0-9]*\),"result":\([-0-9]*\),"again":\([-0-9]*\)}}$/\1 \2 \3/p' \
		stream.json | awk '{ printf "%s%s:%s%s", (NR > 1 ? " " : ""), $1, $2, $1 == $3 ? "" : "/" $3 }'
}

joins() { # WAY CALLS LEDGER NAME
	capture calls work "$1"
	is "$(calls)" "$2" "$4"
	is "$(account 1)" "$3" "$4: the ledger"
	balances 1 "$4"
}

capture recursion descend 10
is "$(calls)" "$(seq -s ' ' 0 10 | sed 's/[0-9]*/&:&/g')" \
	"recursion: each depth with its own result, innermost first"
is "$(account 1)" "hits=11 delivered=11" "recursion: the ledger"
latencies=$(sed -n 's/^{"type":"call".*"latency_ns":\([0-9]*\),.*/\1/p' stream.json)
is "$(echo "$latencies" | sort -n | cksum)" "$(echo "$latencies" | cksum)" \
	"recursion: who calls takes longer than who is called"
is "$(sed -n 's/^{"type":"call".*"ip":\([0-9]*\),.*/\1/p' stream.json | sort -u | wc -l)" 1 \
	"recursion: and all began at the same site"

capture threads work 200
is "$(calls | tr ' ' '\n' | sort | uniq -c | awk '{ print $1 }' | sort -u | tr '\n' ' ')" "1 " \
	"threads: no call twice"
is "$(calls | tr ' :' '\n ' | awk '$2 >= 200 * $1 && $2 < 200 * ($1 + 1)' | wc -l)" 800 \
	"threads: each with the result of its own thread"
is "$(account 1)" "hits=800 delivered=800" "threads: the ledger"

joins signal '2:20 1:10' "hits=2 delivered=2" "a signal whose handler calls the function"
joins stack '2:20 1:10' "hits=2 delivered=2" "a handler on a stack of its own"
joins jump '4:40 6:60 5:50' "hits=6 delivered=3 missed_jump=2 missed_exit=1" \
	"longjmp out of three, then three more"
joins jumps '2:20' "hits=101 delivered=1 missed_jump=100" "100 times longjmp"
joins fork '2:20 1:10 2:20' "hits=3 delivered=3 unmatched=1" "fork inside"
joins exit '' "hits=1 missed_exit=1" "exit inside"
joins thread '2:20' "hits=2 delivered=1 missed_exit=1" "the thread ends inside"
joins exec '2:20' "hits=2 delivered=1 missed_exit=1" "exec inside"
joins thread-exec '2:20' "hits=2 delivered=1 missed_exit=1" "exec inside, in a thread"

joins sleep '2:20 1:10' "hits=2 delivered=2" "one that sleeps 20 ms"
slow=$(sed -n 's/^{"type":"call".*"latency_ns":\([0-9]*\),.*/\1/p' stream.json |
	awk '$1 >= 20000000 && $1 < 60000000000' | wc -l)
is "$slow" 2 "its latency, and its caller's"

capture recursion descend 100
is "$(cat said)" 100 "recursion of 101: the target's own result"
is "$(calls)" "$(seq -s ' ' 37 100 | sed 's/[0-9]*/&:&/g')" \
	"recursion of 101: the 64 outer ones, which the kernel follows"
is "$(account 1)" "hits=101 delivered=64 missed_depth=37" "recursion of 101: the ledger"
balances 1 "recursion of 101"

capture calls again again 5
is "$(cat said)" 7 "a function that ends by jumping to itself: its own result"
is "$(calls)" "0:7 1:7 2:7 3:7 4:7 5:7" "each jump to itself returns, the last one first"
is "$(account 1)" "hits=6 delivered=6" "each jump to itself: the ledger"

# Two sites, the one of which jumps to the other.
load
# shellcheck disable=SC2016
uprobecap record -o stream 'c '"$TARGETS"'/calls:relay n=$arg1:s32 -> result=$retval:s32 again=$arg1:s32' \
	'c '"$TARGETS"'/calls:work n=$arg1:s32 -> result=$retval:s32 again=$arg1:s32' -- "$TARGETS/calls" relay >said
decode stream
is "$(calls)" "5:50 5:50" "a function that ends by jumping to another one"
is "$(account 1), $(account 2)" "hits=1 delivered=1, hits=1 delivered=1" "each has its own ledger"
is "$(sed -n 's/^{"type":"call".*"probe":\([0-9]*\),.*/\1/p' stream.json | tr '\n' ' ')" "2 1 " \
	"the last one first"
unload

# A call that began before the probe came, and one that the probe does not see the end of.
mkfifo orders
"$TARGETS/calls" serve <orders >said &
served=$!
exec 8>orders
says() { # TEXT
	tail -n 1 said | grep -q -x "$1"
}
echo '(1' >&8
wait_for 10 says inside
# shellcheck disable=SC2016
load "filename=$TARGETS/calls" "offset=$(offset_of "$TARGETS/calls:work")" type=c \
	'args=n=$arg1:s32' 'retargs="result=$retval:s32 again=$arg1:s32"'
printf '2\n)\n(3\n' >&8
wait_for 10 says inside
drain stream
is "$(calls)" "2:20" "a call that began before the probe was armed is no call"
is "$(account 1)" "hits=2 delivered=1 in_flight=1" "and one may wait"
balances 1 "one that waits"
ok "disarming does not wait for it" unload
printf ')\n' >&8
ok "and it goes on" wait_for 10 says 30
exec 8>&-
ok "to its end" wait $served

done_testing

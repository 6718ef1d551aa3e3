#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# timeout: 240
# Nothing is lost without a count: 100,000 hits as fast as they come, with large
# rings, with the smallest, with a filter; beside the kernel's own count.
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")
tracing=/sys/kernel/tracing

profile() { # EVENT: hits that the kernel counted
	awk -v event="$1" '$2 == event { print $3 }' $tracing/uprobe_profile
}

trace_too() {
	printf 'p:ledger/entry %s:%s\nr:ledger/return %s:%s\n' "$add" "$site" "$add" "$site" \
		>$tracing/uprobe_events
	echo 1 >$tracing/events/ledger/enable
}

trace_no_more() {
	echo 0 >$tracing/events/ledger/enable
	echo >$tracing/uprobe_events
}

run() { # NAME: 100,000 hits under a reader, entries and returns
	uprobecap read -o stream 2>/dev/null &
	reader=$!
	"$add" 50000 1 2 >/dev/null
	kill -TERM $reader
	wait $reader
	decode stream
	for probe in 1 2; do
		is "$(ledger $probe hits)" 50000 "$1: probe $probe counts 50,000 hits"
		balances $probe "$1: probe $probe"
	done
	is "$(grep -c '^{"type":"entry"' stream.json) $(grep -c '^{"type":"return"' stream.json)" \
		"$(ledger 1 delivered) $(ledger 2 delivered)" "$1: what was delivered is in the recording"
	is "$(total_lost)" "$(($(ledger 1 lost_full) + $(ledger 2 lost_full) +
		$(ledger 1 lost_too_big) + $(ledger 2 lost_too_big)))" \
		"$1: the records of losses add up to what was lost"
	is "$(profile entry) $(profile return)" "50000 50000" "$1: the kernel counts as many"
}

total_lost() { # of the last loss record of each CPU
	sed -n 's/^{"type":"lost".*"total":\([0-9]*\).*"cpu":\([0-9]*\).*/\2 \1/p
		s/^{"type":"lost".*"cpu":\([0-9]*\).*"total":\([0-9]*\).*/\1 \2/p' stream.json |
		awk '{ last[$1] = $2 } END { for (cpu in last) sum += last[cpu]; print sum + 0 }'
}

load "filename=$add" "offset=$site" ring_kb=65536
trace_too
run "large rings"
is "$(ledger 1 lost_full) $(ledger 2 lost_full)" "0 0" "large rings: nothing is lost"
trace_no_more
unload

load "filename=$add" "offset=$site" ring_kb=4
trace_too
run "rings of 4 KiB"
ok "rings of 4 KiB: hits are lost" test "$(ledger 1 lost_full)" -gt 0
ok "rings of 4 KiB: and others are not" test "$(ledger 1 delivered)" -gt 0
ok "rings of 4 KiB: the stream says where" grep -q '^{"type":"lost".*"since":[0-9]' stream.json
trace_no_more
unload

load "filename=$add" "offset=$site" comm=nobody
trace_too
run "a filter that nobody passes"
is "$(ledger 1 filtered)" 50000 "a filter that nobody passes: all is filtered"
trace_no_more
unload

# On two CPUs at once. The kernel's own count is no witness here: until 6.11 it is a
# plain variable that both of them increment.
load "filename=$add" "offset=$site" ring_kb=16
"$add" 20000 1 2 >/dev/null &
"$add" 20000 3 4 >/dev/null
wait $!
drain stream
is "$(ledger 1 hits) $(ledger 2 hits)" "40000 40000" "two CPUs: every hit is counted"
balances 1 "two CPUs: entries"
balances 2 "two CPUs: returns"
is "$(count entry "$(cat stream.json)")" "$(ledger 1 delivered)" \
	"two CPUs: what was delivered is in the recording"
unload

# A record that no ring of this size can hold is another cause than a full ring.
load "filename=$TARGETS/strings" "offset=$(offset_of "$TARGETS/strings:take")" type=p \
	'args=text=+0(%di):string' ring_kb=4
"$TARGETS/strings" long
drain stream
is "$(ledger 1 lost_too_big) $(ledger 1 lost_full)" "1 0" "a string that is longer than the ring"
like "$(cat stream.json)" '^\{"type":"lost"' "is told as a loss too"
unload

# What fits into an empty ring fits again when there are losses to tell; the rest never.
fill_ring() { # BYTES: twice a record of so many, three times over
	_fields=$((($1 - 72) / 8)) # behind a hit's head, in words
	load "filename=$add" "offset=$site" type=p ring_kb=4 \
		"args=\"$(seq -s ' ' $((_fields / 64)) | sed 's/[0-9]*/n&=+0($stack):u64[64]/g')
			last=+0(\$stack):u64[$((_fields % 64))]\""
	for _ in 1 2 3; do
		taskset -c 0 "$add" 2 1 2 >/dev/null
		drain stream
	done
	unload
}

fill_ring $((4096 - 40)) # the rest is kept for a loss record
is "$(ledger 1 delivered) $(ledger 1 lost_full) $(ledger 1 lost_too_big)" "3 3 0" \
	"a record as long as the ring fits whenever the ring is empty"
fill_ring $((4096 - 32))
is "$(ledger 1 delivered) $(ledger 1 lost_full) $(ledger 1 lost_too_big)" "0 0 6" \
	"one that is longer is always too big"

# A reader that sleeps is told of hits that are filtered.
is_told() { # LEDGER: of hits, in the stream that a reader writes
	decode stream
	[ "$(ledger 1 hits) $(ledger 1 "$2")" = "$1 $1" ]
}

load "filename=$add" "offset=$site" type=p comm=nobody
cat /dev/uprobecap >stream &
reader=$!
wait_for 5 test -s stream
sleep 0.5
"$add" 5 1 2 >/dev/null
ok "a reader that sleeps is told of what is filtered" wait_for 5 is_told 5 filtered
kill $reader
wait $reader 2>/dev/null
unload

done_testing

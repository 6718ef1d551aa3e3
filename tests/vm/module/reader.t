#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Who reads: one at a time, killed, patient or not, with any buffer.
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")

has_hits() { # NUMBER FILE
	[ "$(uprobecap report --json "$2" | grep -c '^{"type":"entry"')" = "$1" ]
}

holds_device() { # PID
	find "/proc/$1/fd" -lname /dev/uprobecap 2>/dev/null | grep -q .
}

load "filename=$add" "offset=$site" type=p
drain nothing
is "$(ledger 1 hits)" 0 "a reader that finds no hit is told so"

# A second reader.
cat /dev/uprobecap >first &
first=$!
wait_for 5 test -s first
fails "a second reader is refused" 1 cat /dev/uprobecap
like "$(cat "$STATE/output")" 'Device or resource busy' "with EBUSY"
fails "the program explains it" 1 uprobecap read
like "$(cat "$STATE/output")" "$first" "and names the reader"
fails "rmmod under a reader is refused" 1 unload
"$add" 3 1 2 >/dev/null
# Not the ledger: it may be told before the hits that it counts.
wait_for 5 sh -c '[ "$(uprobecap report --json first | grep -c "^{\"type\":\"entry\"")" = 3 ]'
ok "the first one goes on" kill -0 $first

# A reader killed with -9, and one that goes on where it stopped.
kill -9 $first
wait $first 2>/dev/null
"$add" 4 5 6 >/dev/null
drain second
is "$(count entry "$(uprobecap report --json first)")" 3 "the killed reader has what it read"
is "$(count entry "$(cat second.json)")" 4 "the next one has what came behind"
is "$(ledger 1 hits)" 7 "and the ledger of both"
cat first second >both
is "$(count entry "$(uprobecap report --json both)")" 7 "their recordings make one, end to end"

# Without waiting.
dd if=/dev/uprobecap iflag=nonblock bs=64K of=rest 2>error
like "$(cat error)" 'Resource temporarily unavailable' "O_NONBLOCK ends with EAGAIN"

# A buffer for less than the next record, for just one, for many.
fails "a buffer that is too small" 1 dd if=/dev/uprobecap bs=16 count=1
like "$(cat "$STATE/output")" 'Invalid argument' "is refused with EINVAL"
fails "an empty read" 0 dd if=/dev/uprobecap bs=64K count=1 of=whole
"$add" 5 1 2 >/dev/null
size=$(od -A n -t u4 -j 4 -N 4 whole | tr -d ' ')
(
	exec 3</dev/uprobecap
	dd bs="$size" count=1 of=one <&3 2>/dev/null
	fails "a small buffer behind the header" 1 dd bs=16 count=1 <&3
	dd bs=64K count=1 of=others <&3 2>/dev/null
)
is "$(wc -c <one)" "$size" "a buffer of the header's size gets the header"
cat one others >pieces
is "$(count entry "$(uprobecap report --json pieces)")" 5 "and a refused read loses nothing"

# A reader that sleeps is woken by the first hit behind.
uprobecap read >live &
live=$!
wait_for 5 holds_device $live
sleep 0.5
"$add" 1 7 8 >/dev/null
ok "a sleeping reader is woken" wait_for 2 grep -q 'add(.*arg1=0x7, arg2=0x8' live
kill -TERM $live
ok "and ends at a signal, exit 0" wait $live
like "$(cat live)" 'hits' "with the ledger"

is "$("$TARGETS/awaited" "$(offset_of "$TARGETS/awaited:main")")" 2 \
	"so is one by the definition of a probe that is added"

# One that waits for an edge, and hears of nothing twice.
has_said() { # NUMBER
	[ "$(grep -c hit said)" = "$1" ]
}
"$TARGETS/edge" >said &
edge=$!
wait_for 5 holds_device $edge
for n in 1 2 3; do
	sleep 0.5
	"$add" 1 7 8 >/dev/null
	ok "a reader with EPOLLET is woken by hit $n" wait_for 2 has_said $n
done
wait $edge
unload

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Calls whose return is missed for want of a place, or because nobody captures it.
. "$LIB"

calls=$TARGETS/calls
site=$(offset_of "$calls:work")

# shellcheck disable=SC2016 # the probe's own $
spec='c n=$arg1:s32 -> result=$retval:s32'

member() { # NAME LEDGER
	echo "$2" | tr ' ' '\n' | sed -n "s/^$1=//p"
}

load
"$TARGETS/client" >said <<-EOS
	config calls=64
	target $calls
	sites $site
	add $spec
	enable
	run $calls crowd 100
	ledgers
	drain first
	run $calls crowd 30
	ledgers
	drain second
	run $calls exit; $calls exit; $calls exit
	ledgers
	run for n in 1 2 3 4 5 6 7 8 9; do for m in 1 2 3 4 5 6 7 8 9 10; do $calls exit; done; done
	run $calls second
	ledgers
EOS
diag "$(cat said)"
is "$(grep -c '^ledger 1 .* balanced$' said)" 4 "the ledger balances at each time"
first=$(sed -n '/^ledger/p' said | sed -n 1p)
full=$(member missed_full "$first")
ok "a crowd of 100 in a table of 64: at least 36 have no place" test "$full" -ge 36
is "$(member delivered "$first")" "$((108 - full))" "the others are delivered"
ok "what returns without a place is no hit" test "$(member unmatched "$first")0" -le "${full}0"
decode first
is "$(count call "$(cat first.json)")" "$((108 - full))" "and recorded"
is "$(sed -n 's/.*"n":\([12]\),"result":\([0-9]*\)}}$/\1 \2/p' first.json | sort -u | tr '\n' ' ')" \
	"1 10 2 20 " "each with its own result"
is "$(grep -c '"n":2,' first.json)" 8 "behind the crowd there is room again"
third=$(sed -n '/^ledger/p' said | sed -n 3p)
is "$(member missed_exit "$third")" 3 "exits are seen without another hit"
fourth=$(sed -n '/^ledger/p' said | sed -n 4p)
is "$(member missed_exit "$fourth")" 93 "the places of those that have exited are taken again"
is "$(member missed_full "$fourth")" "$(member missed_full "$third")" "none of them was missed for it"
unload

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A debugger with breakpoints of its own, in a function that is probed.
# kernels: one
. "$LIB"

debugger=$TARGETS/debugger
site=$(offset_of "$debugger:visit")

# shellcheck disable=SC2016 # the probe's own $
for type in p r c; do
	for way in beside step same; do
		load "filename=$debugger" "offset=$site" "type=$type"
		"$debugger" "$way" >said
		drain stream
		unload
		hits=20 stops=0
		[ $way != beside ] || stops=20
		is "$(cat said)" "stops $stops, exit code 210" "$type, $way: what the debugger sees"
		is "$(account 1)" "hits=$hits delivered=$hits" "$type, $way: the ledger"
	done
done

# The real one: a function of two instructions that is called three times, with a breakpoint
# at the first, which is probed, or at the second.
add=$TARGETS/add
site=$(offset_of "$add:add")

debug() { # PLACE COMMAND...: what it says; ends at the program's end
	_place=$1
	shift
	set -- -iex 'set debuginfod enabled off' -iex 'set breakpoint always-inserted on' \
		-ex "break $_place" -ex run "$@" -ex c -ex c -ex c
	gdb -nx -q -batch "$@" --args "$add" 3 1 2 >said 2>&1
}

sees() { # STOPS NAME
	is "$(grep -c '^Breakpoint 1, ' said) $(grep -c -x -E '3|.*exited normally\]' said)" "$1 2" "$2" || diag "$(cat said)"
}

debug '*add'
sees 3 "gdb, alone: it stops at each call, and the program's result is right"
for type in p r c; do
	load "filename=$add" "offset=$site" "type=$type"
	debug '*(add+3)'
	sees 3 "gdb, $type: behind the probe it stops at each call"
	debug '*add'
	sees 0 "gdb, $type: at the probe it does not"
	drain stream
	unload
	is "$(account 1)" "hits=6 delivered=6" "gdb, $type: the ledger"
	for place in '*(add+3) 3' '*add 1'; do
		debug "${place% *}" -ex "shell insmod $MODULE filename=$add offset=$site type=$type"
		sees "${place#* }" "gdb, $type, armed at its first stop at ${place% *}: the others"
		drain stream
		unload
		is "$(account 1)" "hits=2 delivered=2" "gdb, $type, armed behind it: the ledger"
	done
done
load "filename=$add" "offset=$site" type=p
debug '*(add+3)' -ex finish
like "$(cat said)" '^Value returned is .* = 3$' "gdb goes on to the caller of a function whose entry is probed"
unload

for way in beside same; do
	is "$("$debugger" $way)" "stops 20, exit code 210" "$way: alone again"
done

done_testing

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

for way in beside same; do
	is "$("$debugger" $way)" "stops 20, exit code 210" "$way: alone again"
done

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Programs that may make hardly any system call, and die of others. From 6.11 on a return
# goes through a system call of the kernel's own.
. "$LIB"

confined=$TARGETS/confined
site=$(offset_of "$confined:visit")

for way in strict filter; do
	fails "$way: alone" 40 "$confined" $way
	for type in p r c; do
		load "filename=$confined" "offset=$site" "type=$type"
		fails "$way, $type: the program's own result" 40 "$confined" $way
		drain stream
		unload
		is "$(account 1)" "hits=1 delivered=1" "$way, $type: the ledger"
	done
done

done_testing

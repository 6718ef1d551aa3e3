#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# rmmod in every state: armed, hit, read, with programs inside the function.
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")

load "filename=$add" "offset=$site"
ok "unloads while armed" unload
is "$("$add" 1 1 2)" 3 "the program runs behind"

# While it is hit as fast as it goes, a hundred times.
"$add" 1000000000000 1 2 >/dev/null &
busy=$!
rounds=0
while [ $rounds -lt 30 ] && load "filename=$add" "offset=$site" ring_kb=4 && unload; do
	rounds=$((rounds + 1))
done
is $rounds 30 "loads and unloads 30 times under hits"
ok "and the program still runs" kill -0 $busy
kill $busy
wait $busy 2>/dev/null

# While a reader reads.
load "filename=$add" "offset=$site"
"$add" 1000000000000 1 2 >/dev/null &
busy=$!
cat /dev/uprobecap >stream &
reader=$!
wait_for 5 test -s stream
fails "is in use while it is read" 1 unload
like "$(cat "$STATE/output")" 'in use' "and rmmod says so"
kill -9 $reader
wait $reader 2>/dev/null
ok "unloads when the reader is gone" unload
kill $busy
wait $busy 2>/dev/null

# While a program is inside the function: its return finds its way.
for type in p r both; do
	load "filename=$TARGETS/sleeper" "offset=$(offset_of "$TARGETS/sleeper:dwell")" "type=$type"
	"$TARGETS/sleeper" >said &
	sleeper=$!
	wait_for 5 grep -q inside said
	ok "type=$type: unloads while a program is inside" unload
	kill -USR1 $sleeper
	ok "type=$type: which then ends well" wait $sleeper
	is "$(tail -n 1 said)" 42 "type=$type: and returns what it should"
done

done_testing

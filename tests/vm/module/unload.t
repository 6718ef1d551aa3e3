#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# rmmod in every state: armed, hit, read, mapped, with programs inside the function.
#
#   unload.t [CYCLES]
#
. "$LIB"

cycles=${1:-30}

add=$TARGETS/add
site=$(offset_of "$add:add")

none=$(pieces)
load "filename=$add" "offset=$site"
ok "unloads while armed" unload
is "$("$add" 1 1 2)" 3 "the program runs behind"

# While it is hit as fast as it goes, each time in another way.
"$add" 1000000000000 1 2 >/dev/null &
busy=$!
rounds=0
type_of_round() {
	case $((rounds % 4)) in
	0) echo p ;;
	1) echo r ;;
	2) echo both ;;
	3) echo c ;;
	esac
}
while [ $rounds -lt "$cycles" ] && load "filename=$add" "offset=$site" ring_kb=4 "type=$(type_of_round)" &&
	unload; do
	rounds=$((rounds + 1))
done
is $rounds "$cycles" "loads and unloads $cycles times under hits"
ok "and the program still runs" kill -0 $busy
kill $busy
wait $busy 2>/dev/null
is "$(pieces)" "$none" "no piece of address space is left"

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

# While somebody waits for hits that do not come, in read(2), and in poll(2).
waits_in() { # STATE OF THE PROCESS
	grep -q "^State:.*$1" /proc/$reader/status && [ "$(cut -d ' ' -f 3 /proc/modules | head -n 1)" = 1 ]
}
held() { # NAME: the module is in use by the reader, and no longer when that is killed
	fails "is in use by $1" 1 unload
	kill -9 $reader
	wait $reader 2>/dev/null
	ok "unloads when it is gone" unload
}

load "filename=$add" "offset=$site"
cat /dev/uprobecap >stream &
reader=$!
wait_for 5 test -s stream
ok "a read(2) sleeps" wait_for 5 waits_in S
held "a read(2) that sleeps"
load "filename=$add" "offset=$site"
python3 -c '
import os, select
device = os.open("/dev/uprobecap", os.O_RDONLY)
poll = select.poll()
poll.register(device)
while poll.poll():
    os.read(device, 65536)' &
reader=$!
ok "a poll(2) sleeps" wait_for 10 waits_in S
held "a poll(2) that sleeps"

# While rings are mapped, with their file closed and hits written to them.
load
"$add" 1000000000000 1 2 >/dev/null &
busy=$!
mkfifo steps
"$TARGETS/client" <>steps >said &
reader=$!
cat >steps <<-EOF
	config flags=0x10 ring_kb=4
	target $add
	sites $site
	add p
	enable
	map
	close
EOF
ok "a ring is mapped" wait_for 10 grep -q '^close 0$' said
is "$(grep -c ' 0$' said)" 5 "and each step was done"
held "who has mapped a ring"
kill $busy
wait $busy 2>/dev/null

# What rmmod -f does is the kernel's: most of Debian's were built to believe it, and take
# a module from who uses it. One that was not refuses.
if is_debug_kernel; then
	load "filename=$add" "offset=$site"
	exec 3</dev/uprobecap
	fails "rmmod -f, in use" 1 rmmod -f uprobecap
	exec 3<&-
	ok "and it unloads as ever" unload
else
	skip "rmmod -f, in use" "this kernel does it, and nobody can say no"
fi

# While a program is inside the function: its return finds its way.
for type in p r both c; do
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

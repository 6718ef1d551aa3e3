#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# insmod with each parameter: what is armed, what sysfs shows, what is captured.
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")

shows() { # PARAMETER VALUE
	is "$(cat "/sys/module/uprobecap/parameters/$1")" "$2" "sysfs shows $1"
}

# filename and offset are enough.
ok "filename and offset load" load "filename=$add" "offset=$site"
like "$(dmesg_since)" "uprobecap: armed 2 probe\(s\) at $add:$site" "dmesg says what is armed"
shows filename "$add"
shows offset "$site"
for parameter in ref_ctr_offset type args retargs pid uid comm ring_kb; do
	ok "$parameter can be read" cat "/sys/module/uprobecap/parameters/$parameter"
done
"$add" 1 1 2 >sum
is "$(cat sum)" 3 "the target's own result is right"
drain stream
hits=$(cat stream.json)
is "$(count entry "$hits") $(count return "$hits")" "1 1" "entry and return are both captured"
like "$hits" '"fields":\{"arg1":1,"arg2":2,"arg3":[0-9]+,"arg4":[0-9]+,"arg5":[0-9]+,"arg6":[0-9]+\}' \
	"the entry has arg1 to arg6"
like "$hits" '"fields":\{"retval":3\}' "the return has retval"
ok "unloads" unload

# An offset in decimal is the same place.
ok "offset in decimal" load "filename=$add" "offset=$((site))" type=p
"$add" 1 1 2 >/dev/null
drain stream
is "$(count entry "$(cat stream.json)")" 1 "the decimal offset is hit"
unload

# type
for type in p r both; do
	ok "type=$type" load "filename=$add" "offset=$site" "type=$type"
	shows type "$type"
	"$add" 1 1 2 >/dev/null
	drain stream
	hits=$(cat stream.json)
	case $type in
	p) want="1 0" ;;
	r) want="0 1" ;;
	both) want="1 1" ;;
	esac
	is "$(count entry "$hits") $(count return "$hits")" "$want" "type=$type captures just that"
	unload
done

# args and retargs; several fields are quoted for the kernel, which splits at blanks.
ok "args and retargs" load "filename=$add" "offset=$site" \
	'args="first=$arg1:s32 second=%si:u8"' 'retargs=sum=$retval:s32'
shows args 'first=$arg1:s32 second=%si:u8'
shows retargs 'sum=$retval:s32'
"$add" 1 -5 2 >/dev/null
drain stream
hits=$(cat stream.json)
like "$hits" '"fields":\{"first":-5,"second":2\}' "args are the fields of the entry"
like "$hits" '"fields":\{"sum":-3\}' "retargs are those of the return"
unload

# pid, uid, comm: nobody else is captured. Processes that are not meant have no breakpoint;
# whoever else runs into one is counted as filtered.
ok "pid" load "filename=$add" "offset=$site" type=p "pid=1,$$"
shows pid "1,$$"
"$add" 1 1 2 >/dev/null
(exec "$add" 1 3 4) >/dev/null
drain stream
is "$(count entry "$(cat stream.json)")" 0 "other processes are left out"
is "$(ledger 1 hits) $(ledger 1 filtered)" "0 0" "and do not even know"
sh -c 'echo $$ >pid; while [ ! -e go ]; do sleep 0.1; done; exec "$@"' sh "$add" 1 5 6 >/dev/null &
unload
wait_for 5 test -s pid
ok "pid of a process that runs" load "filename=$add" "offset=$site" type=p "pid=$(cat pid)"
"$add" 1 1 2 >/dev/null
touch go
wait
drain stream
hits=$(cat stream.json)
is "$(count entry "$hits")" 1 "just that process is captured"
like "$hits" "\"pid\":$(cat pid),.*\"arg1\":5,\"arg2\":6" "and it is the right one"
unload

ok "uid" load "filename=$add" "offset=$site" type=p uid=65534
shows uid 65534
"$add" 1 1 2 >/dev/null
setpriv --reuid 65534 "$add" 1 3 4 >/dev/null
drain stream
hits=$(cat stream.json)
is "$(count entry "$hits")" 1 "just the hits of that user are captured"
like "$hits" '"uid":65534,.*"arg1":3,"arg2":4' "and they say the user"
unload

ok "comm" load "filename=$add" "offset=$site" type=p comm=other-name
shows comm other-name
cp "$add" ./other-name
"$add" 1 1 2 >/dev/null
drain stream
is "$(ledger 1 hits) $(ledger 1 filtered)" "1 1" "another name is filtered"
unload
ok "comm of the program" load "filename=$add" "offset=$site" type=p comm=add
"$add" 1 1 2 >/dev/null
drain stream
is "$(ledger 1 hits) $(ledger 1 delivered)" "1 1" "its own name is captured"
unload

# ring_kb
for kb in 4 1024; do
	ok "ring_kb=$kb" load "filename=$add" "offset=$site" "ring_kb=$kb"
	shows ring_kb "$kb"
	unload
done

# ref_ctr_offset: the counter is raised while the probe is armed.
counted=$TARGETS/semaphore
counter=$("$counted" offset)
is "$("$counted")" 0 "the counter is 0 before"
ok "ref_ctr_offset" load "filename=$counted" "offset=$(offset_of "$counted:site")" \
	"ref_ctr_offset=$counter"
shows ref_ctr_offset "$counter"
is "$("$counted")" 1 "it is raised while the site is armed"
unload
is "$("$counted")" 0 "and 0 behind"

# No parameter at all.
ok "no parameter" load
like "$(dmesg_since)" 'loaded without filename=, nothing is armed' "dmesg says that nothing is armed"
fails "reading says so" 1 cat /dev/uprobecap
like "$(cat "$STATE/output")" 'No data available' "with ENODATA"
unload

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap read, status and doctor beside the module: live, recorded, ended, refused.
# kernels: one
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")

shows() { # REGEX: what live has
	grep -q -E -e "$1" live
}

start() { # ARGUMENT...: uprobecap read, its output into the file live
	uprobecap read "$@" >live 2>said &
	reader=$!
	wait_for 5 holds_device
}

holds_device() {
	uprobecap doctor | grep -q "process $reader "
}

end() { # SIGNAL NAME
	kill -"$1" "$reader"
	ok "$2: SIG$1 ends it, exit 0" wait "$reader"
}

# Nothing there yet.
fails "read without the module" 3 uprobecap read
says 'the module uprobecap is not loaded' "says so"
fails "status without the module" 3 uprobecap status
fails "doctor without the module" 1 uprobecap doctor
says '^missing  the module' "says so too"
says '^ok +CONFIG_UPROBES' "and what there is"
fails "an offset that the module refuses" 1 insmod "$MODULE" "filename=$add" offset=99999999
expect_dmesg 'offset=0x5f5e0ff of .* is past the end'
expect_dmesg 'not loaded, nothing is armed'
like "$(uprobecap doctor)" '^note +the module.s last complaint: offset=0x5f5e0ff .* past the end' \
	"doctor repeats what the module said"
load
fails "read with nothing armed" 3 uprobecap read
says 'nothing is armed' "says so"
ok "doctor with nothing armed: a session can be" uprobecap doctor
says '^ok +its parameters arm nothing' "and says that it would have to"
unlike "$(uprobecap doctor)" 'complaint' "an old complaint is not repeated"
is "$(uprobecap status)" "nothing is armed" "nor is there a status"
is "$(uprobecap status --json | grep -c -v '^{"type":"header"')" 0 "as JSON too"
fails "status for somebody else" 3 setpriv --reuid 65534 --clear-groups uprobecap status
unload

# Live, as text.
load "filename=$add" "offset=$site" 'args="a=$arg1:s32 b=$arg2:s32"' 'retargs=sum=$retval:s32'
ok "doctor: a capture can run" uprobecap doctor
says "is loaded: filename=$add offset=$site args=a=" "and with which parameters"
start
"$add" 1 -3 5 >/dev/null
ok "an entry is shown at once" wait_for 2 shows \
	'^[0-9:]{8}\.[0-9]{6}  add  ([0-9]+)/\1  add\(a=-3, b=5\)$'
ok "and its return" wait_for 2 shows '^[0-9:]{8}\.[0-9]{6}  add  ([0-9]+)/\1  add -> sum=2$'
fails "a second reader is refused" 1 uprobecap read
says "process $reader \(uprobecap\)" "and told who reads"
echo old >recording
fails "it does not record either" 1 uprobecap read -o recording
is "$(cat recording)" old "and leaves the old recording alone"
ok "doctor says who reads" uprobecap doctor
says "^note +process $reader \(uprobecap\)" "by number and name"
"$add" 1 7 8 >/dev/null
ok "and has not taken its place" wait_for 2 shows 'add\(a=7, b=8\)'
end INT "text"
is "$(tail -n 2 live)" "probe 1  add()  hits 2  delivered 2  filtered 0  lost_full 0  lost_too_big 0  balanced
probe 2  add ->  hits 2  delivered 2  filtered 0  lost_full 0  lost_too_big 0  balanced" \
	"the ledger is last, and has every hit"
is "$(cat said)" "" "nothing is said on stderr"

# Hits right before the signal are shown and counted.
start
"$add" 5 1 2 >/dev/null
end TERM "at the last moment"
is "$(grep -c 'add(a=1, b=2)' live)" 5 "all hits are there"
like "$(tail -n 2 live)" '^probe 1 .* hits 7  delivered 7 .* balanced$' "and in the ledger"

# As JSON.
start --json
"$add" 1 -1 9 >/dev/null
ok "JSON is shown at once" wait_for 2 shows '"type":"return".*"fields":\{"sum":8\}'
end TERM "JSON"
is "$(sed 's/^{"type":"\([a-z]*\)".*/\1/' live | tr '\n' ' ')" \
	"header probe probe entry return ledger ledger " "an object for everything, in order"
like "$(tail -n 2 live)" '"hits":8,"delivered":8,.*"balanced":true' "and the ledger at the end"

start --columns event,cpu --time mono --strict
"$add" 1 -1 9 >/dev/null
ok "other columns" wait_for 2 shows '^add\(a=-1, b=9\)  [01]$'
end INT "other columns"
fails "columns that there are not" 2 uprobecap read --columns event,when
is "$(sed -n 2p "$STATE/output")" "  'event,when' is not some of time,comm,pid,tid,uid,cpu,event, in any order" \
	"are told from those that there are"

# A recording, and the same by cat.
start -o recording
"$add" 2 3 4 >/dev/null
wait_for 2 test -s recording
sleep 0.3
end TERM "a recording"
is "$(cat live)" "" "no hit is printed then"
like "$(cat said)" "^recording: 4 hits, $(wc -c <recording) bytes$" "but how much it was"
is "$(sed '$d' said)" "$(uprobecap report recording | tail -n 2)" "and the ledger"
is "$(uprobecap report recording | grep -c 'add(a=3, b=4)')" 2 "report prints it"
is "$(uprobecap report recording | tail -n 1 | cut -c 1-16)" "probe 2  add -> " "and the ledger"
is "$(uprobecap report - <recording)" "$(uprobecap report recording)" "also from stdin"
cat /dev/uprobecap >by-cat &
reader=$!
"$add" 1 5 6 >/dev/null
# Not the ledger: it may be told before the hits that it counts.
ok "report prints what cat wrote" \
	wait_for 5 sh -c 'uprobecap report by-cat | grep -q "add(a=5, b=6)"'
kill $reader
wait $reader 2>/dev/null
cat recording by-cat >both
is "$(uprobecap report both | grep -c 'add(a=')" 3 "and both in one file"
head -c 1000 recording >short
fails "a recording that was cut off" 1 uprobecap report short
says 'short is cut off in the record at byte [0-9]+' "says where"
printf 'random bytes are no recording' >random
fails "random bytes" 1 uprobecap report random
says 'random is no recording' "are no recording"
fails "a folder that is not there" 1 uprobecap read -o nowhere/recording
says 'nowhere/recording cannot be written' "says so"

# Whoever reads our output may leave.
mkfifo pipe
uprobecap read >pipe &
reader=$!
head -n 1 <pipe >first &
"$add" 1 1 1 >/dev/null
wait_for 5 test -s first
ok "it ends with head(1), without another hit" wait_for 3 sh -c "! kill -0 $reader"

# Not root.
fails "read by somebody else" 3 setpriv --reuid 65534 --clear-groups uprobecap read
says 'sudo' "says what to do"
unload

# What is armed, and by whom.
load "filename=$add" "offset=$site"
"$add" 3 >/dev/null
like "$(uprobecap status)" '^boot session  insmod  pid [0-9]+  uid 0  since 2.*  probes 2$' \
	"the boot session, by insmod"
uprobecap trace 'p:mine libc.so.6:open path=+0($arg1):string' >/dev/null &
tracer=$!
wait_for 10 sh -c "uprobecap status | grep -A 2 '  pid $tracer ' | grep -q '# open$'"
cat /etc/hostname >/dev/null
uprobecap status >listed
is "$(grep -c session listed)" 2 "two sessions"
like "$(cat listed)" "^session [0-9]+  uprobecap  pid $tracer  uid 0  since $(date +%F) [0-9:]{8}  probes 1$" \
	"the other by uprobecap, since today"
like "$(cat listed)" "^ +1 +3 +3 +0 +0 +0  p $add:$site .*# add$" "the probe of the first, with its hits"
like "$(cat listed)" '^ +1 +[0-9]+ +[1-9][0-9]* +[0-9]+ +0 +0  p:mine /.*/libc[^/]*:0x[0-9a-f]+ path=\+0\(\$arg1\):string  # open$' \
	"and that of the other, which has the same number"
uprobecap status --json >json
is "$(sed -n 's/^{"type":"\([a-z]*\)".*/\1/p' json | tr '\n' ' ')" \
	"header owner probe ledger probe ledger owner probe ledger " "as JSON"
like "$(cat json)" "^{\"type\":\"owner\",\"session\":[1-9][0-9]*,\"pid\":$tracer,\"uid\":0,\"comm\":\"uprobecap\"," \
	"with the owner"
like "$(sed -n 4p json)" '^{"type":"ledger",.*"probe":1,.*"hits":3,"delivered":3,' "and the ledgers"
fails "an argument" 2 uprobecap status all
kill -INT $tracer
wait $tracer
is "$(uprobecap status | grep -c session)" 1 "a session goes with its process"

# A storm that does not end by itself.
start
"$add" 100000000 1 2 >/dev/null &
storm=$!
ok "a storm is shown" wait_for 5 shows 'add\('
kill -TERM "$reader"
ok "and the end comes all the same" wait_for 5 sh -c "! kill -0 $reader"
kill -9 $storm
wait $storm 2>/dev/null
like "$(tail -n 2 live)" '^probe 1  add\(\)  hits [0-9]+ ' "with a ledger"
unload

# What came before the signal is printed, however long that takes.
load "filename=$add" "offset=$site" type=p ring_kb=16384
"$add" 20000 1 2 >/dev/null
mkfifo slow
(
	sleep 2
	cat >live
) <slow &
uprobecap read >slow &
reader=$!
wait_for 5 holds_device
kill -TERM "$reader"
wait
is "$(grep -c 'add(arg1' live)" 20000 "every hit from before the signal is printed"
unload

done_testing

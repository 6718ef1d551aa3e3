#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap verify: the module and the kernel's own tracer see the same, and where
# they do not, it says so.
# timeout: 600
# shellcheck disable=SC2016 # $arg1 and the like are the probe language, not the shell's
. "$LIB"

tracing=/sys/kernel/tracing
add=$TARGETS/add
strings=$TARGETS/strings
instance=$tracing/instances/uprobecap-'*'

leaves_nothing() { # NAME
	is "$(cat $tracing/uprobe_events)$(ls $tracing/instances)$(uprobecap status)" "nothing is armed" "$1"
}

equal() { # HITS NAME ARGUMENT...
	hits=$1 name=$2
	shift 2
	ok "$name" uprobecap verify "$@"
	says "^equal: $hits hits?\$" "$name: $hits hits"
}

fails "without the module" 3 uprobecap verify "p $add:add" -- "$add"
load

# The three types, and functions by name.
equal 3 "an entry" "p $add:add a=\$arg1:s32 b=\$arg2:s32" -- "$add" 3 -7 2
says '^module:  hits 3, delivered 3, filtered 0, lost 0$' "the module's ledger"
says '^tracefs: hits 3 \(uprobe_profile\), recorded 3, lost 0$' "and that of tracefs"
says '^order:   the same within each thread \(1\); between threads, by time, too$' "and the order"
equal 3 "a return" "r $add:add sum=\$retval:s32 hex=\$retval sp=%sp" -- "$add" 3 -7 2
equal 3 "a call, and what lies in the file" "c $add:add a=\$arg1:s32 elf=@+0:x32 -> sum=\$retval:s32 kind=@+16:u16" \
	-- "$add" 3 -7 2
values=$TARGETS/values
equal 2 "members, as the source names them" "c $values:paint colour access picture->name picture->next->size.height \
	picture->label:string picture->layer b=picture->access picture->colours -> picture->colours[1]" -- "$values"

# Calls within calls, by jumps, across fork, and threads.
equal 11 "recursion" "c $TARGETS/recursion:descend depth=\$arg1:s32 -> back=\$retval:s32" -- \
	"$TARGETS/recursion" 10
equal 9 "calls that are left by jump, sleep, fork, exit and exec" "c $TARGETS/calls:work n=\$arg1:s64 -> \$retval:s64" -- \
	sh -c 'for way in jump sleep fork exit exec; do "$0" $way; done' "$TARGETS/calls"
says ', without a return 5' "those that do not return are told"
equal 8000 "calls of four threads" "c $TARGETS/threads:work \$arg1 \$arg2 -> \$retval" -- \
	"$TARGETS/threads" 2000
says 'within each thread \(4\)' "each has its order"
equal 4 "a fork, and an exec" "p $TARGETS/processes:mark who=\$arg1:s32" -- \
	sh -c '"$0" fork; "$0" exec' "$TARGETS/processes"

# Only the command, whatever others do.
"$add" 1000000000 >/dev/null &
busy=$!
equal 5 "somebody else hits it, too" "p $add:add" -- "$add" 5
kill $busy
wait $busy 2>/dev/null

# What goes on behind the end of the command is no difference.
ok "a child that stays" uprobecap verify "c $add:add -> sum=\$retval:s32" -- \
	sh -c "$add; $add 1000000000 >/dev/null 2>&1 & echo \$! >stays; sleep 0.2"
says '^equal: [1-9][0-9]* hits?$' "is the same as long as both are armed"
kill "$(cat stays)"

# Real programs.
ok "libc's open, by cat" uprobecap verify 'c libc.so.6:open path=+0($arg1):string -> fd=$retval:s32' -- \
	cat /etc/hostname /no/such
says '^equal: [1-9][0-9]* hits?$' "is the same"
says '^note: the command ended with 1$' "the code of the command is told"
printf 'echo one\nexit\n' | uprobecap verify 'c bash:readline prompt=+0($arg1):string -> line=+0($retval):string' -- \
	script -qec 'bash --norc --noprofile -i' /dev/null >out
is "$?" 0 "the lines of a bash"
like "$(cat out)" '^equal: 2 hits$' "are the same"
equal '[1-9][0-9]*' "several functions" 'p libc.so.6:mem*cpy*,mem*set* to=$arg1 size=$arg3:u64' -- cat /etc/hostname
ok "a USDT probe, with its reference counter" uprobecap verify "p $TARGETS/usdt:sdt:*:*" -- "$TARGETS/usdt"
says '^equal: [1-9][0-9]* hits?$' "is the same"

# Fields of every type, at their limits; what tracefs says in other words, and what it cannot say.
equal 1 "numbers, bit fields, registers, the stack" "p $values:take +0(\$arg1):u8[2] +2(\$arg1):s8[2] +4(\$arg1):u16[2] \
	+8(\$arg1):s16[2] +12(\$arg1):u32[2] +20(\$arg1):s32[2] +32(\$arg1):u64[2] +48(\$arg1):s64[2] +1(\$arg1):u8 \
	+2(\$arg1):s8 +6(\$arg1):u16 +8(\$arg1):s16 +16(\$arg1):u32 +20(\$arg1):s32 +40(\$arg1):u64 \
	+48(\$arg1):s64 +40(\$arg1):x64 +16(\$arg1):x32 +6(\$arg1):x16 +1(\$arg1):x8 \
	+28(\$arg1):b4@3/32 +28(\$arg1):b32@0/32 low=%si:b3@61/64 a=\$arg2:s64 b=\$arg3 c=\$arg6:u8 \
	d=\$stack1:u8 e=\$stack f=%sp g=%ip i=\\-5:s32 h=\\0x1234" -- "$values"
equal 1 "characters, strings, bytes, floats in memory" "p $values:take +80(\$arg1):char[4] c=+80(\$arg1):char \
	+0(+64(\$arg1)):string +0(+64(+72(+72(\$arg1)))):string \$comm \
	+0(\$arg1):bytes[16] +0(\$arg1):f64 +4(\$arg1):f32[2]" -- "$values"
unlike "$(cat "$STATE/output")" '^note:' "nothing is left out"
equal 1 "a length that is an argument, a float in a register" \
	"p $values:take x=%xmm0:f64 data=+0(\$arg1):bytes[\$arg2] rest=+1(\$arg1):u8" -- "$values"
says '^note: tracefs has no x: it reads no register for floats$' "the one is told"
says '^note: tracefs has no data: its arrays have a constant length, of 64 at most$' "and the other"
equal 7 "strings: untouched, edge, cut, null, kernel, empty, odd" \
	"c $strings:take text=+0(\$arg1):string end=\$arg1 -> \$retval:s32" -- \
	sh -c 'for kind in untouched edge cut null kernel empty odd; do "$0" $kind; done' "$strings"
equal 1 "what cannot be read" "p $values:take +0(\$arg2):string +0(\$arg4):string +0(\$arg2) +0(\$arg2):u8[2] end=\$arg4" \
	-- "$values"

# Filters are those of tracefs.
equal 1 "a filter of strings" \
	"p $strings:take text=+0(\$arg1):string if text ~ \"e*\" && !(text ~ \"en*\") && comm == \"strings\"" -- \
	sh -c '"$0" edge; "$0" odd' "$strings"
equal 3 "of numbers and the thread, at the entry of a call" \
	"c $TARGETS/calls:work n=\$arg1:s64 -> r=\$retval:s64 if n > 3 && tid != 1 && cpu < 64" -- "$TARGETS/calls" jump
equal 0 "that leaves out all" "p $add:add a=\$arg1:s32 if a == 9" -- "$add" 3
fails "of a process" 2 uprobecap verify "p $add:add if pid == 1" -- "$add"
says '^uprobecap: tracefs cannot filter as this probe does$' "cannot be said"
fails "of the return of a call" 2 uprobecap verify "c $add:add -> r=\$retval if r > 1" -- "$add"
leaves_nothing "nothing is left of them"

# A difference: somebody filters, or disarms, one of the sides while the command runs.
fails "a side that filters" 1 uprobecap verify "p $add:add a=\$arg1:s32" -- sh -c "
	$add 1 4; echo 'a > 4' | tee $instance/events/uprobecap_*/*/filter; $add 2 3"
says '^thread [0-9]+: hits in the module 2, in tracefs 0; the first that differs is hit 1$' "misses hits"
says '^  module:  \(0x[0-9a-f]+\) a=1$' "the first is shown"
says '^  tracefs: \(no such hit\)$' "as one that the other has not"
says '^different$' "and that is the verdict"
fails "a side that is disarmed for a while, as JSON" 1 uprobecap verify --json "p $add:add a=\$arg1:s32" -- sh -c "
	$add 1 4; echo 0 | tee $instance/events/uprobecap_*/p*/enable >/dev/null; $add 2 3"
says '"verdict":"different".*"delivered":3.*"recorded":1.*"difference":\{"tid":[0-9]+,"module_hits":2,"tracefs_hits":0,"hit":1,"module":"\(0x[0-9a-f]+\) a=1","tracefs":null\}\}$' \
	"differs"
leaves_nothing "nothing is left of those"

# A loss is none, but is not equal either.
fails "buffers that are too small" 5 uprobecap verify --ring-kb 4 "p $add:add" -- "$add" 5000
says '^lost: what is missing cannot be compared' "are told as a loss"
fails "and as JSON" 5 uprobecap verify --json --ring-kb 4 "p $add:add" -- "$add" 5000
says '"verdict":"lost"' "that is the verdict"
uprobecap verify --json "p $add:add" -- "$add" 2 >json
like "$(sed 1d json)" '^\{"type":"verdict","verdict":"equal","spec":"p [^"]*:add","command":.*,"exit_code":0,"equal_hits":2,' \
	"equal, as JSON"

# Ctrl-C in the middle, and a signal to the program alone.
setsid env --default-signal=INT uprobecap verify "p $add:add" -- sleep 1000 >out 2>&1 &
started=$!
wait_for 30 pgrep -g "$started" -f '^sleep 1000'
is "$(grep -c "uprobecap_$started/" $tracing/uprobe_events) $(ls $tracing/instances)" "1 uprobecap-$started" \
	"an instance and a group of its own"
kill -INT -"$started"
wait "$started"
is "$?" 0 "a Ctrl-C in the middle"
like "$(cat out)" '^note: the command ended with 130$' "ends the command"
like "$(cat out)" '^equal: 0 hits$' "with its verdict"
leaves_nothing "leaves nothing"
for signal in TERM HUP; do
	uprobecap verify "p $add:add" -- sh -c 'exec sleep 4' >/dev/null 2>&1 &
	started=$!
	wait_for 30 grep -q "uprobecap_$started/" $tracing/uprobe_events
	kill -$signal $started
	wait $started
	leaves_nothing "a SIG$signal leaves nothing"
done

# What is there already is not touched.
echo 'p:other/mine /usr/bin/cat:0x3000 here=%di' >>$tracing/uprobe_events
mkdir $tracing/instances/others
equal 1 "a target alone, beside others" "$add:add" -- "$add"
is "$(cat $tracing/uprobe_events) $(ls $tracing/instances)" "$(grep other/mine $tracing/uprobe_events) others" \
	"which are still there"
rmdir $tracing/instances/others
echo '-:other/mine' >>$tracing/uprobe_events

# What cannot be had, or is no verification.
fails "no command" 2 uprobecap verify "p $add:add"
fails "no probe" 2 uprobecap verify -- "$add"
fails "two probes" 2 uprobecap verify "p $add:add" "r $add:add" -- "$add"
fails "a field that is none" 2 uprobecap verify "p $add:add a=%zz" -- "$add"
fails "a name that both keep for themselves" 2 uprobecap verify "p $add:add common_pid=\$arg1" -- "$add"
fails "no such file" 4 uprobecap verify 'p /no/such:0x10' -- "$add"
fails "no such command" 4 uprobecap verify "p $add:add" -- no-such-command
fails "an unprivileged user" 3 setpriv --reuid 65534 --clear-groups uprobecap verify "p $add:add" -- "$add"
leaves_nothing "nothing is left of them"
umount $tracing
fails "no tracefs" 3 uprobecap verify "p $add:add" -- "$add"
says 'run: mount -t tracefs' "and how it can be had"
mount -t tracefs tracefs $tracing

ok "--self-test" uprobecap verify --self-test
says '^self-test: 8 of 8 equal$' "knows programs of any machine"
uprobecap verify --json --self-test 2>said | grep -m 1 '^{"type":"verdict"' >json
like "$(cat json)" '^{"type":"verdict","verdict":"equal",' "as JSON, for one who reads but the first"
is "$(cat said)" "" "whose reader may go early, and nothing is said of it"
fails "with a probe" 2 uprobecap verify --self-test "p $add:add"
leaves_nothing "nothing is left at the end"

unload
done_testing

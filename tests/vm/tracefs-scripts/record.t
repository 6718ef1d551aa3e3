#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobe-record.sh: what it records, and that it leaves tracefs as it was.
# timeout: 300
# shellcheck disable=SC2016 # $arg1 and the like are the probe language, not the shell's
. "$LIB"

tracing=/sys/kernel/tracing
record=$SCRIPTS/uprobe-record.sh
add=$TARGETS/add
site=$add:$(offset_of "$add:add")
bash_site=/usr/bin/bash:$(offset_of /usr/bin/bash:readline)

# Somebody else's event is there all the time.
echo 'p:other/mine /usr/bin/cat:0x3000 here=%di' >>$tracing/uprobe_events
mkdir $tracing/instances/others
before=$(cat $tracing/uprobe_events)

leaves_nothing() { # NAME
	is "$(cat $tracing/uprobe_events) $(ls $tracing/instances)" "$before others" "$1"
}

# Runs the script in the background as a terminal would, in a process group of its
# own; a shell without a terminal would have it ignore SIGINT.
start() { # ARGUMENT...
	setsid env --default-signal=INT "$record" "$@" >"out.$signal" 2>err &
	started="$started$! "
}

# Entry and return of a function, fields of several types.
"$record" "p $site a=\$arg1:s32 b=%si:u8 letter=\$arg2:char name=\$comm letters=+0(%sp):char[2]" \
	"r:some/name $site sum=\$retval:s32" -- "$add" 2 -3 65 >out
is "$?" 0 "a capture of add succeeds"
is "$(head -n 1 out)" 62 "the command ran and printed"
# Newer kernels print a letter as one.
like "$(cat out)" "p1_[0-9]+: \(0x[0-9a-f]+\) a=-3 b=65 letter=(0x41|'A') name=\"add\" letters=\{" \
	"an entry with its fields"
like "$(cat out)" 'r2_[0-9]+: \(0x[0-9a-f]+ <- 0x[0-9a-f]+\) sum=62$' "a return with its field"
is "$(grep -c ' p1_[0-9]*: (' out) $(grep -c ' r2_[0-9]*: (' out)" "2 2" "each call once"
is "$(grep -E -c '^#   [pr][12]_[0-9]+ 2$' out)" 2 "uprobe_profile counted the same"
is "$(tail -n 1 out)" "# lost: 0" "nothing was lost"
leaves_nothing "only what was there before is there after"

# A real shell, with lines that are typed.
printf 'echo typed\nexit 3\n' | "$record" -o trace "p $bash_site prompt=+0(\$arg1):string" \
	"r $bash_site line=+0(\$retval):string" \
	-- script -qec 'PS1="ready> " bash --norc --noprofile -i' /dev/null >out
is "$?" 3 "the shell's own exit code is passed on"
like "$(cat out)" 'typed.?$' "the shell ran what was typed"
like "$(cat trace)" 'p1_[0-9]+: .* prompt="ready> "$' "the prompt of readline's entry"
like "$(cat trace)" 'r2_[0-9]+: .* line="echo typed"$' "the line of readline's return"
leaves_nothing "and is gone"

# The exit code of a command that is killed, or is not there.
fails "a command that fails" 7 "$record" "p $site" -- sh -c 'exit 7'
fails "a command that is killed" 143 "$record" "p $site" -- sh -c 'kill -TERM $$'
fails "a command that is not there" 127 "$record" "p $site" -- no-such-command
leaves_nothing "nothing is left of commands that failed"

# Until told, without a command.
started=
for signal in INT TERM HUP; do
	start "p $site a=\$arg1:s32"
done
all_wait() {
	[ "$(pgrep -x -c sleep)" = 3 ]
}
wait_for 60 all_wait
"$add" 1 5 6 >sum
ends() { # STATUS NAME: the first of those that are started, which was told
	wait "${started%% *}"
	is "$?" "$1" "SIG$signal $2"
	started=${started#* }
}
for signal in INT TERM HUP; do
	kill -$signal "${started%% *}"
	ends 0 "ends a recording"
	like "$(cat out.$signal)" ' a=5$' "SIG$signal: what was recorded is printed"
done
leaves_nothing "nothing is left of them"

# In the middle of a command: the signal reaches both, as from a terminal.
for signal in TERM HUP; do
	start "p $site" -- sh -c "echo >runs.$signal; exec sleep 1000"
done
wait_for 60 test -e runs.TERM
wait_for 60 test -e runs.HUP
for told in TERM:143 HUP:129; do
	signal=${told%:*}
	kill -"$signal" -"${started%% *}"
	ends "${told#*:}" "in the middle of a command is its exit code"
	like "$(cat "out.$signal")" '^# lost: 0$' "SIG$signal in the middle: the trace is printed"
done
{ wait_for 60 test -e runs.INT; printf '\003'; } |
	script -qec "$record 'p $site' -- sh -c 'echo >runs.INT; exec sleep 1000'" /dev/null >out
is "$?" 130 "a Ctrl-C that is typed"
like "$(tr -d '\r' <out)" '^# lost: 0$' "a Ctrl-C that is typed: the trace is printed"
leaves_nothing "a Ctrl-C that is typed: nothing is left"

# Whoever reads the trace may go early.
"$record" "p $site" -- "$add" 1000 2>err | head -n 1 >out
leaves_nothing "a reader that goes early: nothing is left"

# As many hits as fast as they come.
"$record" -b 32768 -o trace "p $site" "r $site" -- "$add" 20000 >out
is "$(grep -c ' p1_[0-9]*: (' trace) $(grep -c ' r2_[0-9]*: (' trace)" "20000 20000" \
	"20,000 calls are in the trace, entries and returns"
is "$(grep -E -c '^#   [pr][12]_[0-9]+ 20000$' trace)" 2 "and in uprobe_profile"
is "$(tail -n 1 trace)" "# lost: 0" "none is lost"

# A buffer that is too small: what is not there is counted.
"$record" -b 4 -o trace "p $site" -- "$add" 5000 >out 2>err
recorded=$(grep -c ' p1_[0-9]*: (' trace)
marks=$(grep -c 'tracing_mark_write: uprobe-record.sh: ' trace)
lost=$(sed -n 's/^# lost: //p' trace)
is "$((recorded + marks + lost))" 5002 "recorded and lost hits add up ($recorded and $lost)"
like "$(cat trace)" '^#   cpu[0-9]+ overrun: [0-9]+$' "the CPU that lost them is named"
like "$(cat err)" 'hits were lost' "standard error says it too"
leaves_nothing "nothing is left of all that"

refused() { # STATUS MESSAGE NAME ARGUMENT...
	status=$1 message=$2 name=$3
	shift 3
	fails "$name: exit code" "$status" "$record" "$@"
	says "$message" "$name: the message"
	ok "$name: what, why, what to do" test "$(grep -c '' "$STATE/output")" -ge 3
}

refused 2 'no probe' 'no SPEC'
refused 2 'wrong usage' 'an unknown option' -x "p $site"
refused 2 'bad buffer size' 'a size that is none' -b 1k "p $site"
refused 1 'Cannot allocate memory' 'a buffer larger than the machine' -b 99999999 "p $site"
refused 1 'cannot write /no/such' 'an output file that cannot be' -o /no/such "p $site"
refused 2 'is not a probe' 'an unknown type' "x $site"
refused 2 'is not PATH:0xOFFSET' 'a symbol' "p $add:add"
refused 4 'no such file' 'a file that is missing' 'p /no/such:0x10'
refused 2 'NO_REGULAR_FILE|Not a regular file' 'a folder' 'p /usr:0x10'
refused 2 'Invalid register name' 'a bad register' "p $site a=%zz"
refused 2 '^ +\^$' 'the place of the error' "p $site a=%di:nonsense"
refused 2 'no longer has the arguments' 'an argument at the return' "r $site a=\$arg1"
refused 2 'past the end' 'an offset past the end' "p $add:0x10000000"
refused 2 'Invalid register name' 'the second SPEC is bad' "p $site" "r $site a=%zz"
fails "an unprivileged user" 3 setpriv --reuid 65534 --clear-groups "$record" "p $site"
says 'only root' "an unprivileged user is told"
leaves_nothing "nothing is left of what was refused"

# tracefs in its old place, and not at all.
umount $tracing
fails "without tracefs" 3 "$record" "p $site"
says 'run: mount -t tracefs tracefs /sys/kernel/tracing' \
	"the message says how to mount it"
mount -t debugfs debugfs /sys/kernel/debug
ok "tracefs in debugfs" "$record" "p $site" -- "$add"
ok "what the message says works" mount -t tracefs tracefs $tracing
leaves_nothing "nothing is left"
rmdir $tracing/instances/others
echo '-:other/mine' >>$tracing/uprobe_events

ok "--help" "$record" --help
done_testing

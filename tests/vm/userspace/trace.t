#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap trace: what it captures, when it ends, and what it refuses.
# timeout: 240
. "$LIB"

add=$TARGETS/add

shows() { # REGEX: what live has
	grep -q -E -e "$1" live
}

start() { # ARGUMENT...: uprobecap trace, its output into the file live, until it is armed
	: >live
	env --default-signal=INT uprobecap trace "$@" >live 2>said &
	tracer=$!
	wait_for 10 is_armed
}

is_armed() { # all of its probes
	uprobecap status | awk -v owner="  pid $tracer " '
		/session / { own = index($0, owner) }
		own && /^ *[0-9]/ { probes++; armed += !/\(not armed\)$/ }
		END { exit !probes || armed < probes }'
}

end() { # SIGNAL NAME
	kill -"$1" "$tracer"
	ok "$2: SIG$1 ends it, exit 0" wait "$tracer"
}

is_gone() { # PID
	! kill -0 "$1" 2>/dev/null
}

# Without the module, and with one that is older.
fails "without the module" 3 uprobecap trace "p $add:add" -- touch ran
says 'the module uprobecap is not loaded' "says so"
says 'as root: modprobe uprobecap$' "and what to do"
mknod /dev/uprobecap c 1 3
fails "with a module that knows no sessions" 3 uprobecap trace "p $add:add" -- touch ran
says 'knows no sessions' "says so"
rm /dev/uprobecap
load

# What is wrong is told in the words that were typed.
# shellcheck disable=SC2016 # the probe's own $
fails "a probe that is wrong" 2 uprobecap trace 'p:mine   /no/such:thing   a=$arg1:s33' -- touch ran
is "$(cat "$STATE/output")" "uprobecap: the probe is wrong at column 35
$(sed -n 2p "$STATE/output")
  p:mine   /no/such:thing   a=\$arg1:s33
                                    ^
  what can stand there: man 4 uprobecap" "is shown with a caret"
fails "a file that is not there" 4 uprobecap trace 'p /no/such:thing' -- touch ran
fails "a function that is not there" 4 uprobecap trace "p $add:ad" -- touch ran
says 'near: add' "says what is near"
fails "an offset past the end" 1 uprobecap trace "p $add:0x5f5e0ff" -- touch ran
fails "an instruction that cannot be probed" 1 uprobecap trace "p $TARGETS/locked:locked" -- touch ran
says '^uprobecap: .*/locked:locked cannot be probed$' "names the function"
says 'nothing was armed' "and says that nothing was armed"
fails "a process that is not there" 4 uprobecap trace "p $add:add" -p 999999
says 'there is no process 999999' "names it"
fails "a return inside of a function" 2 uprobecap trace "r $add:add+0x3" -- touch ran
fails "a command that is not there" 4 uprobecap trace "p $add:add" -- no-such-command
fails "a command that is no program" 4 uprobecap trace "p $add:add" -- /etc/hostname
says 'Permission denied' "says why"
fails "somebody else" 3 setpriv --reuid 65534 --clear-groups uprobecap trace "p $add:add"
is "$(ls ran 2>/dev/null)" "" "no command was run"
is "$(uprobecap status)" "nothing is armed" "and nothing is armed"

# A command: its calls from the first on, its input and output, its code.
# shellcheck disable=SC2016
ok "a command is traced" uprobecap trace 'p '"$add"':add a=$arg1:s32 b=$arg2:s32' \
	'r '"$add"':add sum=$retval:s32' -- "$add" 2 -3 5
is "$(sed 's/^[0-9:]*\.[0-9]* *add *\([0-9]*\)\/\1 */SELF /' "$STATE/output" | sort -s -k 1,1)" "2
SELF add(a=-3, b=5)
SELF add -> sum=2
SELF add(a=-3, b=5)
SELF add -> sum=2
$(grep '^probe' "$STATE/output")" "each entry and return of it, and what it prints"
says '^probe 1  add\(\)  hits 2  delivered 2 .* balanced$' "the ledger has them"
fails "a command that fails" 7 uprobecap trace "p $TARGETS/processes:leave" -- "$TARGETS/processes" exit
says '  leave\(\)$' "is traced too"
# shellcheck disable=SC2016
fails "a command that is killed" 137 uprobecap trace "p $add:add" -- sh -c 'kill -9 $$'
is "$(echo typed | uprobecap trace "p $add:add" -- cat | head -n 1)" typed "it has our input and output"
# shellcheck disable=SC2016
ok "a library by its name" uprobecap trace 'p libc.so.6:open path=+0($arg1):string' -- \
	head -n 1 /etc/hostname
is "$(grep -c '  open(path=' "$STATE/output")" 1 "the command's first call is its own"
says '  head  .*open\(path="/etc/hostname"\)' "by the command, not by us before it"

# Calls.
# shellcheck disable=SC2016
ok "calls" uprobecap trace 'c '"$add"':add a=$arg1:s32 -> sum=$retval:s32 a2=$arg1:s32' -- "$add" 3 4 5
is "$(grep -c '  add(a=4) = sum=9 a2=4  <[0-9.]*[mun]*s>$' "$STATE/output")" 3 "are one line each"

# Whose hits.
ok "children of a command" uprobecap trace "p $add:add" -- sh -c "$add 1 & $add 1; wait"
is "$(grep -c '  add()$' "$STATE/output")" 2 "are followed"
ok "not with --no-follow" uprobecap trace --no-follow "p $add:add" -- sh -c "$add 1 & $add 1; wait"
is "$(grep -c '  add()$' "$STATE/output")" 0 "they are not"
mkfifo go
sh -c "read -r line <go; $add 1; exec $add 2" >/dev/null &
shell=$!
start "p $add:add" -p $shell
"$add" 5 >/dev/null
echo >go
wait $shell
ok "a process and its children" wait_for 3 shows 'add\(\)'
end INT "one process"
is "$(grep -c '  add()$' live)" 3 "and nobody else"
like "$(cat live)" '^probe 1 .* delivered 3 ' "says the ledger"
cp "$add" one
ln one two
chmod 755 one two .
start "p $PWD/one:add" -u 65534 -c two
./two 1 >/dev/null
setpriv --reuid 65534 --clear-groups ./one 1 >/dev/null
setpriv --reuid 65534 --clear-groups ./two 1 >/dev/null
ok "of a user, and of a name" wait_for 3 shows '  two  .*  add\(\)$'
end INT "of both"
is "$(grep -c '  add()$' live)" 1 "only what satisfies both"
like "$(cat live)" '^probe 1  add\(\)  hits 3  delivered 1  filtered 2 ' "the others are filtered"

# When it ends.
"$add" 1000000000 >/dev/null &
busy=$!
ok "-n" uprobecap trace -n 10 "p $add:add" -p $busy
is "$(grep -c '  add()$' "$STATE/output")" 10 "ends behind so many hits"
says '^uprobecap: [0-9]+ more hits came before' "and says how many more came"
says '^probe 1 .* balanced$' "the ledger balances all the same"
kill $busy
wait $busy 2>/dev/null
before=$(cut -d . -f 1 /proc/uptime)
ok "--duration" uprobecap trace --duration 1500ms "p $add:add"
after=$(cut -d . -f 1 /proc/uptime)
is "$((after - before >= 1 && after - before < 15))" 1 "ends by itself"
fails "a command goes on when --duration is over" 3 uprobecap trace --duration 1 "p $add:add" -- \
	sh -c "sleep 3; $add; exit 3"
is "$(grep -c '  add()$' "$STATE/output")" 0 "without probes"
: >live
uprobecap trace "p $add:add" -- sh -c "$add; exec sleep 1000" >live &
tracer=$!
wait_for 10 shows '  add\(\)'
kill -TERM $tracer
wait $tracer
is $? 143 "SIGTERM goes to the command"
like "$(tail -n 1 live)" '^probe 1 .* hits 1  delivered 1 ' "with whose end all ends"
uprobecap trace "p $add:add" >pipe.out &
tracer=$!
wait_for 10 is_armed
kill -9 $tracer
wait $tracer 2>/dev/null
is "$(uprobecap status)" "nothing is armed" "when it is killed, nothing stays armed"
mkfifo pipe
uprobecap trace "p $add:add" >pipe 2>said &
tracer=$!
head -n 1 <pipe >first &
wait_for 10 is_armed
"$add" 1 >/dev/null
wait_for 5 test -s first
ok "it ends with head(1), without another hit" wait_for 3 is_gone $tracer
like "$(cat first)" '  add\(\)$' "which had the hit at once, through a pipe"
is "$(cat said)" "" "and does so quietly"

# What the command prints comes between lines, not into them.
uprobecap trace "p $add:add" -- sh -c 'for n in 1 2 3 4 5 6 7 8 9; do '"$add"' 200; echo XXX; done' | cat >mixed
is "$(grep -c -v -E '^([0-9:.]{15}  add  [0-9/]+  add\(\)|XXX|[0-9]+|probe 1 .*)$' mixed)" 0 \
	"in a pipe, lines stay whole beside those of the command"
is "$(grep -c '  add()$' mixed)" 1800 "and none is missing"

# Several at once, at the same site.
start "p $add:add"
first=$tracer
uprobecap trace "p $add:add" "r $add:add" >other &
tracer=$!
wait_for 10 is_armed
"$add" 4 >/dev/null
ok "the first one shows it" wait_for 3 shows '  add\(\)'
kill -INT $first
ok "and ends" wait $first
"$add" 1 >/dev/null
kill -TERM $tracer
ok "and so does the other" wait $tracer
like "$(cat live)" '^probe 1  add\(\)  hits 4  delivered 4 ' "the first has its hits"
like "$(cat other)" '^probe 1  add\(\)  hits 5  delivered 5 ' "the other has its own"
like "$(cat other)" '^probe 2  add ->  hits 5  delivered 5 ' "of both probes"

# Hits of several CPUs, out of rings of their own, come in the order of time.
cat >both <<-EOF
	taskset -c 0 $add 5000 1 2 &
	taskset -c 1 $add 5000 1 2
	wait
EOF
uprobecap trace --json --strict --ring-kb 1024 "p $add:add" -- sh both >shown 2>said
is $? 0 "nothing is lost"
grep '^{"type":"entry"' shown | LC_ALL=C grep -o -E '"(monotonic_ns|cpu)":[0-9]+' | cut -d : -f 2 | paste - - >stamps
is "$(wc -l <stamps)" 10000 "all hits are there"
is "$(cut -f 2 stamps | sort -u | tr '\n' ' ')" "0 1 " "of two CPUs"
ok "in the order of time" sort -c -n -k 1,1 stamps
ok "which are not one CPU's behind the other's" test "$(cut -f 2 stamps | uniq | wc -l)" -gt 4

# Many functions, and where in them.
sites() { # ARGUMENT...: where probes are, of what uprobecap trace is given
	uprobecap trace --json "$@" -- "$TARGETS/landing" |
		sed -n 's/^{"type":"probe".*"function":"\([a-z_]*\)".*"offset":\([0-9]*\),.*/\1 \2/p'
}
push=$(($(offset_of "$TARGETS/landing:landed_push")))
sub=$(($(offset_of "$TARGETS/landing:landed_sub")))
is "$(sites "p $TARGETS/landing:landed_*")" "landed_push $((push + 4))
landed_sub $sub" "all functions of a pattern, behind endbr64 where that is cheaper"
is "$(sites --exact "p $TARGETS/landing:landed_*")" "landed_push $push
landed_sub $sub" "not with --exact"
# shellcheck disable=SC2016
ok "returns there" uprobecap trace 'r '"$TARGETS/landing"':[lb]*_* $retval:s32' -- "$TARGETS/landing"
is "$(sed -n 's/^[0-9].*  \([a-z_]* -> .*\)/\1/p' "$STATE/output")" "landed_push -> arg1=1
landed_sub -> arg1=2
begin_plain -> arg1=3" "are right"
is "$(grep -c -x 6 "$STATE/output")" 1 "and the program runs as it does alone"

# Nearly all of libc: what no kernel probes is left out, and told.
ok "thousands of functions" uprobecap trace --strict 'p libc.so.6:[a-z]*' -- "$add"
# Which function begins so is up to the release's libc.
case $(uname -r) in
6.1.* | *+deb12*)
	says '^uprobecap: .*/libc\.so\.6:pthread_spin_lock cannot be probed: left out$' "but for some"
	;;
esac
says '  add  .*  puts\(\)$|  add  .*  printf\(\)$' "what was called is shown"
says '^[0-9]{4} more probes had no hit$' "and what was not is only counted"
is "$(grep -c '^probe .* hits 0 ' "$STATE/output")" 0 "not told one by one"

# As JSON.
# shellcheck disable=SC2016
uprobecap trace --json 'p '"$add"':add a=$arg1:s32' -- "$add" 1 7 8 >json
is "$(sed -n 's/^{"type":"\([a-z]*\)".*/\1/p' json | tr '\n' ' ')" "header probe entry ledger " \
	"JSON: an object for everything, in order"
like "$(cat json)" '"fields":\{"a":7\}' "with the fields"

# What is not captured, and why.
# shellcheck disable=SC2016
ok "--count" uprobecap trace --count 'c '"$add"':add a=$arg1' -- "$add" 1000
says '^probe 1 .* hits 1000  .*delivered 0 .* counted 1000 .*balanced' "hits are counted"
is "$(grep -c 'add(' "$STATE/output")" 1 "and none is shown"
ok "--sample" uprobecap trace --sample 10 -c add "p $add:add" -- taskset -c 0 "$add" 1000
says '^probe 1 .* hits 1000  .*delivered 100 .* sampled 900 .*balanced' "one of ten is captured"
ok "--limit" uprobecap trace --limit 7 "p $add:add" -- "$add" 1000
says '^probe 1 .* limited 9[0-9][0-9] .*balanced' "so many in a second"
# shellcheck disable=SC2016
ok "--no-fault" uprobecap trace --no-fault "p $TARGETS/strings:take"' text=+0($arg1):string' \
	-- "$TARGETS/strings" untouched
says '  take\(text=\(fault\)\)$' "what was never touched is not brought in"
mkdir -p cgroups
mount -t cgroup2 none cgroups
mkdir cgroups/in cgroups/out
ok "--cgroup" uprobecap trace --cgroup cgroups/in "p $add:add" -- sh -c \
	"echo \$\$ >cgroups/in/cgroup.procs && $add 2 && echo \$\$ >cgroups/out/cgroup.procs && $add 3"
says '^probe 1 .* hits 5  delivered 2  filtered 3 ' "only what runs in it is captured"
fails "a cgroup that is none" 1 uprobecap trace --cgroup "$STATE" "p $add:add" -- touch ran
fails "a cgroup that is not there" 4 uprobecap trace --cgroup nowhere "p $add:add" -- touch ran
fails "a ring of 3 KiB" 2 uprobecap trace --ring-kb 3 "p $add:add" -- touch ran
fails "a sample of none" 2 uprobecap trace --sample 0 "p $add:add" -- touch ran
fails "record does not count" 2 uprobecap record -o counted --count "p $add:add"
ok "none of them has run COMMAND" test ! -e ran

# Losses, and a ring that is too small.
ok "--strict without a loss" uprobecap trace --strict "p $add:add" -- "$add" 1000
start --strict --ring-kb 4 "p $add:add"
kill -STOP "$tracer"
taskset -c 0 "$add" 1000 >/dev/null
kill -CONT "$tracer"
kill -INT "$tracer"
wait "$tracer"
is $? 5 "--strict and a loss: exit 5"
like "$(cat said)" '^uprobecap: hits were lost$' "says so"
like "$(cat live)" '^probe 1 .* hits 1000 .* lost_full 9[0-9][0-9] .*balanced' "--ring-kb: a small ring has room for few"
like "$(cat live)" '  lost [0-9]+ hits ' "and says where"

# Who prints may stand still between its look at the rings and what it says of them.
"$add" 1000000000 >/dev/null &
busy=$!
is_losing() {
	uprobecap status | awk '$1 == 1 && $5 { found = 1 } END { exit !found }'
}
uprobecap trace -n 5000 "c $add:add" -p $busy | {
	wait_for 30 is_losing
	cat
} >gaps
kill $busy
wait $busy 2>/dev/null
is "$(sed -n 's/.* lost .*between \([0-9:.]*\) and \([0-9:.]*\).*/\1 \2/p' gaps |
	awk '$1 > $2 { print "from " $1 " to " $2 }
		END { print NR ? "all" : "none" }')" all "a gap begins before it ends"

# The newest hits, at the end and when asked.
hits() { # of a call with a first argument
	grep -c " add(a=$1)" "$shown"
}

has_hits() { # of a call with a first argument
	[ "$(hits "$1")" -gt 10 ]
}
shown=live
start --overwrite --ring-kb 4 --strict "p $add:add a=\$arg1:u32"
"$add" 3000 1 2 >/dev/null
sleep 0.5
is "$(hits 1)" 0 "--overwrite: hits are kept, not shown"
kill -USR1 "$tracer"
ok "SIGUSR1 shows the newest" wait_for 10 has_hits 1
sleep 0.5
"$add" 3000 5 2 >/dev/null
"$add" 1 7 2 >/dev/null
sleep 0.5
is "$(hits 5)" 0 "then they are kept again"
end INT "--overwrite, also with --strict"
ok "the end shows them" has_hits 5
is "$(hits 7)" 1 "up to the last one"
like "$(tail -n 1 live)" 'hits 6001  delivered 6001  .* balanced$' "and the ledger"
like "$(cat live)" 'lost 2[0-9]* hits' "what gave way is told as lost"
env --default-signal=INT uprobecap record -o recording --overwrite --ring-kb 4 --strict "p $add:add a=\$arg1:u32" 2>said &
tracer=$!
wait_for 10 is_armed
"$add" 3000 1 2 >/dev/null
kill -INT $tracer
ok "record --overwrite ends well, too" wait $tracer
shown=newest
uprobecap report recording >newest
ok "with the newest hits" has_hits 1

unload
done_testing

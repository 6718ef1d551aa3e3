#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Whose hits a session captures: processes and their children, users, names, cgroups;
# never the reader's own. Processes that are left out have no breakpoint.
# timeout: 180
. "$LIB"

calls=$TARGETS/calls
site=$(offset_of "$calls:work")

# A session of work(); what it shall do then is on standard input. Its last ledger is
# in $ledger, and $captured has N of each work(N), sorted.
session() { # CONFIG...
	rm -f hits
	# shellcheck disable=SC2016 # the probe's own $
	{
		printf 'config %s\ntarget %s\nsites %s\nadd c n=$arg1:s32\nenable\n' "$*" "$calls" "$site"
		cat
		printf 'ledgers\ndrain hits\n'
	} | "$TARGETS/client" >said
	ledger=$(sed -n 's/^ledger 1 //p' said | tail -n 1)
	decode hits
	captured=$(sed -n 's/^{"type":"call".*"n":\([0-9]*\)}}$/\1/p' hits.json | sort | tr '\n' ' ')
}

load

# A process, what it starts, and what that starts when its parent is no more.
family() { # FLAGS
	rm -f go gone
	sh -c 'while ! [ -e go ]; do sleep 0.1; done
		'"$calls"' second
		( '"$calls"' relay >relayed; ( sleep 1; '"$calls"' fork; touch gone ) & ) &
		exec '"$calls"' sleep' &
	session "flags=$1" "pid=$!" <<-EOF
		run $calls second; touch go
		run while ! [ -e gone ]; do sleep 0.1; done
		run $calls second
	EOF
	wait
}

family 4
is "$captured" "1 1 2 2 2 2 5 " "following: a process, its children, and theirs when it has exited"
is "$ledger" "hits=7 delivered=7 unmatched=1 balanced" "and nobody else comes to the site"
family 0
is "$captured" "1 2 " "not following: the process alone"
is "$ledger" "hits=2 delivered=2 balanced" "and its children do not come to the site"

# Processes that work() when they are told to.
mkfifo orders others
"$calls" serve <orders >answers &
served=$!
exec 8>orders
"$calls" serve <others >other-answers &
other=$!
exec 7>others
wait_for 5 test -s answers
wait_for 5 test -s other-answers

session "pid=$served" <<-EOF
	run echo 3 >orders; echo 4 >others; $calls fork
	run while ! grep -q 30 answers || ! grep -q 40 other-answers; do sleep 0.1; done
EOF
is "$captured/$ledger" "3 /hits=1 delivered=1 balanced" "of two that run already, one"

# What lies at the site.
byte_of() { # PID
	dd if="/proc/$1/mem" bs=1 count=1 skip="$((address))" 2>/dev/null | od -A n -t x1 | tr -d ' '
}

address=$(head -n 1 answers)
is "$(head -n 1 other-answers)" "$address" "both have the site at the same address"
before=$(byte_of $other)

bytes_of() { # CONFIG: at the site, in the one, in the other, and in one that comes later
	"$TARGETS/client" >said <<-EOF &
		config $*
		target $calls
		sites $site
		add p
		enable
		run touch armed; while [ -e armed ]; do sleep 0.1; done
	EOF
	wait_for 10 test -e armed
	"$calls" serve <others >later-answers &
	wait_for 5 test -s later-answers
	echo "$(byte_of $served) $(byte_of $other) $(byte_of $!)"
	kill $!
	rm armed
	wait_for 10 grep -q run said
}

is "$(bytes_of "pid=$served")" "cc $before $before" "a breakpoint in the process that is named only"
is "$(bytes_of ring_kb=4)" "cc cc cc" "or in all of them"
unarmed() {
	[ "$(byte_of $served) $(byte_of $other)" = "$before $before" ]
}
ok "and behind the session in none" wait_for 10 unarmed

# A number that has become another's.
begin_third() {
	"$calls" serve <others >third-answers &
	third=$!
	wait_for 5 test -s third-answers
}

reused() { # FLAGS
	begin_third
	session "flags=$1" "pid=$third" <<-EOF
		run kill $third; while [ -e /proc/$third ]; do sleep 0.1; done
		run echo $((third - 1)) >/proc/sys/kernel/ns_last_pid
		run echo \$\$ >reused; exec $calls second
	EOF
	wait $third 2>/dev/null
	is "$(cat reused)" "$third" "a process has the number of one that has exited"
}

reused 4
is "$captured/$ledger" "/balanced" "following: it is not that one"
reused 0
is "$captured/$ledger" "/balanced" "not following: it is not, either"
unload

begin_third
load "filename=$calls" "offset=$site" type=p "pid=$third"
kill $third
wait $third 2>/dev/null
echo $((third - 1)) >/proc/sys/kernel/ns_last_pid
sh -c 'echo $$ >reused; exec "$@"' sh "$calls" second >/dev/null
drain stream
unload
is "$(cat reused)" "$third" "and once more"
is "$(account 1)" "" "the module's parameter does not mean that one, either"
exec 8>&- 7>&-
wait
load

# Users, names.
as_nobody="setpriv --reuid 65534 --clear-groups"
session uid=65534 uid=4711 <<-EOF
	run $calls fork
	run $as_nobody $calls second
EOF
is "$captured/$ledger" "2 /hits=4 delivered=1 filtered=3 balanced" "a user"
ln -s "$calls" another-name
session comm=another-name <<-EOF
	run $calls fork
	run ./another-name second
EOF
is "$captured/$ledger" "2 /hits=4 delivered=1 filtered=3 balanced" "a name"
session comm=another-name uid=65534 <<-EOF
	run ./another-name second
	run $as_nobody $calls second
EOF
is "$captured/$ledger" "/hits=2 filtered=2 balanced" "both must be right"

# cgroups
mkdir groups
mount -t cgroup2 none groups
mkdir -p groups/one/below groups/two
session flags=8 cgroup=groups/one <<-EOF
	run echo \$\$ >groups/one/below/cgroup.procs; exec $calls relay
	run echo \$\$ >groups/one/cgroup.procs; exec $calls second
	run echo \$\$ >groups/two/cgroup.procs; exec $calls exit
	run $calls fork
EOF
is "$captured/$ledger" "2 5 /hits=6 delivered=2 filtered=4 balanced" "a cgroup, and what is below"
session flags=8 cgroup=/tmp </dev/null
like "$(cat said)" '^config Bad file descriptor$' "a folder that is no cgroup"
umount groups

# The reader's own.
library=$(ldd "$calls" | sed -n 's/.*=> \(.*libc\.so[^ ]*\) .*/\1/p')
"$TARGETS/client" <<-EOF >said
	target $library
	sites $(offset_of "$library:ioctl")
	add p
	enable
	disable 2
	disable 3
	ledgers
	run stty -F /dev/ttyS0 >tty
	ledgers
EOF
like "$(sed -n '/^ledger/p' said | sed -n 1p)" '^ledger 1 hits=[1-9][0-9]* filtered=[1-9][0-9]* balanced$' \
	"the reader's own is not captured"
like "$(sed -n '/^ledger/p' said | sed -n 2p)" '^ledger 1 hits=[1-9][0-9]* delivered=[1-9].* balanced$' \
	"but that of its children is"
is "$("$TARGETS/stranger" "$(offset_of "$TARGETS/stranger:work")" | paste -s -d ,)" \
	"0 after the first,3 after the second" "and that of who gets its number"
unload

done_testing

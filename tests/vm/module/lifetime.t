#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What ends while something else still knows it: probes with calls inside, threads,
# memory that two processes have.
. "$LIB"

target=$TARGETS/lifetime
mkfifo steps lines
load

# The client and the target run beside this script, which tells them line by line what to do.
begin_client() {
	: >said
	"$TARGETS/client" <steps >said &
	client=$!
	exec 3>steps
}

begin() { # WAY ARGUMENT...
	begin_client
	: >heard
	"$target" "$@" <lines >heard &
	traced=$!
	exec 4>lines
	wait_for 10 grep -q ready heard
}

has_answers() { # NUMBER FILE
	[ "$(wc -l <"$2")" -ge "$1" ]
}

tell() { # ANSWERS LINE...: to the client, which says so many lines
	_answers=$(($(wc -l <said) + $1))
	shift
	printf '%s\n' "$@" >&3
	wait_for 30 has_answers "$_answers" said
}

let_go() { # the target goes one step
	_answers=$(($(wc -l <heard) + 1))
	echo >&4
	wait_for 30 has_answers "$_answers" heard
}

finish() {
	exec 3>&- 4>&-
	wait $traced $client
	diag "$(cat said)"
}

last_ledger() { # PROBE
	grep "^ledger $1 " said | tail -n 1
}

# Sites of two functions for one ADD, and which of the two probes is whose.
two_sites() { # FUNCTION OTHER
	one=$(printf %d "$(offset_of "$target:$1")")
	two=$(printf %d "$(offset_of "$target:$2")")
	if [ "$one" -lt "$two" ]; then
		echo "sites $one 2 $((two - one))"
		one=1 two=2
	else
		echo "sites $two 2 $((one - two))"
		one=2 two=1
	fi >sites
}

two_sites stay pass
begin crowd 300
tell 3 "config calls=64" "target $target" "$(cat sites)" "add c" enable
let_go
tell 2 "disable $one 1" "remove $one 1"
let_go
tell 1 ledgers
is "$(last_ledger $two)" "ledger $two hits=1 delivered=1 balanced" \
	"what waits for a probe that is removed waits no longer"
finish
is "$(grep -c ' 0$' said)" 5 "the client: no step fails"

begin zombie
tell 3 "target $target" "sites $(offset_of "$target:leave")" "add c" enable ledgers
let_go
tell 1 ledgers
is "$(last_ledger 1)" "ledger 1 hits=1 missed_exit=1 balanced" \
	"a thread that ended while others go on has left its calls"
finish

two_sites leave pass
begin jumps 200
tell 3 "config calls=64" "target $target" "$(cat sites)" "add c" enable
let_go
tell 2 ledgers
is "$(last_ledger $one | grep -c missed_full)" 0 "jumps from ever less deep do not fill the table"
is "$(last_ledger $two)" "ledger $two hits=1 delivered=1 balanced" "there is room for a call behind them"
finish

# The child is no process of the session; the parent is before and behind it.
two_sites leave pass
begin vfork
tell 5 "config pid=$traced" "target $target" "$(cat sites)" "add p" "add r" "add c" enable
let_go
tell 6 ledgers
for added in 0 2 4; do
	is "$(last_ledger $((added + two)))" "ledger $((added + two)) hits=3 delivered=2 filtered=1 balanced" \
		"vfork: the child does not take the breakpoints of its parent out"
	is "$(last_ledger $((added + one)))" "ledger $((added + one)) hits=1 delivered=1 balanced" \
		"nor returns from where its parent is"
done
finish

ok "unloads" unload
done_testing

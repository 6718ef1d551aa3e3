#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Programs where much else goes on: signals all the time, a thousand threads, stacks that
# are switched, and all of them killed. Their results are their own, and each hit counts.
# memory: 768M
# kernels: one
. "$LIB"

storm=$TARGETS/storm
site=$(offset_of "$storm:visit")

# shellcheck disable=SC2016 # the probe's own $
arm() { # TYPE
	case $1 in
	p) load "filename=$storm" "offset=$site" type=p ring_kb=4096 'args=n=$arg1:s64' ;;
	r) load "filename=$storm" "offset=$site" type=r ring_kb=4096 'retargs=r=$retval:s64' ;;
	c) load "filename=$storm" "offset=$site" type=c ring_kb=4096 'args=n=$arg1:s64' 'retargs=r=$retval:s64' ;;
	esac
}

capture() { # TYPE WAY [N]
	type=$1
	shift
	arm "$type"
	"$storm" "$@" >said || echo "exit code $?" >>said
	drain stream
	unload
}

# How many calls of the recording have another's result.
wrong() {
	sed -n 's/^{"type":"call".*"n":\([0-9]*\),"r":\([0-9]*\)}}$/\1 \2/p' stream.json |
		awk '$2 != 10 * $1' | wc -l
}

hits() {
	grep -c -E '^{"type":"(entry|return|call)"' stream.json
}

# Of so many at once a bucket of the table may be full for one.
missed() {
	account 1 | tr ' ' '\n' | awk -F = '/^missed_(exit|full)=/ { sum += $2 } END { print sum }'
}

count=$((2000 / PATIENCE))
for type in p r c; do
	capture $type signals $count
	is "$(cat said)" right "$type: a storm of signals: the program's results"
	ok "$type: signals came ($(($(hits) - 2 * count)) hits are theirs)" test "$(hits)" -gt $((2 * count))
	is "$(account 1)" "hits=$(hits) delivered=$(hits)" "$type: a storm of signals: the ledger"
done
is "$(wrong)" 0 "each call has its own result"

capture c threads 1000
is "$(cat said)" right "1,000 threads that start and end: the program's results"
is "$(account 1)" "hits=1000 delivered=1000" "the ledger"
is "$(wrong)" 0 "each call has its own result"
is "$(sed -n 's/^{"type":"call".*"n":\([0-9]*\),"r".*/\1/p' stream.json | sort -n | uniq | wc -l)" 1000 \
	"each of them once"

arm c
mkfifo lines
"$storm" crowd 1000 >lines &
crowd=$!
read -r line <lines
is "$line" inside "1,000 threads are inside"
kill -9 $crowd
wait $crowd
# A reader has the calls counted whose threads are no more.
drain stream
is "$(account 1 | sed 's/ .*//') missed=$(missed)" "hits=1000 missed=1000" "and killed there: the ledger"
"$storm" threads 20 >said
drain stream
is "$(cat said) $(account 1 | sed 's/ missed.*//') missed=$(missed)" "right hits=1020 delivered=20 missed=1000" \
	"others have room behind them"
unload

for type in p r c; do
	capture $type contexts 20
	is "$(cat said)" right "$type: stacks that take turns: the program's results"
	is "$(account 1)" "hits=40 delivered=40" "$type: stacks that take turns: the ledger"
done
is "$(wrong)" 0 "each call has its own result"

# The kernel takes calls that wait on a stack below the new one for left, and ends the
# program when they return. So only entries can be probed here, which uprobecap(4) says.
capture p above
is "$(cat said)" right "p: a stack above the one that waits: the program's results"
is "$(account 1)" "hits=2 delivered=2" "p: the ledger"

done_testing

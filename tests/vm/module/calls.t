#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Functions that call themselves, run in several threads, fork, exec, never return.
. "$LIB"

arm() { # TARGET SITE ENTRY-FIELDS RETURN-FIELDS
	load "filename=$TARGETS/$1" "offset=$(offset_of "$TARGETS/$1:$2")" "args=$3" "retargs=$4"
}

hits() { # TYPE: the fields of the hits of the recording, in its order, one a line
	sed -n "s/^{\"type\":\"$1\".*\"fields\":{\(.*\)}}\$/\1/p" stream.json
}

arm recursion descend 'depth=$arg1:s32' 'depth=$retval:s32'
is "$("$TARGETS/recursion" 10)" 10 "recursion: the target's own result"
drain stream
is "$(hits entry | tr '\n' ' ')" "$(seq -f '"depth":%.0f' -s ' ' 10 -1 0) " \
	"recursion: the entries, outermost first"
is "$(hits return | tr '\n' ' ')" "$(seq -f '"depth":%.0f' -s ' ' 0 10) " \
	"recursion: the returns, innermost first"
balances 1 "recursion"
unload

arm threads work '"thread=$arg1:u8 n=$arg2:u32"' 'result=$retval:u32'
"$TARGETS/threads" 200 >/dev/null
drain stream
is "$(hits entry | wc -l) $(hits return | wc -l)" "800 800" "threads: every hit of each"
is "$(sed -n 's/^{"type":"entry".*"tid":\([0-9]*\),.*/\1/p' stream.json |
	sort -u | wc -l)" 4 "threads: each by its own number"
for thread in 0 1 2 3; do
	is "$(hits entry | sed -n "s/\"thread\":$thread,\"n\"://p" | tr '\n' ' ')" \
		"$(seq -s ' ' 0 199) " "threads: the entries of thread $thread in their order"
done
times=$(sed -n 's/^{"type":"\(entry\|return\)","time":\([0-9]*\),.*/\2/p' stream.json)
is "$(echo "$times" | sort -n | cksum)" "$(echo "$times" | cksum)" "threads: all in order of time"
balances 1 "threads"
balances 2 "threads"
unload

arm processes mark 'who=$arg1:s32' 'result=$retval:s32'
"$TARGETS/processes" fork
drain stream
is "$(hits entry | sort | tr '\n' ' ')" '"who":1 "who":2 ' "fork: parent and child are captured"
is "$(sed -n 's/^{"type":"entry".*"pid":\([0-9]*\),.*/\1/p' stream.json |
	sort -u | wc -l)" 2 "fork: as two processes"
is "$(hits return | sort | tr '\n' ' ')" '"result":10 "result":20 ' "fork: and both return"
unload

arm processes mark 'who=$arg1:s32' 'result=$retval:s32'
"$TARGETS/processes" exec
drain stream
is "$(hits entry | tr '\n' ' ')" '"who":1 "who":2 ' "exec: before and behind it"
is "$(hits return | tr '\n' ' ')" '"result":10 "result":20 ' "exec: and the returns"
unload

arm processes leave 'status=$arg1:s32' 'result=$retval:s32'
fails "exit inside the function: the target's own status" 7 "$TARGETS/processes" exit
drain stream
is "$(hits entry | tr '\n' ' ')" '"status":7 ' "exit inside the function: the entry"
is "$(hits return | wc -l)" 0 "exit inside the function: and no return"
is "$(ledger 1 hits)" 1 "exit inside the function: the ledger of the entry"
unload

done_testing

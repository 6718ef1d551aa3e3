#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# trace --overwrite and record --overwrite: the newest hits, at the end and when asked.
. "$LIB"

add=$TARGETS/add

start() { # COMMAND...: until it is armed
	env --default-signal=INT uprobecap "$@" --overwrite --ring-kb 4 --strict "p $add:add a=\$arg1:u32" \
		>shown 2>said &
	tracer=$!
	wait_for 20 is_armed
}

is_armed() {
	uprobecap status >listed && grep -q "pid $tracer " listed && ! grep -q '(not armed)$' listed
}

hits() { # of a call with a first argument
	grep -c " add(a=$1)" shown
}

has_hits() { # of a call with a first argument
	[ "$(hits "$1")" -gt 10 ]
}

load
start trace
"$add" 3000 1 2 >/dev/null
sleep 1
is "$(hits 1)" 0 "hits are kept, not shown"
kill -USR1 $tracer
ok "SIGUSR1 shows the newest" wait_for 10 has_hits 1
sleep 1
"$add" 3000 5 2 >/dev/null
"$add" 1 7 2 >/dev/null
sleep 1
is "$(hits 5)" 0 "then they are kept again"
kill -INT $tracer
wait $tracer
is $? 0 "it ends well, also with --strict"
ok "the end shows them" has_hits 5
is "$(hits 7)" 1 "up to the last one"
like "$(tail -n 1 shown)" 'hits 6001  delivered 6001  .* balanced$' "and the ledger"
like "$(cat shown)" 'lost 2[0-9]* hits' "what gave way is told as lost"

start record -o recording
"$add" 3000 1 2 >/dev/null
kill -INT $tracer
wait $tracer
is $? 0 "record does so, too"
uprobecap report recording >shown
ok "with the newest hits" has_hits 1
unload
done_testing

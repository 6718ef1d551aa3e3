#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# timeout: 450
# Each allocation and each copy of each call that a session is made of fails once: the call
# fails with an honest error, or works; the next try works, nothing stays armed, nothing leaks.
. "$LIB"

add=$TARGETS/add
let_fail

load
"$TARGETS/failing" "$add" "$(offset_of "$add:add")" | tee said
is "$(grep -c '^ok' said)" 22 "each call of three kinds of sessions"
ok "which were made to fail" test "$(sed -n 's/.*: each of \([0-9]*\) failures.*/\1/p' said |
	awk '{ sum += $1 } END { print sum + 0 }')" -gt 50
nobody_has_any() {
	[ "$(uprobecap status)" = "nothing is armed" ]
}
ok "nothing stays armed" wait_for 20 nobody_has_any
is "$("$add" 1 1 2)" 3 "the target runs as ever"
unload

done_testing

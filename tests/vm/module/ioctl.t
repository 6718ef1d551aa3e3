#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What programs may ask of a session, and what is refused; the end of a session.
. "$LIB"

locked=$TARGETS/locked

load
"$TARGETS/ioctls" "$locked" "$(offset_of "$locked:main")" "$(offset_of "$locked:locked")"
is $? 0 "all of it was asked"

# Somebody who has been killed leaves nothing behind.
printf 'target %s\nsites %s\nadd p\nenable\nrun touch armed; sleep 100\n' "$TARGETS/calls" \
	"$(offset_of "$TARGETS/calls:work")" | "$TARGETS/client" >said &
wait_for 10 test -e armed
kill -KILL $! 2>/dev/null
pkill -KILL -x sleep
wait
nobody_has_any() {
	[ "$(uprobecap status)" = "nothing is armed" ]
}
ok "the session of one that was killed ends" wait_for 10 nobody_has_any

# A session with calls under way ends at once, and so does the module.
mkfifo orders
"$TARGETS/calls" serve <>orders >answers &
served=$!
"$TARGETS/client" <<-EOF >said
	target $TARGETS/calls
	sites $(offset_of "$TARGETS/calls:work") 16 0
	add c
	enable
	run echo '(1' >orders; while ! grep -q inside answers; do sleep 0.1; done
	ledgers
	clock
	close
	clock
EOF
is "$(grep -c '^ledger [0-9]* hits=1 in_flight=1 balanced$' said)" 16 "a session with calls under way"
ok "is closed at once" test "$(sed -n 's/^clock //p' said | tail -n 1)" -lt 1000
ok "and the module unloads" unload
echo ')' >orders
ok "the calls go on" wait_for 10 grep -q -x 10 answers
kill $served

done_testing

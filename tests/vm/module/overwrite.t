#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Rings that keep the newest hits: what was overwritten is counted, what is held is not
# overwritten, and both are told.
. "$LIB"

add=$TARGETS/add
UPROBECAP_OVERWRITE=0x20

load
mkfifo orders
"$TARGETS/client" <>orders >said &
client=$!

wait_said() {
	[ "$(grep -c '^run 7$' said)" -gt "$done" ]
}

tell() { # LINE: and wait until it was done
	done=$(grep -c '^run 7$' said)
	printf '%s\nrun exit 7\n' "$1" >orders
	wait_for 20 wait_said
}

hits() { # of the last drain
	grep -c '^{"type":"entry"' stream.json
}

lost() { # as the last loss record of each CPU says
	sed -n 's/^{"type":"lost".*"total":\([0-9]*\).*"cpu":\([0-9]*\).*/\2 \1/p
		s/^{"type":"lost".*"cpu":\([0-9]*\).*"total":\([0-9]*\).*/\1 \2/p' stream.json |
		awk '{ last[$1] = $2 } END { for (cpu in last) sum += last[cpu]; print sum + 0 }'
}

read_all() {
	tell "drain stream"
	decode stream
}

tell "config flags=$UPROBECAP_OVERWRITE ring_kb=4"
tell "target $add"
tell "sites $(offset_of "$add:add")"
tell 'add p first=$arg1'
tell enable
"$add" 10 1 2 >/dev/null
read_all
is "$(hits)" 0 "hits are not handed out before they are held"
"$add" 5000 1 2 >/dev/null
tell "hold 1"
read_all
kept=$(hits)
ok "what is held is handed out" test "$kept" -gt 40
is "$((kept + $(lost)))" 5010 "the others were overwritten, and are counted"
first=$(grep -m 1 '"type":"entry"\|"type":"lost"' stream.json)
like "$first" '^{"type":"lost"' "which is told before what was kept"
tell ledgers
like "$(cat said)" '^ledger 1 hits=5010 delivered=5010 balanced$' "the ledger balances"

"$add" 1000 1 2 >/dev/null
tell ledgers
like "$(tail -n 3 said)" '^ledger 1 hits=6010 delivered=[0-9]* lost_full=[0-9]* balanced$' \
	"while they are held, new ones are lost"
read_all
is "$(($(hits) + $(lost)))" 6010 "and told as any other"

tell "hold 0"
"$add" 3000 1 2 >/dev/null
before=$(hits)
tell "hold 1"
read_all
ok "then the newest are kept again" test "$(hits)" -gt $((before + 40))
is "$(($(hits) + $(lost)))" 9010 "and nothing is missing"

# Texts may be as large as the ring, and are not; what is lost behind that is told in its place.
tell "use 1"
tell "config flags=$UPROBECAP_OVERWRITE ring_kb=4"
tell 'add p text=+0($stack):string who=$comm'
tell enable
taskset -c 0 "$add" 5000 1 2 >/dev/null
tell "hold 1"
taskset -c 0 "$add" 200 1 2 >/dev/null
read_texts() {
	tell "drain texts"
	decode texts
	mv texts.json stream.json
}
read_texts
is "$(($(hits) + $(lost)))" 5200 "each hit is handed out, or told as lost"
ok "they were lost from the first on" test \
	"$(sed -n 's/^{"type":"lost".*"since":\([0-9]*\).*/\1/p' stream.json | head -n 1)" -lt \
	"$(sed -n 's/^{"type":"entry".*"time":\([0-9]*\).*/\1/p' stream.json | head -n 1)"
before=$(hits)
tell "hold 0"
taskset -c 0 "$add" 5000 1 2 >/dev/null
tell "hold 1"
read_texts
ok "records that may fill the ring, and do not, are kept ($(($(hits) - before)))" test "$(hits)" -gt $((before + 10))
kill $client
wait $client

# Against hits on all CPUs, held and released again and again.
for cpu in 0 1; do
	taskset -c $cpu sh -c "while :; do $add 2000 1 2; done" >/dev/null &
	loads="$loads $!"
done
{
	printf 'config flags=%s ring_kb=4\ntarget %s\nsites %s\nadd p first=$arg1\nenable\n' \
		$UPROBECAP_OVERWRITE "$add" "$(offset_of "$add:add")"
	yes 'hold 1
		drain busy
		hold 0
		run sleep 0.05' | sed 's/^[[:space:]]*//' | head -n 80
	printf 'disable\nhold 1\ndrain busy\nledgers\n'
} | "$TARGETS/client" >said
# shellcheck disable=SC2086 # two words
kill $loads
decode busy
mv busy.json stream.json
like "$(tail -n 1 said)" '^ledger 1 .* balanced$' "under load, too, the ledger balances"
is "$(($(hits) + $(lost)))" "$(sed -n 's/^ledger 1 hits=\([0-9]*\) .*/\1/p' said)" \
	"and all hits are handed out, or told as lost"
unload
done_testing

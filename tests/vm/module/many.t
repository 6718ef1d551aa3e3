#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Thousands of sites in one session.
# timeout: 240
# kernels: one
. "$LIB"

many=$TARGETS/many
first=$(offset_of "$many:many_0")

ms() { # NR: of the NR-th clock
	sed -n 's/^clock //p' said | sed -n "$1p"
}

load
for type in p c; do
	rm -f hits
	# The program runs already at the second time.
	"$TARGETS/client" <<-EOF >said
		config ring_kb=4096
		target $many
		sites $first 10000 16
		clock
		add $type
		clock
		enable
		clock
		run $many 2 >calls
		ledgers
		drain hits
		clock
		disable
		clock
		run $many 2 >/dev/null
		close
		clock
	EOF
	is "$(cat calls)" 20000 "type $type: 10,000 functions are called"
	is "$(grep -c '^ledger [0-9]* hits=2 delivered=2 balanced$' said)" 10000 "each of them twice"
	decode hits
	is "$(sed -n 's/^{"type":"\(entry\|call\)",.*"probe":\([0-9]*\),.*/\2/p' hits.json | sort -n | uniq -c |
		awk '$1 == 2 && $2 == NR' | wc -l)" 10000 "and each by its own probe"
	is "$(sed -n 's/^{"type":"\(entry\|call\)",.*"function":"\([a-z0-9_]*\)".*/\2/p' hits.json |
		sort -u | wc -l)" 10000 "of another name each"
	ok "each is armed once: it takes seconds, not minutes" test "$(ms 3)" -lt $((10000 * PATIENCE))
	diag "type $type: add $(ms 2) ms, enable $(ms 3) ms, disable $(ms 5) ms"
done

# The last one is refused: none of them is armed.
"$TARGETS/client" <<-EOF >said
	target $many
	sites $first 10000 16
	add p
	target $TARGETS/locked
	sites $(offset_of "$TARGETS/locked:locked")
	add p
	enable
	run $many >/dev/null
	ledgers
EOF
is "$(sed -n 3p said)" "enable Operation not supported" "one that cannot be probed is refused"
like "$(sed -n 4p said)" '^probe 10001: .*locked: the kernel cannot probe the instruction there' "by its number"
is "$(grep -c '^ledger [0-9]* balanced$' said)" 10001 "and none of all has hits"
unload

done_testing

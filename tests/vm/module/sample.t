#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# One hit of N, and no more than N records a second: what they drop is counted, by cause.
# kernels: one
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")

# What became of 1,000 calls on one CPU.
outcome() { # SAMPLE LIMIT SPEC [CONFIG]
	"$TARGETS/client" <<-EOS >said
		config ${4:-ring_kb=1024}
		target $add
		sites $site
		sample $1
		limit $2
		add $3
		enable
		run taskset -c 1 $add 1000 2 3 >/dev/null
		ledgers
	EOS
	sed -n 's/^ledger 1 //p' said
}

load
for type in p r c; do
	is "$(outcome 10 0 "$type")" "hits=1000 delivered=100 filtered=900 sampled=900 balanced" \
		"type $type: one of 10"
done
is "$(outcome 1 0 p)" "hits=1000 delivered=1000 balanced" "one of 1 is all"
is "$(outcome 1001 0 p)" "hits=1000 delivered=1 filtered=999 sampled=999 balanced" "the first one of 1,001"
is "$(outcome 10 0 p flags=1)" "hits=1000 filtered=900 counted=100 sampled=900 balanced" \
	"one of 10 is counted"
# shellcheck disable=SC2016 # the probe's own $
is "$(outcome 10 0 'p a=$arg1:s32 if a == 3')" "hits=1000 filtered=1000 sampled=900 balanced" \
	"one of 10, and a filter"

# A second may end in between, anywhere.
few='(2[0-9]|[3-9][0-9]|1[01][0-9]|120)'
for type in p r c; do
	outcome 0 20 "$type" >limited
	like "$(cat limited)" '^hits=1000 delivered='"$few"' filtered=[89][0-9]* limited=[89][0-9]* balanced$' \
		"type $type: 20 records a second"
done
like "$(outcome 2 20 p)" '^hits=1000 delivered=[2-9][0-9] filtered=9[0-9]* sampled=500 limited=4[0-9]* balanced$' \
	"one of 2, and of these 20 a second"
like "$(outcome 0 20 p flags=1)" '^hits=1000 filtered=[89][0-9]* counted='"$few"' limited=[89][0-9]* balanced$' \
	"20 a second are counted"

# A new second has a new limit.
"$TARGETS/client" <<-EOS >said
	target $add
	sites $site
	limit 5
	add p
	enable
	run $add 100; sleep 1.1; $add 100; sleep 1.1; $add 100
	ledgers
EOS
like "$(cat said)" '^ledger 1 hits=300 delivered=(15|20|25|30) ' "5 records in each of three seconds"

# Both CPUs have one limit.
"$TARGETS/client" <<-EOS >said
	target $add
	sites $site
	limit 50
	add p
	enable
	run taskset -c 0 $add 3000 & taskset -c 1 $add 3000; wait
	ledgers
EOS
delivered=$(sed -n 's/^ledger 1 hits=6000 delivered=\([0-9]*\) .* limited=.* balanced$/\1/p' said)
ok "two CPUs: 50 records a second" test "${delivered:-0}" -ge 50 -a "${delivered:-0}" -lt 3000
diag "$(cat said)"
unload

done_testing

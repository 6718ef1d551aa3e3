#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A traced program computes what it computes alone: registers, flags, vector and x87 state,
# its stack and what lies below it, errno; whatever instruction carries the probe, while
# others compute on the same CPU. Nothing here has shadow stacks: no emulated CPU does.
# kernels: one
. "$LIB"

results=$TARGETS/results
first=$(offset_of "$results:begin_nop10")
count=50

run() { # FILE
	taskset -c 0 "$results" $count >"$1"
}

# Behind a return, what lies below the stack pointer belongs to nobody.
without_below() { # FILE
	grep -v '^  below' "$1"
}

of_words() { # FILE: the instructions whose calls are not all alike
	sed -n '/: 0 of/!s/^\(.*\): .* not as the first$/\1/p' "$1"
}

taskset -c 0 "$TARGETS/vector" noise &
noise=$!
run alone
run again
nr=$(($(grep -c ' not as the first$' alone) / 2))
ok "there are at least 21 kinds of instructions ($nr)" test "$nr" -ge 21
if grep -q -w avx /proc/cpuinfo; then
	is "$nr" 23 "the upper halves of ymm, too"
else
	skip "the upper halves of ymm, too" "this CPU has no AVX"
fi
is "$(of_words alone)" "" "alone, each call leaves the same"
is "$(cksum <again)" "$(cksum <alone)" "and in each run"

load
"$TARGETS/client" <<-EOF >said
	target $results
	sites $first
	add p
	enable
EOF
if ! grep -q '^enable 0' said; then
	diag "this kernel cannot probe a nop of 10 bytes"
	first=$((first + 64)) nr=$((nr - 1))
fi
# shellcheck disable=SC2016 # the probe's own $
for spec in p 'p a=%ax text=+0(%di):string word=$stack1 v=%xmm0:f64' \
	r 'r a=$retval text=+0(%di):string v=%xmm0:f64' \
	'c a=$arg1 text=+0(%di):string v=%xmm0:f64 -> b=$retval again=+0($arg1):string w=%xmm1:f64'; do
	"$TARGETS/client" <<-EOF >said
		config ring_kb=4096
		target $results
		sites $first $nr 64
		add $spec
		enable
		run taskset -c 0 $results $count >traced
		ledgers
	EOF
	is "$(of_words traced)" "" "$spec: each call leaves the same"
	case $spec in
	p*) is "$(cksum <traced)" "$(cksum <alone)" "$spec: as alone" ;;
	*) is "$(without_below traced | cksum)" "$(without_below alone | cksum)" "$spec: as alone" ;;
	esac || diag "$(diff alone traced | cut -c 1-400 | head -n 4)"
	is "$(grep -c "^ledger [0-9]* hits=$((2 * count)) delivered=$((2 * count)) balanced\$" said)" \
		"$((nr - 1))" "$spec: each has its hits, but for rep, which has one each time around"
	diag "$(grep -v " delivered=$((2 * count)) " said)"
done
ok "others computed meanwhile" kill $noise

done_testing

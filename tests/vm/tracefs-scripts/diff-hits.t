#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The comparison itself, with what it is given written by hand: whatever may
# differ must be found, and nothing else.
. "$LIB"

SPEC='p /bin/x:0x1234 n=%di:s32 big=%si text=+0(%dx):string list=+0(%cx):s8[2] c=%r8:char'
export SPEC

# One hit as the module prints it, and as tracefs does: TID MICROSECONDS N
module_hit() {
	printf '{"type":"entry","time_ns":1,"monotonic_ns":%d000,"probe":1,"function":"f","cpu":0,' "$2"
	printf '"pid":7,"tid":%d,"uid":0,"comm":"x","ip":94000000000564,"fields":{"n":%d,' "$1" "$3"
	printf '"big":18446744073709551615,"text":"a\\"b\\\\ \\u0001\\n big=1","list":[-1,2],"c":"A"}}\n'
}

trace_hit() {
	printf '       a x-1-%d     [001] DNZff     %d.%06d: p1_9: (0x557e149be234) n=%d ' "$1" \
		$(($2 / 1000000)) $(($2 % 1000000)) "$3"
	printf 'big=0xffffffffffffffff text="a"b\\ \001\n big=1" list={-1,2} c=0x41\n'
}

mark() { # MICROSECONDS TEXT
	printf '        cat-9     [000] .....     %d.%06d: tracing_mark_write: uprobe-record.sh: %s\n' \
		$(($1 / 1000000)) $(($1 % 1000000)) "$2"
}

# Three hits of two threads.
module_hits() {
	module_hit 11 5000010 -1
	module_hit 12 5000020 2
	module_hit 11 5000030 3
}

trace_hits() {
	trace_hit 11 5000011 -1
	trace_hit 12 5000021 2
	trace_hit 11 5000031 3
}

ledger() { # HITS DELIVERED FILTERED LOST_FULL
	printf '{"type":"ledger","probe":1,"hits":%d,"delivered":%d,"filtered":%d,' "$1" "$2" "$3"
	printf '"lost_full":%d,"lost_too_big":0,"balanced":true,"hits_after":0}\n' "$4"
}

traced() { # UPROBE_PROFILE LOST; the hits on standard input
	printf '# p1_9: %s\n# tracer: nop\n#\n' "$SPEC"
	mark 5000000 armed
	cat
	mark 6000000 stopping
	printf '# uprobe_profile:\n#   p1_9 %d\n# lost: %d\n' "$1" "$2"
}

judges() { # STATUS REGEX NAME
	awk -f "$SCRIPTS/json.awk" -f "$SCRIPTS/diff-hits.awk" module trace >verdict
	is "$?" "$1" "$3: exit code"
	like "$(cat verdict)" "$2" "$3: what it says"
}

{ module_hits; ledger 3 3 0 0; } >module
trace_hits | traced 3 0 >trace
judges 0 '^equal: 3 hits$' "the same hits"
like "$(cat verdict)" 'the same within each thread \(2\); between threads, by time, too' "and order"

trace_hits | sed 's/n=3/n=4/' | traced 3 0 >trace
judges 1 '^different$' "another number"
like "$(cat verdict)" 'thread 11: .* is hit 2$' "the hit that differs is named"
like "$(cat verdict)" '^  module:  \(0x557e149be234\) n=3 big' "with the module's line"
like "$(cat verdict)" '^  tracefs: \(0x557e149be234\) n=4 big' "and that of tracefs"

for change in 's/a"b/a"c/' 's/e234/e235/' 's/=0xf/=0x7/' 's/{-1,2}/{-1,3}/' 's/c=0x41/c=0x42/' \
	's/^ big=1/ big=2/' 's/-11  /-13  /' 's/n=2 /n=2  /'; do
	trace_hits | sed "$change" | traced 3 0 >trace
	judges 1 '^different$' "tracefs with $change"
done

trace_hits | sed '3,4d' | traced 2 0 >trace
judges 1 'thread 12: hits in the module 1, in tracefs 0' "a hit that tracefs has not"
like "$(cat verdict)" 'no such hit' "is shown as such"

{ trace_hits; trace_hit 14 5000040 4; } | traced 4 0 >trace
judges 1 'thread 14: hits in the module 0, in tracefs 1' "a hit that the module has not"

{ trace_hit 11 5000011 3; trace_hit 12 5000021 2; trace_hit 11 5000031 -1; } | traced 3 0 >trace
judges 1 'thread 11: .* is hit 1$' "another order within a thread"

{ trace_hit 12 5000009 2; trace_hit 11 5000011 -1; trace_hit 11 5000031 3; } | traced 3 0 >trace
judges 0 'hits that came at once changed places 1 times' "another order between threads"

# The module is armed first and disarmed last.
{ module_hit 11 4999000 0; module_hits; module_hit 12 6000500 9; ledger 5 5 0 0; } >module
trace_hits | traced 3 0 >trace
judges 0 '^outside: hits 2 ' "hits while tracefs was not armed"
{ module_hit 11 5000001 0; module_hits; ledger 4 4 0 0; } >module
sed -i 's/5000001000/5000005000/' module
judges 1 'thread 11: hits in the module 3, in tracefs 2; .* is hit 1$' "but not while it was"

# The counters.
{ module_hits; ledger 4 3 0 0; } >module
judges 1 'ledger does not balance' "a ledger that does not balance"
{ module_hits; ledger 4 4 0 0; } >module
judges 1 'of 4 hits that the module delivered, 3 came' "a record that did not come"
{ module_hits; ledger 3 3 0 0; } >module
trace_hits | traced 4 0 >trace
judges 1 'uprobe_profile counted 4 hits, tracefs recorded 3' "a hit that tracefs counted only"
trace_hits | traced 2 0 >trace
judges 0 'note: uprobe_profile counted fewer' "a count that CPUs have overwritten"
{ module_hits; ledger 4 3 1 0; } >module
trace_hits | traced 3 0 >trace
judges 1 'the module counted 4 hits, uprobe_profile 3' "a hit that the module filtered"

# Losses are never equal.
{ module_hits; ledger 5 3 0 2; } >module
trace_hits | traced 3 0 >trace
judges 1 '^lost: ' "the module lost hits"
{ module_hits; ledger 3 3 0 0; } >module
trace_hits | sed '3,4d' | traced 3 1 >trace
judges 1 '^lost: ' "tracefs lost a hit"

# Values that could not be read, bytes that are no UTF-8, a return.
SPEC='r /bin/x:0x1234 $retval +0($retval):string there=+8($retval):u32 +16($retval):string'
cat >module <<-'EOF'
	{"type":"return","monotonic_ns":5000010000,"tid":7,"ip":4096,"fields":{"arg1":4295032833,"arg2":{"error":"bad address"},"there":{"error":"fault"},"arg4":{"hex":"61ff7a"}}}
EOF
ledger 1 1 0 0 >>module
hit='x-7 [000] d.... 5.000011: p1_9: (0x1000 <- 0x557e149be234) arg1=0x100010001'
printf '%s arg2=(fault) there=77 arg4="a\377z"\n' "$hit" | traced 1 0 >trace
judges 0 '^equal: 1 hit$' "fields that could not be read"
printf '%s arg2="" there=77 arg4="a\377z"\n' "$hit" | traced 1 0 >trace
judges 1 '^different$' "a string that only tracefs could read"
printf '%s arg2=(fault) there=77 arg4="a\376z"\n' "$hit" | traced 1 0 >trace
judges 1 '^different$' "another byte"

# What is not a comparison.
: >module
judges 2 'the module told no ledger' "nothing from the module"
echo 'no json' >module
judges 2 'has no type' "not JSON"
module_hits | sed 's/"list":.-1/&,/; s/"c":"A"}//' >module
judges 2 'are not JSON' "fields that are not JSON"
ledger 0 0 0 0 >module
: >trace
judges 2 'uprobe-record.sh failed' "nothing from tracefs"
traced 0 0 </dev/null >trace
judges 0 '^equal: 0 hits$' "no hit on either side"
done_testing

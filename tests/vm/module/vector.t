#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Floats in vector registers: whether the CPU still has them, or the kernel has put them
# aside because somebody else has run on it.
. "$LIB"

vector=$TARGETS/vector
site=$(offset_of "$vector:weigh")
entry='a=%xmm0:f64 b=%xmm1:f32 c=%xmm2:f64 d=%xmm3:f64 e=%xmm4:f64 f=%xmm5:f64 g=%xmm6:f64 h=%xmm7:f64'
values='"a":0.5,"b":1.5,"c":2.5,"d":3.5,"e":4.5,"f":5.5,"g":6.5,"h":7.5'

# shellcheck disable=SC2016 # the probe's own $
arm() { # TYPE ENTRY RETURN
	load "filename=$vector" "offset=$site" "type=$1" ring_kb=1024 ${2:+"args=\"$2\""} ${3:+"retargs=\"$3\""}
}

fields() {
	sed -n 's/^{"type":"\(entry\|return\|call\)".*"fields":{\(.*\)}}$/\2/p' stream.json
}

capture() { # WAY TYPE ENTRY RETURN: the fields
	way=$1
	shift
	arm "$@" || return
	taskset -c 0 "$vector" "$way"
	drain stream
	unload
	fields
}

# shellcheck disable=SC2016
{
	is "$(capture now p "$entry" '')" "$values" "entry: they are in the CPU"
	is "$(capture now r '' 'w=%xmm0:f64')" '"w":32.0625' "return: likewise"
	is "$(capture now c "$entry" 'w=%xmm0:f64')" "$values,\"w\":32.0625" "call: likewise"
	is "$(capture late p "$entry text=+0(\$arg1):string" '')" "$values,\"text\":\"late\"" \
		"entry: somebody else has used the CPU"
	is "$(capture late r '' 'w=%xmm0:f64 b=%xmm0:f32 text=+0(%di):string')" '"w":32.0625,"b":0,"text":"late"' \
		"return: somebody else has used the CPU"
	is "$(capture late c "$entry text=+0(\$arg1):string" 'w=%xmm0:f64')" "$values,\"text\":\"late\",\"w\":32.0625" \
		"call: somebody else has used the CPU at the entry"
	is "$(capture late c "$entry" 'w=%xmm0:f64 text=+0($arg1):string')" "$values,\"w\":32.0625,\"text\":\"late\"" \
		"call: somebody else has used the CPU at the return"
}

# Two more that want the CPU all the time.
taskset -c 0 "$vector" noise &
first=$!
taskset -c 0 "$vector" noise &
second=$!
arm c "$entry" 'w=%xmm0:f64'
nice -n -10 taskset -c 0 "$vector" often
drain stream
is "$(fields | sort | uniq -c | sed 's/^ *//')" "2000 $values,\"w\":32.0625" "2,000 calls on a CPU that others compute on"
is "$(account 1)" "hits=2000 delivered=2000" "the ledger"
unload
ok "they did to the end" kill $first $second

done_testing

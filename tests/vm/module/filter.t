#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Filters in the kernel: what passes is written, all else is counted as filtered.
# timeout: 240
. "$LIB"

values=$TARGETS/values

# Of one hit: "DELIVERED FILTERED" of its probe.
outcome() { # TYPE PARAMETER...
	_type=$1
	shift
	load "filename=$values" "offset=$(offset_of "$values:take")" "type=$_type" "$@" || return
	"$values" && drain stream && unload
	echo "$(ledger 1 delivered) $(ledger 1 filtered)"
}

passes() { # FILTER
	is "$(outcome p "args=\"$fields if $1\"")" "1 0" "$1"
}

fails() { # FILTER
	is "$(outcome p "args=\"$fields if $1\"")" "0 1" "not: $1"
}

# What values passes, see there.
fields='s=%si:s64 x=%dx c=%cx:u8 low=+24(%di):s32 min=+20(%di):s32 text=+0(+64(%di)):string
	bits=%dx:b8@4/16 gone=+0(\8):u8 lost=+0(\8):string'

passes 's == -1 && x == 0x123456789abcdef0'
fails 's == 1 || x == 1'
passes 's < 0 && s <= -1 && s > -2 && s >= -1 && s != 0'
fails 's > 0'
passes 'low == 2147483647 && min == -2147483648 && min < -5'
passes 'c > 2 && c < 4 && c & 1'
fails 'c & 4'
passes 'x > 0x123456789abcdeef && bits == 239'
passes "text == 'behind two pointers'"
fails "text == 'behind two pointer'"
passes "text != 'behind' && text ~ 'behind*' && text ~ '*[t]w? p*'"
fails "text ~ 'behind'"
passes "comm == 'values' && comm ~ 'val*'"
fails "comm != 'values'"
passes 'uid == 0 && pid > 1 && tid > 1 && cpu < 64'
fails 'uid != 0'
fails 'pid == 1'
passes '!(c == 4 || !(s == -1)) && (c == 3 || c == 9)'
passes 'c == 9 && c == 9 || c == 3'
fails 'c == 9 && (c == 9 || c == 3)'
fails "gone == 0 || gone != 0 || lost == '' || lost != ''"

fields='s=$retval:s64'
is "$(outcome r "retargs=\"$fields if s < 0\"")" "1 0" "a result"
is "$(outcome r 'retargs="if $retval == 0x8000000000000000"')" "1 0" "a result that is no field"
is "$(outcome r "retargs=\"$fields if \$retval > 0\"")" "0 1" "not another"
is "$(outcome c "retargs=\"$fields if arg2 == 0xffffffffffffffff && s < 0 && latency < 10s\"")" "1 0" \
	"a call: an argument, its result and its latency"
is "$(outcome c "retargs=\"$fields if latency > 10s\"")" "0 1" "not a slow one"
is "$(outcome c "retargs=\"$fields if arg4 == 4\"")" "0 1" "not another argument"

# Between so many strings the room for each is small; those that decide are compared as a whole.
fields='text=+0(+64(%di)):string many=+0(%di):string[64]'
is "$(outcome c "args=\"$fields\"" "retargs=\"if text == 'behind two pointers'\"")" "1 0" "one string of very many"
is "$(outcome c "args=\"$fields\"" "retargs=\"if text != 'behind two pointers'\"")" "0 1" "and not another"

# Who is left out by registers alone needs no room.
full() { # PARAMETER...: of a filter on the first argument
	load "filename=$TARGETS/add" "offset=$(offset_of "$TARGETS/add:add")" "$@" ring_kb=4 || return
	"$TARGETS/add" 500 1 2 >/dev/null
	"$TARGETS/add" 500 3 4 >/dev/null
	drain stream && unload
	is "$(ledger 1 filtered) $(($(ledger 1 delivered) + $(ledger 1 lost_full)))" "500 500" \
		"full rings, $1: what is filtered is not lost"
	ok "full rings, $1: they are full" test "$(ledger 1 lost_full)" -gt 0
}

full type=p 'args="a=$arg1 if a == 1"'
full type=c 'args="a=$arg1"' 'retargs="if a == 1"'
done_testing

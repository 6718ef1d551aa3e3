#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the probe language fetches: every type at its extremes, every source,
# strings wherever they are.
. "$LIB"

values=$TARGETS/values
strings=$TARGETS/strings

capture() { # TARGET SITE FIELDS COMMAND...: prints the hits as JSON lines
	target=$1 site=$2 fields=$3
	shift 3
	load "filename=$target" "offset=$(offset_of "$target:$site")" type=p "args=\"$fields\"" || return
	"$@" >/dev/null
	drain stream
	cat stream.json
	unload
}

# Many probes of one function, for each costs a load and a run: the next one is a line of the
# file probes, and of the file wanted.
gets() { # NAME FIELDS JSON: of the struct that values passes
	printf 'add p %s\n' "$2" >>probes
	printf '%s\t%s\n' "$1" "$3" >>wanted
}

# One hit of each.
check_all() {
	load
	{
		printf 'target %s\nsites %s\n' "$values" "$(offset_of "$values:take")"
		cat probes
		printf 'enable\nrun %s\ndrain stream\n' "$values"
	} | "$TARGETS/client" >said
	decode stream
	unload
	while IFS="$(printf '\t')" read -r name json; do
		probe=$((${probe:-0} + 1))
		ok "$name" grep -q -E "\"probe\":$probe,.*\"fields\":\{$json\}" stream.json ||
			diag "$(grep "\"probe\":$probe," stream.json)" "$(sed -n "/^add/{=;p}" said)"
	done <wanted
	is "$(grep -c '^{"type":"entry"' stream.json)" "$probe" "each has one hit"
}

gets "u8" 'a=+0(%di):u8 b=+1(%di):u8' '"a":0,"b":255'
gets "s8" 'a=+2(%di):s8 b=+3(%di):s8' '"a":-128,"b":127'
gets "u16" 'a=+4(%di):u16 b=+6(%di):u16' '"a":0,"b":65535'
gets "s16" 'a=+8(%di):s16 b=+10(%di):s16' '"a":-32768,"b":32767'
gets "u32" 'a=+12(%di):u32 b=+16(%di):u32' '"a":0,"b":4294967295'
gets "s32" 'a=+20(%di):s32 b=+24(%di):s32' '"a":-2147483648,"b":2147483647'
gets "u64" 'a=+32(%di):u64 b=+40(%di):u64' '"a":0,"b":18446744073709551615'
gets "s64" 'a=+48(%di):s64 b=+56(%di):s64' '"a":-9223372036854775808,"b":9223372036854775807'
gets "x8 to x64" 'a=+1(%di):x8 b=+6(%di):x16 c=+16(%di):x32 d=+40(%di):x64' \
	'"a":255,"b":65535,"c":4294967295,"d":18446744073709551615'
gets "char" 'a=+80(%di):char b=+0x51(%di):char' '"a":"a","b":"b"'
gets "registers" 'a=%si:s64 b=%dx c=%cx:u8 d=%r8:s16 e=%r9' \
	'"a":-1,"b":1311768467463790320,"c":3,"d":4,"e":5'
gets "the same as arguments" 'a=$arg2:s64 b=$arg3 c=$arg4:u8 d=$arg5:s16 e=$arg6' \
	'"a":-1,"b":1311768467463790320,"c":3,"d":4,"e":5'
gets "the low part of a register" 'a=%dx:u8 b=%dx:u16 c=%dx:s32' '"a":240,"b":57072,"c":-1698898192'
gets "the stack" 'a=$stack1:u64 b=+8($stack):u64' '"a":6,"b":6'
gets "the name of the thread" 'a=$comm b=$comm:string' '"a":"values","b":"values"'
gets "what lies in the file" 'a=@+1:char[3] b=@+16:u16' '"a":\["E","L","F"\],"b":[23]'
gets "what each thread has of its own, and a pointer to it" 'a=%fs:\0 b=%fs:\0x10' \
	'"a":([0-9]+),"b":\1'
gets "immediate values" 'a=\42 b=\-1:s64 c=\0x10:u8' '"a":42,"b":-1,"c":16'
gets "bits of memory" 'a=+28(%di):b4@0/32 b=+28(%di):b8@8/32 c=+28(%di):b1@31/32 d=+28(%di):b32@0/32' \
	'"a":6,"b":240,"c":1,"d":2781081750'
gets "bits of a register" 'a=%dx:b8@4/16' '"a":239'
gets "arrays" 'a=+0(%di):u8[2] b=+24(%di):s32[1] c=+32(%di):x64[2] d=+8(%di):s16[2]' \
	'"a":\[0,255\],"b":\[2147483647\],"c":\[0,18446744073709551615\],"d":\[-32768,32767\]'
gets "an array of 64" 'a=+0(%di):u8[64]' '"a":\[0,255,128,127(,[0-9]+){60}\]'
gets "nested pointers" 'a=+72(%di) b=+3(+72(+72(%di))):s8 c=+0(+64(+72(%di))):string' \
	'"a":[0-9]+,"b":127,"c":"behind two pointers"'
gets "floats in memory" 'a=+84(%di):f32 b=+88(%di):f64 c=+88(%di):f64[2] d=+84(%di):f32[1]' \
	'"a":0.1,"b":-1e\+300,"c":\[-1e\+300,0.1],"d":\[0.1]'
gets "bytes of a fixed size" 'a=+80(%di):bytes[3] b=+80(%di):bytes[4] c=+0(%di):bytes[2]' \
	'"a":"abc","b":"abc\\u0000","c":\{"hex":"00ff"}'
gets "bytes of a size that is fetched" \
	'a=+80(%di):bytes[$arg4] b=+80(%di):bytes[%cx] c=+0(+64(%di)):bytes[$stack1]' \
	'"a":"abc","b":"abc","c":"behind"'
gets "bytes of a negative size, and of no memory" \
	'a=+80(%di):bytes[$arg2] c=+0(\8):bytes[4] d=\7' \
	'"a":"","c":\{"error":"fault"},"d":7'
gets "an array of strings" 'a=+104(%di):string[2] b=+104(%di):string[4] c=+8(+72(%di)):string[1]' \
	'"a":\["one",""],"b":\["one","",\{"error":"fault"},"four"],"c":\[.*]'
gets "an array of strings without its pointers" 'a=+0(+0(\8)):string[3] b=\7' \
	'"a":\[\{"error":"fault"},\{"error":"fault"},\{"error":"fault"}],"b":7'
gets "default names" '%si:s64 +3(%di):s8' '"arg1":-1,"arg2":127'
gets "64 fields" "$(seq -s ' ' 64 | sed 's/[0-9]*/n&=%cx:u8/g')" '("n[0-9]+":3,?){64}'
check_all

retval=$(load "filename=$values" "offset=$(offset_of "$values:take")" type=r \
	'retargs="a=$retval:s64 b=$retval:u8 c=%ax"' && "$values" && drain stream &&
	cat stream.json && unload)
like "$retval" '"a":-9223372036854775808,"b":0,"c":9223372036854775808' "the return value"

# Vector registers: arguments of the entry, and what the function returns.
weigh() { # TYPE FIELDS
	load "filename=$values" "offset=$(offset_of "$values:weigh")" "type=$1" "$2" || return
	"$values" && drain stream && cat stream.json && unload
}
like "$(weigh p 'args="a=%xmm0:f64 b=%xmm1:f32 c=%di"')" '"a":0.1,"b":-2.5,"c":7' "floats as arguments"
like "$(weigh r 'retargs="a=%xmm0:f64"')" '"a":-2.4' "a float as the result"

# What pads an array is 0, also where older records lay in the ring.
load "filename=$TARGETS/add" "offset=$(offset_of "$TARGETS/add:add")" type=p ring_kb=4 \
	'args="bytes=+0($stack):u8[3] number=%di"'
for _ in 1 2 3; do
	"$TARGETS/add" 40 -1 -1 >/dev/null
	dd if=/dev/uprobecap bs=64K iflag=nonblock 2>/dev/null
done >stream
unload
# The bytes begin the 10th word of an entry (type 3).
padding=$(od -A n -v -t u1 -w8 stream | awk '
	!left { type = $1; left = ($5 + 256 * $6) / 8; word = 0 }
	{ left--; word++ }
	type == 3 && word == 10 { entries++; dirty += $4 + $5 + $6 + $7 + $8 > 0 }
	END { print entries, dirty }')
is "$padding" "120 0" "the padding of an array is 0"

# Strings
string() { # NAME ARGUMENT JSON
	like "$(capture "$strings" take 'text=+0(%di):string after=\7' "$strings" "$2")" \
		"\"fields\":\{\"text\":$3,\"after\":7\}" "$1"
}
string "a string on a page that was never touched arrives whole" untouched '"never touched"'
string "an empty string" empty '""'
string "a string up to the last byte before a hole" edge '"edged"'
string "one that runs into the hole says so" cut '\{"error":"fault"\}'
string "the null pointer says so" null '\{"error":"fault"\}'
string "an address of the kernel says so" kernel '\{"error":"bad address"\}'
string "a string too long is cut to 4,095 bytes and says so" long '\{[^}]*x{4095}[^x][^}]*\}'

# Arguments of the program that a terminal could take for orders.
odd=$(capture "$strings" take 'text=+0(%di):string' "$strings" odd)
like "$odd" '"text":\{"hex":"612262[0-9a-f]*ff"\}' "bytes that are no text arrive as they are"
is "$(uprobecap report stream | grep -c 'take(text=')" 1 "and one hit stays one line"
unlike "$(uprobecap report stream)" "$(printf '\033')" "and no escape reaches the terminal"

# A pointer behind the null pointer, and a number there.
bad=$(capture "$strings" take 'a=+0(+8(%di)):u32 b=+0(%di):u8[4] c=\7' "$strings" null)
like "$bad" '"a":\{"error":"fault"\},"b":\{"error":"fault"\},"c":7' "every field says for itself"
decode stream
is "$(ledger 1 hits) $(ledger 1 delivered)" "1 1" "and the hit is not dropped for it"

done_testing

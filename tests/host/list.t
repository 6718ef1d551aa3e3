#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap list: what it finds beside what binutils find, and how long that takes.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"
make_workspace

program=build/uprobecap
usdt=build/targets/usdt

make_library() { # FUNCTIONS
	{
		echo '.text'
		seq "$1" | sed 's/.*/.globl function_&\n.type function_&, @function\nfunction_&: ret\n.size function_&, 1/'
	} >"$workspace/many.s"
	gcc -shared -nostdlib -o "$workspace/many.so" "$workspace/many.s"
}

lists_quickly() {
	make_library 50000 || return
	prlimit --cpu=1 "$program" list "$workspace/many.so" >"$workspace/names" || return
	[ "$(grep -c '' "$workspace/names")" = 50000 ] || echo "it lists $(grep -c '' "$workspace/names")"
	[ "$("$program" list --json "$workspace/many.so" 'function_*9' | grep -c '"type":"function"')" = 5000 ] ||
		echo "not those of a pattern"
}

functions() { # FILE: as nm names them, without versions
	nm -f sysv -D --defined-only "$1" | sed -n 's/^\([^| @]*\)\(@[^|]*\)\{0,1\} *|[^|]*|[^|]*| *FUNC|.*/\1/p'
}

lists_what_nm_lists() { # FILE
	functions "$1" | sort -u >"$workspace/want"
	"$program" list "$1" | awk '$2 != "-" { sub(/@.*/, "", $3); print $3 }' | sort -u >"$workspace/got"
	comm -23 "$workspace/want" "$workspace/got"
	[ -s "$workspace/want" ] || echo "nm lists nothing"
}

lists_offsets() {
	"$program" list --json "$usdt" | grep '"type":"function"' | tr -d '{}"' | tr ',' '\n' |
		sed -n 's/^name:\|^offset://p' | paste - - | while read -r name offset; do
		[ "$(($("$program" offset "$usdt:$name")))" = "$offset" ] || echo "$name: not $offset"
	done
}

# Of each probe in the notes: its name, the address of its site and of its counter.
lists_notes() {
	readelf -n "$usdt" | sed -n 's/.*Name: //p; s/.*Arguments: *//p; s/.*Location: 0x0*\([0-9a-f]*\),.*Semaphore: 0x0*\([0-9a-f]*\)$/\1 \2/p' |
		paste - - - >"$workspace/notes"
	[ "$(grep -c '' "$workspace/notes")" = 5 ] || echo "readelf has other notes"
	while IFS='	' read -r name addresses arguments; do
		"$program" list "$usdt" "sdt:tests:$name" | grep -q -F -x \
			"$(printf '%#10x %7s  sdt:tests:%s%s' "0x${addresses% *}" - "$name" "${arguments:+  $arguments}")" ||
			echo "not $name at ${addresses% *}, $arguments"
	done <"$workspace/notes"
}

lists_counters() {
	counter=$(nm "$usdt" | sed -n 's/^0*\([0-9a-f]*\) . usdt_counter$/\1/p')
	segment=$(readelf -lW "$usdt" | awk '$1 == "LOAD" && $7 $8 == "RW0x1000" { print $2, $3 }')
	want=$((0x$counter - ${segment#* } + ${segment% *}))
	"$program" list --json "$usdt" 'sdt:*:counted' | grep -c "\"ref_ctr_offset\":$want,\"arg" | grep -q -x 2 ||
		echo "the counter is not at $want"
	"$program" list --json "$usdt" 'sdt:*:plain' | grep -q '"ref_ctr_offset":0,' || echo "plain has one"
}

says() { # STATUS WORDS ARGUMENT...
	want=$1 words=$2 status=0
	shift 2
	"$program" list "$@" >"$workspace/said" 2>&1 || status=$?
	[ "$status" = "$want" ] || echo "list $*: exit $status"
	grep -q -e "$words" "$workspace/said" || echo "list $*: not $words"
}

refuses() {
	says 4 'matches open_nothing' "$usdt" open_nothing
	says 4 'there is no program' no-such-thing
	says 4 'there is no /no/such' /no/such
	says 1 'script' tests/host/list.t
	says 2 'one or two arguments'
	says 2 'one or two arguments' "$usdt" a b
	says 2 'not an option' --csv "$usdt"
	says 0 ' main$' "$usdt" 'ma*'
	strip -s -o "$workspace/stripped" build/targets/add-nopie
	says 4 'stripped' "$workspace/stripped"
}

check "50,000 functions, with a second of CPU time at most" lists_quickly
check "all that nm knows of libc" lists_what_nm_lists "$(ldconfig -p | sed -n 's/.*libc\.so\.6 (libc6,x86-64).*=> //p')"
check "at the offsets that the command offset knows" lists_offsets
check "USDT probes as readelf knows them" lists_notes
check "the file offsets of their counters" lists_counters
check "what there is nothing to list of" refuses
done_checking

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap explain: what it says of programs made for it; and what trace refuses.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"
make_workspace

program=build/uprobecap
made=$workspace/made
unset DEBUGINFOD_URLS

make_program() {
	cat >"$workspace/made.c" <<-'END'
		__asm__(".globl landed\n.type landed, @function\nlanded: endbr64; push %rbx; pop %rbx; ret\n.size landed, .-landed\n"
			".globl trapped\n.type trapped, @function\ntrapped: int3; ret\n.size trapped, .-trapped\n"
			".globl locked\n.type locked, @function\nlocked: lock incl (%rdi); ret\n.size locked, .-locked\n"
			".globl patched\n.type patched, @function\npatched: .byte 0x0f, 0x1f, 0x44, 0, 0; ret\n.size patched, .-patched\n");
		volatile int sink;
		int copied(int a) { sink = a; return sink * 3; }
		__attribute__((noinline)) int twice(int a) { return copied(a) + copied(a + 1); }
		__attribute__((noinline)) int deep(int a) { return a ? deep(a - 1) * sink : 1; }
		int main(int argc, char **argv) { (void)argv; return twice(argc) + deep(argc); }
	END
	gcc -O2 -g -fno-optimize-sibling-calls -fcf-protection=none -o "$made" "$workspace/made.c"
}

says() { # SPEC REGEX...
	spec=$1
	shift
	"$program" explain "$spec" >"$workspace/said" 2>&1 || echo "$spec: exit $?"
	for line; do
		grep -q -E -e "$line" "$workspace/said" || {
			echo "explain '$spec' does not say: $line"
			cat "$workspace/said"
		}
	done
}

lacks() { # REGEX
	! grep -E -e "$1" "$workspace/said" || echo "it says: $1"
}

shows_place() {
	offset=$("$program" offset "$made:twice")
	id=$(readelf -n "$made" | sed -n 's/.*Build ID: //p')
	says "p $made:twice" "^  file +$made\$" "^  build-id +$id\$" '^  name +twice$' \
		"^  offset +$offset, address 0x[0-9a-f]+, \\+0x0 of [0-9]+ bytes\$" '^  placement +just there$' \
		'^  risk +none that is known$'
	bytes=$(objdump -d --disassemble=twice "$made" | sed -n 's/^ *[0-9a-f]*:\t\([0-9a-f ]*[0-9a-f]\) *\t.*/\1/p' | head -n 1)
	grep -q -E "^  bytes +$bytes  [a-z]" "$workspace/said" || echo "its bytes are not $bytes"
}

shows_cost() {
	landed=$(($("$program" offset "$made:landed")))
	says "p $made:landed" "^  offset +$(printf '0x%x' $((landed + 4)))," '^  placement +behind endbr64' \
		'^  bytes +53  pushq %rbx$' '^  cost .*: emulated, one trap'
	"$program" explain --exact "p $made:landed" >"$workspace/said"
	grep -q -E '^  bytes +f3 0f 1e fa  endbr64 *$' "$workspace/said" || cat "$workspace/said"
	grep -q -E '^  cost .*: single-stepped, two traps' "$workspace/said" || cat "$workspace/said"
	case $(uname -r) in
	[1-5].* | 6.[0-9].* | 6.1[0-7].*) says "p $made:patched" '^  cost .*: single-stepped' ;;
	*) says "p $made:patched" '^  cost .*: optimised' ;;
	esac
}

warns() {
	landed=$(($("$program" offset "$made:landed")))
	says "p $made:landed+1" 'inside an instruction' 'take \+0x0 or \+0x4'
	says "p $made:landed+4" 'none that is known'
	says "p $made:trapped" 'breakpoint \(int3\) in the file'
	says "p $made:locked" 'lock prefix'
	says "c $made:deep" 'it calls itself.* 64 returns' 'missed_depth'
	says "p $made:deep" 'none that is known'
	says "r $made:landed+5" 'not on top of the stack'
	says "p $made:copied" 'has put 2 copies of it into other functions' 'those that call it'
	strip -s -o "$workspace/stripped" "$made"
	says "p $workspace/stripped:0x$(printf %x "$landed")" 'whether an instruction begins here is not known'
	lacks 'none that'
}

# A real one is in the VM; here what else can be left of one.
knows_go() {
	echo go >"$workspace/mark"
	for section in .gopclntab .data.rel.ro.gopclntab .go.buildinfo .note.go.buildid; do
		objcopy --add-section $section="$workspace/mark" "$made" "$workspace/go" 2>/dev/null
		says "p $workspace/go:twice" 'registers of its own'
		says "c $workspace/go:twice" 'moves its stacks' '--force'
		"$program" trace "r $workspace/go:twice" >"$workspace/said" 2>&1 && echo "trace takes it" ||
			grep -q 'it is a Go program' "$workspace/said" || cat "$workspace/said"
	done
}

shows_several() {
	says 'p libc.so.6:strlen' '^site 3$' '^  name +_*strlen'
	says "p build/targets/usdt:sdt:tests:counted" '^site 2$' '^  name +sdt:tests:counted$' '^  counter +0x[0-9a-f]+,'
	says "p libc.so.6:s*" '^site 16$' '^[0-9]+ more sites$'
	lacks '^site 17$'
}

# What insmod is given is not checked by anyone else.
checks_offsets() {
	landed=$(($("$program" offset "$made:landed")))
	[ "$("$program" offset "$made:landed+4")" = "$(printf '0x%x' $((landed + 4)))" ] || echo "not +4"
	! "$program" offset "$made:landed+2" >"$workspace/said" 2>&1 || echo "+2 is taken"
	grep -q 'is inside an instruction (nearest: +0x0, +0x4)' "$workspace/said" || cat "$workspace/said"
	! "$program" offset libc.so.6:strlen >"$workspace/said" 2>&1 || echo "one strlen is taken"
	grep -q 'is not one place' "$workspace/said" || cat "$workspace/said"
}

misused() { # STATUS WORDS ARGUMENT...
	want=$1 words=$2 status=0
	shift 2
	"$program" explain "$@" >"$workspace/said" 2>&1 || status=$?
	[ "$status" = "$want" ] || echo "explain $*: exit $status"
	grep -q -e "$words" "$workspace/said" || echo "explain $*: not $words"
}

refuses() {
	misused 2 'one SPEC'
	misused 2 'one SPEC' a b
	misused 2 'is neither' -p x "p $made:twice"
	misused 2 'is neither' --fast "p $made:twice"
	misused 4 'has no function' "p $made:thrice"
	misused 2 'wrong at column' "p $made:twice a=\$b"
}

make_program
check "the file and the place" shows_place
check "the placement and the cost" shows_cost
check "risks" warns
check "programs of Go" knows_go
check "several sites" shows_several
check "the command offset tells only where a probe can be" checks_offsets
check "what it cannot explain" refuses
done_checking

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap explain beside the kernel: the breakpoint in a process, and what is refused.
# kernels: one
. "$LIB"

add=$TARGETS/add
landing=$TARGETS/landing

explains() { # REGEX NAME: what is said of add in the running process
	like "$(uprobecap explain -p $busy "p $add:add")" "$1" "$2"
}

is_armed() {
	uprobecap status | grep -q "  pid $tracer .*probes 1$" && ! uprobecap status | grep -q 'not armed'
}

load
"$add" 1000000000 >/dev/null &
busy=$!
wait_for 5 grep -q "$add" /proc/$busy/maps
explains '^  process [0-9]+ +0x[0-9a-f]+: [0-9a-f ]*  as in the file$' "before it is armed"
uprobecap trace --count "p $add:add" >/dev/null 2>&1 &
tracer=$!
wait_for 10 is_armed
explains '^  process [0-9]+ +0x[0-9a-f]+: cc [0-9a-f ]*  a breakpoint is in$' "while it is armed"
explains '^  bytes +8d 04 37  leal \(%rdi, %rsi\), %eax$' "the file is as ever"
kill -INT $tracer
wait $tracer
explains '  as in the file$' "and behind it"
like "$(uprobecap explain -p $$ "p $add:add")" '^  process [0-9]+ +does not run this code$' "of another process"
like "$(setpriv --reuid 65534 --clear-groups uprobecap explain -p $busy "p $add:add")" \
	'^  process [0-9]+ +does not run this code$|cannot be read' "somebody else may not look"
kill $busy
wait $busy 2>/dev/null

# What harms the program is refused, and nothing is armed; by force it is.
fails "inside of an instruction" 2 uprobecap trace "p $add:add+1" -- touch ran
says ':add\+0x1 is inside an instruction \(nearest: \+0x0, \+0x3\)$' "says which places are near"
fails "by its offset" 2 uprobecap trace "p $add:0x$(printf %x $(($(offset_of "$add:add") + 2)))" -- touch ran
ok "what was refused was not run" test ! -e ran
ok "between instructions" uprobecap trace "p $add:add+3" -- "$add" 2
says '^probe 1  add\+0x3\(\)  hits 2 ' "it works"
ok "--force" uprobecap trace --force "p $landing:landed_push+1" -- "$add"
says '^probe 1  landed_push\+0x1\(\)  hits 0 ' "arms what nobody runs"

like "$(uprobecap explain "p $landing:landed_push")" "^  cost +on [^ ]*: emulated, one trap" "the cost here"

unload
done_testing

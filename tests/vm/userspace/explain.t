#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap explain beside the kernel: the breakpoint in a process, what is refused, and what it
# says may go wrong, beside what does: under seccomp, and in a program of Go.
. "$LIB"

add=$TARGETS/add
landing=$TARGETS/landing
confined=$TARGETS/confined
gosu=/usr/sbin/gosu

explains() { # REGEX NAME: what is said of add in the running process
	like "$(uprobecap explain -p $busy "p $add:add")" "$1" "$2"
}

is_armed() {
	uprobecap status | grep -q "  pid $tracer .*probes 1$" && ! uprobecap status | grep -q 'not armed'
}

foretold() { # SPEC
	if uprobecap explain "$1" | grep -q 'ends a process'; then echo dies; else echo "lives to its end"; fi
}

happens() { # SPEC HOW HITS
	status=0
	uprobecap trace "$1" -- "$confined" "$2" >out 2>&1 || status=$?
	case $status:$(cat out) in
	40:*"  hits $3  delivered $3 "*) echo "lives to its end" ;;
	137:* | 159:*) echo dies ;;
	*) cat out ;;
	esac
}

matches() { # TYPE FUNCTION HITS
	spec="$1 $confined:$2"
	for how in filter strict; do
		is "$(happens "$spec" $how "$3")" "$(foretold "$spec")" "$1 $2 under $how"
	done
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

# Under seccomp.
fails "a filter kills" 159 "$confined" filter forbidden
fails "the strict mode kills" 137 "$confined" strict forbidden
matches p visit 1
matches r visit 1
matches c visit 1
matches p patched 5
matches r patched 5

# It is loaded where it was linked; what the file is entered at needs no name.
entry=$(od -An -t u8 -j 24 -N 8 $gosu)
begin=0x$(printf %x $((entry - 0x400000)))
like "$(uprobecap explain "p $gosu:$begin")" 'a Go program passes arguments in registers of its own' "Go: an entry"
for type in r c; do
	like "$(uprobecap explain "$type $gosu:$begin")" 'a Go program moves its stacks' "Go: $type has a risk"
	fails "Go: $type is refused" 2 uprobecap trace "$type $gosu:$begin" -- touch ran
	is "$(wc -l <"$STATE/output")" 3 "in three parts"
	says '^uprobecap: returns cannot be caught in /usr/sbin/gosu$' "what"
	says '^  it is a Go program: it moves its stacks' "why"
	says '^  probe the entry \(p\); --force is for those who know$' "what to do"
done
ok "what was refused was not run" test ! -e ran
ok "Go: by force" uprobecap trace --force "r $gosu:$begin" -- touch ran
ok "it was armed, and run" test -e ran
ok "Go: an entry is traced" uprobecap trace "p $gosu:$begin" -- $gosu root echo fine
says '^fine$' "the program lives"
says '^probe 1 .*  hits 1  delivered 1 ' "it was seen"

# Where its symbols are left in the file, one can see what a return would have done.
if uprobecap offset $gosu:main.SetupUser >/dev/null 2>&1; then
	ok "Go: arguments by register" \
		uprobecap trace "p $gosu:main.SetupUser user=+0(%ax):bytes[%bx]" -- $gosu daemon echo fine
	says '  main\.SetupUser\(user="daemon"\)$' "is the user"
	fails "Go: a return by force" 2 uprobecap trace --force "r $gosu:runtime.main" -- $gosu root echo fine
	says 'unexpected return pc for runtime.main' "ends the program"
else
	skip "Go: functions by name" "this gosu is stripped"
fi

unload
done_testing

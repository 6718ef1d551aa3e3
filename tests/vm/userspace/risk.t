#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What explain says may go wrong, beside what does: under seccomp, and in a program of Go.
. "$LIB"

confined=$TARGETS/confined
gosu=/usr/sbin/gosu

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

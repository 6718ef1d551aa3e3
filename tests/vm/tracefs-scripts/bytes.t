#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a process has at the site of a probe before it is armed, while, and after.
. "$LIB"

record=$SCRIPTS/uprobe-record.sh
bytes=$SCRIPTS/show-bytes.sh

file_bytes() { # PATH:0xOFFSET
	od -An -tx1 -j "${1##*:}" -N 8 "${1%:*}"
}

line() { # NAME FILE
	sed -n "s/^$1: *//p" "$2"
}

# Looks before, while and after a probe is armed in a process that runs.
look() { # PID SITE
	"$bytes" "$1" "$2" >before
	"$record" -o trace "p $2" -- "$bytes" "$1" "$2" >armed
	"$bytes" "$1" "$2" >after
}

site=$TARGETS/sleeper:$(offset_of "$TARGETS/sleeper:dwell")
"$TARGETS/sleeper" >said &
pid=$!
wait_for 10 grep -q inside said
look "$pid" "$site"
original=$(file_bytes "$site")
is " $(line bytes before)" "$original" "before: the bytes of the file"
is " $(line bytes armed)" " cc${original#???}" "armed: the first of them is int3"
is " $(line bytes after)" "$original" "after: the bytes of the file again"
is " $(file_bytes "$site")" " $original" "the file itself never changed"
is "$(line copied before), $(line copied armed)" "0 kB of the mapping, 4 kB of the mapping" \
	"the breakpoint is in a private copy of one page"
is "$(line address before)" "$(line address after)" "it is the same place"
kill -USR1 "$pid"
wait "$pid"
is "$(tail -n 1 said)" 42 "the process goes on unharmed"

# A shell that runs what is typed, so that its functions are hit.
mkfifo typed
bash --norc <typed >said &
pid=$!
exec 3>typed

xol_after_hit() { # PROBE: what maps has of [uprobes] when the probe was hit
	: >said
	# shellcheck disable=SC2016 # for the inner shell
	"$record" -o trace "$1" -- sh -c 'echo "echo hit" >&3; until grep -q hit said; do sleep 0.1; done'
	grep -c '\[uprobes\]$' "/proc/$pid/maps"
}

# Newer releases begin functions with endbr64, which is single-stepped.
behind_endbr64() { # SITE
	case $(file_bytes "$1") in
	' f3 0f 1e fa '*) printf '%s:0x%x' "${1%:*}" $((${1##*:} + 4)) ;;
	*) echo "$1" ;;
	esac
}

execute=$(behind_endbr64 "/usr/bin/bash:$(offset_of /usr/bin/bash:execute_command)")
dispose=$(behind_endbr64 "/usr/bin/bash:$(offset_of /usr/bin/bash:dispose_command)")
like "$(file_bytes "$execute")" '^ (41 )?5[0-7] ' "execute_command begins with push"
is "$(file_bytes "$dispose" | cut -c -9)" " 48 85 ff" "dispose_command begins with test %rdi,%rdi"
is "$(xol_after_hit "p $execute")" 0 "an instruction that is emulated needs no area to step in"
is "$(xol_after_hit "p $dispose")" 1 "one that is single-stepped has got it"
exec 3>&-
wait "$pid"

fails "a place that is not mapped" 4 "$bytes" $$ "$TARGETS/sleeper:0x1"
fails "a process that is not there" 1 "$bytes" 999999 "$site"
fails "a symbol" 2 "$bytes" $$ /usr/bin/bash:main
fails "somebody else's process" 3 setpriv --reuid 65534 --clear-groups "$bytes" $$ "$site"
ok "--help" "$bytes" --help
done_testing

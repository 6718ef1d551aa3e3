#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# compare.sh: the module and tracefs see the same; what it does beside `uprobecap verify`.
# timeout: 600
# shellcheck disable=SC2016 # $arg1 and the like are the probe language, not the shell's
. "$LIB"

tracing=/sys/kernel/tracing
compare=$SCRIPTS/compare.sh
add=$TARGETS/add
site=$add:$(offset_of "$add:add")
export UPROBECAP_MODULE="$MODULE"

leaves_nothing() { # NAME
	is "$(cat $tracing/uprobe_events)$(ls $tracing/instances)$(grep uprobecap /proc/modules)" "" "$1"
}

equal() { # HITS NAME ARGUMENT...
	hits=$1 name=$2
	shift 2
	ok "$name" "$compare" "$@"
	like "$(cat "$STATE/output")" "^equal: $hits hits?\$" "$name: $hits"
}

site_of() { # TARGET FUNCTION
	echo "$TARGETS/$1:$(offset_of "$TARGETS/$1:$2")"
}

# Fields of every type, at their limits.
values=$(site_of values take)
equal 1 "numbers" "p $values +0(\$arg1):u8[2] +2(\$arg1):s8[2] +4(\$arg1):u16[2] +8(\$arg1):s16[2] \
	+12(\$arg1):u32[2] +20(\$arg1):s32[2] +32(\$arg1):u64[2] +48(\$arg1):s64[2] +1(\$arg1):u8 \
	+2(\$arg1):s8 +6(\$arg1):u16 +8(\$arg1):s16 +16(\$arg1):u32 +20(\$arg1):s32 +40(\$arg1):u64 \
	+48(\$arg1):s64 +40(\$arg1):x64 +16(\$arg1):x32 +6(\$arg1):x16 +1(\$arg1):x8" -- "$TARGETS/values"
equal 1 "bit fields, registers, the stack" "p $values +28(\$arg1):b4@3/32 +28(\$arg1):b32@0/32 \
	low=%si:b3@61/64 a=\$arg2:s64 b=\$arg3 c=\$arg6:u8 d=\$stack1:u8 e=\$stack f=%sp g=%ip \
	i=\\-5:s32 h=\\0x1234" -- "$TARGETS/values"
equal 1 "characters and strings" "p $values +80(\$arg1):char +80(\$arg1):char[4] \
	+0(+64(\$arg1)):string +0(+64(+72(+72(\$arg1)))):string \$comm" -- "$TARGETS/values"
equal 1 "what cannot be read" "p $values +0(\$arg2):string +0(\$arg4):string +0(\$arg2) end=\$arg4" \
	-- "$TARGETS/values"
equal 1 "a return" "r $values \$retval:s64 hex=\$retval sp=%sp" -- "$TARGETS/values"

# Whole strings, whatever is in them.
take=$(site_of strings take)
for kind in untouched edge cut null kernel empty odd; do
	equal 1 "strings $kind" "p $take text=+0(\$arg1):string end=\$arg1" -- "$TARGETS/strings" $kind
done
like "$(cat "$STATE/output")" '^order:   the same within each thread \(1\)' "the order is reported"
bash=/usr/bin/bash:$(offset_of /usr/bin/bash:readline)
printf 'echo one\nexit\n' | "$compare" "r $bash line=+0(\$retval):string" -- \
	script -qec 'bash --norc --noprofile -i' /dev/null >out
is "$?" 0 "the lines of a bash"
like "$(cat out)" '^equal: 2 hits' "are equal"

# Threads, processes, recursion; and what others hit in a library.
equal 8000 "four threads" "p $(site_of threads work) \$arg1 \$arg2" -- "$TARGETS/threads" 2000
like "$(cat "$STATE/output")" 'within each thread \(4\)' "each thread has its order"
equal 8000 "their returns" "r $(site_of threads work) \$retval" -- "$TARGETS/threads" 2000
equal 2 "a fork" "p $(site_of processes mark) who=\$arg1:s32" -- "$TARGETS/processes" fork
equal 2 "an exec" "p $(site_of processes mark) who=\$arg1:s32" -- "$TARGETS/processes" exec
libc=$(ldd /usr/bin/cat | awk '$1 == "libc.so.6" { print $3 }')
ok "a function of libc, which others call too" "$compare" \
	"p $libc:$(offset_of "$libc:open") file=+0(\$arg1):string flags=\$arg2:x32" -- cat /etc/hostname
like "$(cat "$STATE/output")" '^equal: ' "is equal"

# Both count the same, however fast they come.
equal 100000 "100,000 hits" -b 32768 "p $site a=\$arg1:s32" -- "$add" 100000
like "$(cat "$STATE/output")" '^module:  hits 100000, delivered 100000, filtered 0, lost 0$' \
	"the module's ledger"
like "$(cat "$STATE/output")" '^tracefs: hits 100000 .uprobe_profile., recorded 100000, lost 0$' \
	"uprobe_profile"
leaves_nothing "nothing is left"

# Losses are not equal.
fails "buffers that are too small" 5 "$compare" -b 4 "p $site" -- "$add" 50000
like "$(cat "$STATE/output")" '^lost: ' "are reported as a loss"

# A difference: the command has tracefs filter.
fails "a side that filters" 1 "$compare" "p $site a=\$arg1:s32" -- sh -c "
	echo 'a > 4' | tee $tracing/instances/uprobecap-*/events/uprobecap_*/*/filter; $add 3"
like "$(cat "$STATE/output")" 'hits in the module 3, in tracefs 0; .* is hit 1$' "misses hits"
leaves_nothing "nothing is left of it"

# A command that fails is told of, and compared nevertheless.
equal 1 "a command that fails" "p $site" -- sh -c "$add; exit 9"
like "$(cat "$STATE/output")" '^note: the command ended with 9$' "is told of"

# Ctrl-C in the middle.
setsid env --default-signal=INT "$compare" "p $site" -- sleep 1000 >out 2>&1 &
started=$!
wait_for 30 pgrep -g "$started" -f '^sleep 1000'
kill -INT -"$started"
wait "$started"
is "$?" 130 "a Ctrl-C in the middle"
leaves_nothing "leaves nothing"

# A module that is loaded is used, and stays.
ok "the module of somebody else" load "filename=$add" "offset=${site##*:}"
equal 1 "is used" "p $site" -- "$add"
is "$(cat /sys/module/uprobecap/parameters/filename)" "$add" "and is still armed"
unload

# What cannot be compared.
fails "no module" 3 "$compare" -m /no/such.ko "p $site" -- "$add"
fails "no command" 2 "$compare" "p $site"
fails "two probes" 2 "$compare" "p $site" "r $site" -- "$add"
fails "a type that is none" 2 "$compare" "x $site" -- "$add"
equal 1 "a symbol" "p $add:add" -- "$add"
fails "a field that is none" 2 "$compare" "p $site a=%zz" -- "$add"
like "$(cat "$STATE/output")" 'unknown register' "with the reason"
fails "a file that is missing" 4 "$compare" 'p /no/such:0x10' -- "$add"
fails "an unprivileged user" 3 setpriv --reuid 65534 --clear-groups "$compare" "p $site" -- "$add"
leaves_nothing "nothing is left of them"
ok "--help" "$compare" --help
done_testing

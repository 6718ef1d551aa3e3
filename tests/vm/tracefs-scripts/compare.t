#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# compare.sh: the module and tracefs see the same; what it does beside `uprobecap verify`.
# timeout: 600
# kernels: one
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
	says "^equal: $hits hits?\$" "$name: $hits"
}

# Without the module, which is loaded for it; -b is the size of both sides' buffers.
equal 3 "a call" "c $site a=\$arg1:s32 -> sum=\$retval:s32" -- "$add" 3
leaves_nothing "nothing is left"
fails "buffers that are too small" 5 "$compare" -b 4 "p $site" -- "$add" 5000
says '^lost: ' "are reported as a loss"
equal 100000 "100,000 hits with room, and a module that is named" -b 32768 -m "$MODULE" \
	"p $site a=\$arg1:s32" -- "$add" 100000
says '^module:  hits 100000, delivered 100000, filtered 0, lost 0$' "the module's ledger has them"
says '^tracefs: hits 100000 .uprobe_profile., recorded 100000, lost 0$' "and uprobe_profile"

# A difference: the command has tracefs filter.
fails "a side that filters" 1 "$compare" "p $site a=\$arg1:s32" -- sh -c "
	echo 'a > 4' | tee $tracing/instances/uprobecap-*/events/uprobecap_*/*/filter; $add 3"
says 'hits in the module 3, in tracefs 0; .* is hit 1$' "misses hits"
leaves_nothing "nothing is left of it"

# A command that fails is told of, and compared nevertheless.
equal 1 "a command that fails" "p $site" -- sh -c "$add; exit 9"
says '^note: the command ended with 9$' "is told of"

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
fails "an option that is none" 2 "$compare" -x "p $site" -- "$add"
fails "a field that is none" 2 "$compare" "p $site a=%zz" -- "$add"
says 'unknown register' "with the reason"
fails "a file that is missing" 4 "$compare" 'p /no/such:0x10' -- "$add"
fails "an unprivileged user" 3 setpriv --reuid 65534 --clear-groups "$compare" "p $site" -- "$add"
leaves_nothing "nothing is left of them"
ok "--help" "$compare" --help
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap record, and the example that records without this program.
. "$LIB"

add=$TARGETS/add
load

# shellcheck disable=SC2016 # the probe's own $
fails "a command is recorded, and its code kept" 7 uprobecap record -o recording \
	'p '"$TARGETS"'/processes:leave status=$arg1:s32' -- "$TARGETS/processes" exit
like "$(cat "$STATE/output")" "^recording: 1 hits, $(wc -c <recording) bytes$" "says how much it was"
is "$(stat -c %a recording)" 600 "a recording is for its owner"
like "$(uprobecap report recording)" '  leave\(status=7\)$' "report prints it"
like "$(uprobecap report recording)" '^probe 1  leave\(\)  hits 1  delivered 1 .* balanced$' "and the ledger"
fails "an unknown probe" 4 uprobecap record -o recording "p $add:nothing" -- "$add"
fails "no permission" 3 setpriv --reuid 65534 --clear-groups uprobecap record -o recording "p $add:add"
like "$(uprobecap report recording)" '  leave\(' "leave the old one alone"
fails "a folder that is not there" 1 uprobecap record -o nowhere/recording "p $add:add" -- touch ran
is "$(ls ran 2>/dev/null)" "" "is told before the command runs"
fails "no file at all" 2 uprobecap record "p $add:add"

# So many hits, in a recording that is whole.
"$add" 1000000000 >/dev/null &
busy=$!
ok "-n" uprobecap record -o recording -n 1000 "p $add:add" "r $add:add" -p $busy
like "$(cat "$STATE/output")" '^recording: 1000 hits, ' "ends behind so many hits"
decode recording
is "$(grep -c -E '^{"type":"(entry|return)"' recording.json)" 1000 "which are in the recording"
like "$(uprobecap report recording)" '^probe 2 .* balanced$' "and it has the ledger"
kill $busy
wait $busy 2>/dev/null

# The example: nothing but the header.
timeout 60 "$TARGETS/example-session" 2 "$add" "$(offset_of "$add:add")" "$(offset_of "$add:main")" >example &
example=$!
wait_for 10 grep -q 'probe 2' example
"$add" 3 >/dev/null
ok "the example ends by itself" wait $example
is "$(grep -c '^add  \([0-9]*\)/\1  probe 1  0x1$' example)" 3 "and has printed each hit"
is "$(grep -c '^add  .*  probe 2  0x2$' example)" 1 "of each site"
like "$(cat example)" '^probe 1: 3 hits, 3 delivered$' "and the ledger"
fails "the example at a wrong site" 1 "$TARGETS/example-session" 1 "$add" 0x5f5e0ff
like "$(cat "$STATE/output")" '^site 0, column 0: ' "says which"

unload
done_testing

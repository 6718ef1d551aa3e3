#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap record, and the example that records without this program.
# timeout: 180
# kernels: one
. "$LIB"

add=$TARGETS/add
load

# shellcheck disable=SC2016 # the probe's own $
fails "a command is recorded, and its code kept" 7 uprobecap record -o recording \
	'p '"$TARGETS"'/processes:leave status=$arg1:s32' -- "$TARGETS/processes" exit
says "^recording: 1 hits, $(wc -c <recording) bytes$" "says how much it was"
says '^probe 1  leave\(\)  hits 1  delivered 1 .* balanced$' "and what became of all hits"
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
says '^recording: 1000 hits, ' "ends behind so many hits"
decode recording
is "$(grep -c -E '^{"type":"(entry|return)"' recording.json)" 1000 "which are in the recording"
like "$(uprobecap report recording)" '^probe 2 .* balanced$' "and it has the ledger"
kill $busy
wait $busy 2>/dev/null

# Elsewhere: the names of functions are in it, and what was mapped where.
cp "$add" program
ok "a program that will be gone" uprobecap record -o recording "c $PWD/program:add" -- ./program 2 1 2
rm program
like "$(uprobecap report recording)" '  program  .*  add\(\)  <' "is known by its names"
decode recording
like "$(grep '"type":"probe"' recording.json)" '"function":"add",.*"build_id":"[0-9a-f]{8}' \
	"as the definition says"
"$add" 1000000000 >/dev/null &
busy=$!
ok "a process that runs" uprobecap record -o recording -n 10 "p $add:add" -p $busy
decode recording
is "$(grep -c '^{"type":"mapping"' recording.json)" 1 "has been looked at once"
like "$(cat recording.json)" '^\{"type":"mapping".*"pid":'$busy',.*"build_id":"[0-9a-f]{8}.*"path":"'"$add"'"\}$' \
	"and where it was hit is told"

# Killed: what was in the file until then can be read, and hits are at once.
seen() { # REGEX
	uprobecap report --json recording 2>/dev/null | grep -q -E -e "$1"
}
rm recording
uprobecap record -o recording "p $add:add" -p $busy &
recorder=$!
wait_for 10 seen '^{"type":"entry"'
kill -9 $recorder
wait $recorder 2>/dev/null
decode recording
is "$?" 0 "a recording whose recorder was killed is whole"
is "$(sed -n '/^{"type":"entry"/p' recording.json | head -n 1 | grep -c '"function":"add"')" 1 \
	"and has hits"
kill $busy
wait $busy 2>/dev/null
rm recording
uprobecap record -o recording "p $add:add" 2>said &
recorder=$!
wait_for 10 seen '^{"type":"probe"'
"$add" 1 77 >/dev/null
ok "a lone hit is in the file at once" wait_for 3 seen '^{"type":"entry"'
sleep 0.3
"$add" 1 78 >/dev/null
kill -INT $recorder
ok "SIGINT ends it" wait $recorder
like "$(uprobecap report recording)" '^probe 1  add\(\)  hits 2 .* balanced$' "with the ledger"
size=$(wc -c <recording)
head -c $((size - 5)) recording >short
fails "a recording that was cut off" 1 uprobecap report short
says 'short is cut off in the frame at byte [0-9]+' "says where"
says '  add\(\)$' "behind what is whole"

# Not more than so much.
ok "--max-size" uprobecap record -o recording --max-size 20K "p $add:add" -- "$add" 20000
is "$(($(wc -c <recording) <= 10240 && $(wc -c <recording.1) <= 10240))" 1 "two files, half of it each"
cat recording.1 recording | uprobecap report --json - >both.json
last=$(grep -c '^{"type":"entry"' both.json)
is "$((last > 1000 && last < 20000))" 1 "keep some of the hits"
like "$(tail -n 1 both.json)" '"hits":20000,' "the latest, with the ledger"
is "$(sed -n '1s/^{"type":"\([a-z]*\)".*/\1/p' both.json)" header "each of them begins with the header"
fails "a size that is none" 2 uprobecap record -o recording --max-size 3X "p $add:add"
fails "a size of a pipe" 2 uprobecap record -o /dev/null --max-size 1M "p $add:add"
fails "trace has no size" 2 uprobecap trace --max-size 1M "p $add:add"

# On a terminal.
script -q -e -c "uprobecap record -o recording --duration 2500ms 'p $add:add'" /dev/null </dev/null >screen
like "$(tr '\r' '\n' <screen)" 'recording: 0 hits, [0-9]+ KiB, 1 s' "a terminal sees how far it is"
like "$(tr -d '\r' <screen)" 'recording: 0 hits, [0-9]+ bytes$' "and the sum at the end"
ok "no terminal does not" uprobecap record -o recording --duration 1500ms "p $add:add"
is "$(grep -c KiB "$STATE/output")" 0 "see that"

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
says '^site 0, column 0: ' "says which"

unload
done_testing

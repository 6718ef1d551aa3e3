#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap report: the ways in which a recording of real calls is printed.
# timeout: 180
# kernels: one
. "$LIB"

add=$TARGETS/add
calls=$TARGETS/calls
load

hits() { # ARGUMENT...: how many hits are printed
	uprobecap report --json "$@" | grep -c -E '^\{"type":"(entry|return|call)"'
}

# shellcheck disable=SC2016 # the probe's own $
uprobecap record -o recording 'c '"$add"':add a=$arg1:s32 b=$arg2:s32 -> sum=$retval:s32' \
	'p '"$add"':main' -- sh -c "$add 3 4 5; $add 2 4 -5; sleep 5; $add 1 1 1" >/dev/null 2>&1

# Summaries.
ok "--summary" uprobecap report --summary recording
says '^probe 1  add\(\) ->  hits 6 ' "has the ledger"
says '^  calls 6  errors 2  p50 [0-9.]+[mun]*s  p90 [0-9.]+[mun]*s  p99 [0-9.]+[mun]*s  max [0-9.]+[mun]*s$' \
	"and how often, how many errors, how long"
says '^ +[0-9.]+[mun]*s to +[0-9.]+[mun]*s +[0-9]+  #+$' "and a histogram"
is "$(grep -c -E '^  (calls|hits) [0-9]' "$STATE/output")" 2 "of each probe"
says '^  hits 3$' "and no errors where no result is known"

# Which hits.
is "$(hits recording)" 9 "all hits"
is "$(hits --filter 'a == 4 && sum < 0' recording)" 2 "a filter"
# shellcheck disable=SC2016
is "$(hits --filter '$retval >= 0' recording)" 4 "of what came back"
is "$(hits --filter "comm == 'add'" recording)" 9 "that all probes know"
is "$(hits --filter 'latency >= 0' recording)" 6 "that one probe does not know"
fails "a filter that is wrong" 2 uprobecap report --filter 'a == 4 && nobody == 3' recording
says '^uprobecap: the filter is wrong at column 11$' "is told"
is "$(hits --to 4s recording)" 7 "until a time"
is "$(hits --from 4s recording)" 2 "from a time on"
is "$(hits --from 4s --to 4001ms recording)" 0 "a window without a hit"
second=$(uprobecap report recording | sed -n '$!h; 1,/add(a=1/{/add(a=1/s/ .*//p}')
is "$(hits --from "$second" recording)" 1 "from the time of a line on"
fails "a time that is none" 2 uprobecap report --from yesterday recording

# Columns.
ok "--columns" uprobecap report --columns event,cpu,comm recording
says '^add\(a=4, b=5\) = 9  <[0-9.]*[mun]*s>  [01]  add$' "in that order"
ok "--time delta" uprobecap report --time delta recording
says '^\+[0-9]\.[0-9]{6}  add  ([0-9]+)/\1  add\(a=1, b=1\) = 2  <' "since the line before"
ok "--time mono" uprobecap report --time=mono --columns time recording
says '^[0-9]+\.[0-9]{6}$' "the kernel's clock"
# shellcheck disable=SC2016
ok "of what is traced, too" uprobecap trace --columns event,uid --time mono 'p '"$add"':add a=$arg1:s32' \
	-- "$add" 1 7 8
says '^add\(a=7\)  0$' "in that order"
fails "a column that is none" 2 uprobecap report --columns when recording
fails "a clock that is none" 2 uprobecap trace --time sand "p $add:add" -- true

fails "columns of what has none" 2 uprobecap report --json --columns time recording
fails "columns of JSON" 2 uprobecap trace --json --time mono "p $add:add" -- true

# For programs.
uprobecap report --csv recording >csv 2>said
like "$(sed -n 1p csv)" '^time,.*,latency_ns,a,b,sum' "--csv: a row of names"
like "$(cat csv)" '^[-0-9]+ [0-9:.]+,[0-9]+,call,"add","add",([0-9]+),\1,0,[01],[0-9]+,4,-5,-1' "and one a hit"
is "$(grep -c '' csv)" 10 "and nothing else"
like "$(cat said)" '^probe 1 .* balanced$' "the ledger is on stderr"
uprobecap report --chrome recording >chrome 2>/dev/null
is "$(head -n 1 chrome)$(tail -n 1 chrome)" '{"displayTimeUnit":"ns","traceEvents":[]}' "--chrome: one array"
is "$(grep -c '"ph":"X","ts":[0-9]*\.[0-9]*,"dur":[0-9]*\.[0-9]*,.*"args":{"a":' chrome)" 6 "calls are slices"
is "$(grep -c '"ph":"i"' chrome)" 3 "entries are instants"
uprobecap report --speedscope recording >speedscope 2>said
is "$(grep -c '"type":"O"' speedscope)" 6 "--speedscope: calls open"
is "$(grep -c '"type":"C"' speedscope)" 6 "and close"
like "$(cat said)" '3 hits are no calls' "and what is no call is told"
fails "two ways at once" 2 uprobecap report --csv --json recording

# Functions that call each other: what is inside is inside.
# shellcheck disable=SC2016
uprobecap record -o nested 'c '"$calls"':* a=$arg1' -- "$calls" recursion 5 >/dev/null 2>&1
ok "calls within calls" test "$(uprobecap report --speedscope nested 2>/dev/null | grep -c '"type":"O"')" -gt 4

# Losses.
ok "--strict without a loss" uprobecap report --strict recording
uprobecap record -o lossy --ring-kb 4 "p $add:add" -- sh -c \
	"kill -STOP \$PPID; taskset -c 0 $add 1000; kill -CONT \$PPID" >/dev/null 2>&1
fails "--strict with a loss" 5 uprobecap report --strict lossy
says '  lost [0-9]+ hits ' "which is shown where it was"
uprobecap report --csv lossy 2>&1 >/dev/null | grep -q '  lost [0-9]* hits '
is $? 0 "on stderr where there is no place for it"

# Whoever reads our output may leave, and we do so without a word.
uprobecap record -o many "p $add:add" -- "$add" 5000 >/dev/null 2>&1
uprobecap report many 2>said | head -n 1 >/dev/null
is "$(cat said)" "" "it ends quietly with head(1)"
is "$(uprobecap report lossy | tr -d '[:print:]\n\t' | wc -c)" 0 "a pipe gets no colours"

unload
done_testing

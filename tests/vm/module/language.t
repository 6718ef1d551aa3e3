#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The probe language is that of uprobe_events, where both have it: 2,000 probes, always
# the same ones, of which each takes what the other does.
# timeout: 300
. "$LIB"

add=$TARGETS/add

load
"$TARGETS/language" 2000 "$add" "$(offset_of "$add:add")"
is $? 0 "all of them were tried"
is "$(cat /sys/kernel/tracing/uprobe_events)" "" "nothing is left in uprobe_events"
unload
done_testing

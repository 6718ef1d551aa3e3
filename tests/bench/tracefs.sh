# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What ftrace and perf share: probes are defined in uprobe_events. Sourced.

tracing=/sys/kernel/tracing
# shellcheck disable=SC2034 # for those who source it
two_args="a=%di b=%si" a_string="text=+0(%dx):string"

define() { # TYPE FIELDS
	echo "$1:bench/hit $PROGRAM:$SITE $2" >$tracing/uprobe_events
}

# A writer that does not close the file appends.
define_many() { # COUNT
	number=0
	while [ $number -lt "$1" ]; do
		echo "p:bench/hit$number $PROGRAM:$((SITE + 16 * number))"
		number=$((number + 1))
	done >$tracing/uprobe_events
}

forget() {
	echo >$tracing/uprobe_events
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The kernel's own: uprobe_events, and trace_pipe as the reader.

tracing=/sys/kernel/tracing

# The buffer has room for all hits that a case makes.
enable_event() { # DEFINITION [FILTER]
	echo 16384 >$tracing/buffer_size_kb
	echo "$1" >$tracing/uprobe_events
	[ -z "${2-}" ] || echo "$2" >$tracing/events/bench/hit/filter
	echo 1 >$tracing/events/bench/hit/enable
}

arm() { # CASE
	case $1 in
	entry-2args | endbr64-total) enable_event "p:bench/hit $PROGRAM:$SITE a=%di b=%si" ;;
	entry-string16) enable_event "p:bench/hit $PROGRAM:$SITE text=+0(%dx):string" ;;
	entry-string16-filtered-out)
		enable_event "p:bench/hit $PROGRAM:$SITE text=+0(%dx):string" 'common_pid == 1'
		;;
	return-1) enable_event "r:bench/hit $PROGRAM:$SITE sum=\$retval" ;;
	call-2args-latency) cannot "an entry and a return are two events, and nothing joins them" ;;
	*) cannot "not measured yet" ;;
	esac
}

lost() {
	sed -n 's/^overrun: //p' $tracing/per_cpu/cpu0/stats
}

disarm() {
	[ ! -d $tracing/events/bench ] || echo 0 >$tracing/events/bench/enable
	echo >$tracing/uprobe_events
	echo >$tracing/trace
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The kernel's own: events of tracefs, and trace_pipe as the reader.

# shellcheck source=../tracefs.sh
. "$TREE/tests/bench/tracefs.sh"

event=$tracing/events/bench/hit
histogram=hist:keys=common_type

# The buffer has room for all hits that a case makes.
trace() { # TYPE FIELDS
	echo 8192 >$tracing/buffer_size_kb
	define "$1" "$2" && echo 1 >$event/enable
}

trace_filtered() {
	define p "$a_string" && echo common_pid==1 >$event/filter && echo 1 >$event/enable
}

arm() { # CASE
	case $1 in
	count) define p "" && echo $histogram >$event/trigger ;;
	entry-2args | endbr64-total | start-to-armed-ms) trace p "$two_args" ;;
	entry-string16) trace p "$a_string" ;;
	entry-string16-filtered-out) trace_filtered ;;
	return-1) trace r "sum=\$retval" ;;
	call-2args-latency) cannot "nothing joins an entry with its return" ;;
	end-to-end-text | reader-rss-kb | lost-at-1M-hits)
		trace p "$two_args" && launch cat $tracing/trace_pipe
		;;
	end-to-end-binary)
		echo 5 >$tracing/buffer_percent
		trace p "$two_args" && launch cat $tracing/per_cpu/cpu0/trace_pipe_raw
		;;
	excluded-pid) echo 1 >$tracing/set_event_pid && trace p "$two_args" ;;
	attach-10000-ms | detach-10000-ms | memory-per-site) define_many 10000 && echo 1 >$tracing/events/bench/enable ;;
	esac
}

delivered() { # CASE
	case $1 in
	count) sed -n 's/^ *Hits: //p' $event/hist ;;
	end-to-end-text | lost-at-1M-hits) grep -c ' hit: ' "$RECORDS" ;;
	*) awk '/^(entries|read events):/ { sum += $NF } END { print sum }' $tracing/per_cpu/cpu0/stats ;;
	esac
}

disarm() {
	[ ! -e $event/trigger ] || echo "!$histogram" >$event/trigger
	[ ! -d $tracing/events/bench ] || echo 0 >$tracing/events/bench/enable
	end_reader TERM
	forget
	echo >$tracing/set_event_pid
	echo 50 >$tracing/buffer_percent
	# The rest in the buffer, and its counters.
	echo 1 >$tracing/buffer_size_kb
	echo >$tracing/trace
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# This project: the module alone, or with its program as the reader.

load_probe() { # PARAMETER=VALUE...
	insmod "$MODULE" "filename=$PROGRAM" "offset=$SITE" ring_kb=8192 "$@"
}

# Of a session; the program chooses the place in the function.
capture() { # trace|record SPEC-WITHOUT-TARGET OPTION...
	command=$1 type=${2%% *} fields=${2#* }
	shift 2
	insmod "$MODULE"
	launch uprobecap "$command" "$@" --ring-kb 8192 "$type $PROGRAM:$FUNCTION $fields"
}

# shellcheck disable=SC2154 # launch() sets reader
is_armed() {
	uprobecap status | grep -q "  pid $reader " && sleep 1
}

capture_armed() { # trace|record SPEC-WITHOUT-TARGET OPTION...
	capture "$@" && wait_for 60 is_armed
}

# The reader is armed, and does not run.
trace_stopped() { # SPEC-WITHOUT-TARGET OPTION...
	capture_armed trace "$@" && kill -STOP "$reader"
}

trace_sites() {
	insmod "$MODULE"
	launch uprobecap trace --count "p $PROGRAM:site_*"
}

# shellcheck disable=SC2016 # the $ is the probe language's
arm() { # CASE
	two_args='args="a=$arg1 b=$arg2"'
	a_string='args=text=+0($arg3):string'
	case $1 in
	count) trace_stopped 'p ' --count ;;
	entry-2args) load_probe type=p "$two_args" ;;
	endbr64-total) trace_stopped 'p a=$arg1 b=$arg2' ;;
	entry-string16) load_probe type=p "$a_string" ;;
	entry-string16-filtered-out) load_probe type=p 'args="text=+0($arg3):string a=$arg1 if a == 12345"' ;;
	return-1) load_probe type=r 'retargs=sum=$retval' ;;
	call-2args-latency) load_probe type=c "$two_args" 'retargs=sum=$retval' ;;
	end-to-end-text | reader-rss-kb | lost-at-1M-hits) capture_armed trace 'p a=$arg1 b=$arg2' ;;
	end-to-end-binary) capture_armed record 'p a=$arg1 b=$arg2' -o "$RECORDS.binary" ;;
	excluded-pid) load_probe type=p "$two_args" pid=1 ;;
	start-to-armed-ms) capture trace 'p a=$arg1 b=$arg2' ;;
	attach-10000-ms | detach-10000-ms | memory-per-site) trace_sites ;;
	esac
}

# What the ledger says; of the boot session, a reader that comes now has it, too.
delivered() { # CASE
	end_reader INT
	[ "$1" != end-to-end-binary ] || uprobecap report "$RECORDS.binary" >"$RECORDS"
	{
		cat "$RECORDS"
		[ ! -s /sys/module/uprobecap/parameters/filename ] || timeout -s INT 2 uprobecap read
	} | case $1 in
	count) sed -n '$s/.* counted \([0-9]*\) .*/\1/p' ;;
	*) sed -n '$s/.*  delivered \([0-9]*\) .*/\1/p' ;;
	esac
}

disarm() {
	end_reader INT
	[ ! -d /sys/module/uprobecap ] || rmmod uprobecap
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# This project: the module alone, or with its program as the reader.

load_probe() { # PARAMETER=VALUE...
	insmod "$MODULE" "filename=$PROGRAM" "offset=$SITE" ring_kb=8192 "$@"
}

# Of a session; the program chooses the place in the function.
trace() { # SPEC-WITHOUT-TARGET OPTION...
	type=${1%% *} fields=${1#* }
	shift
	insmod "$MODULE"
	launch uprobecap trace "$@" --ring-kb 8192 "$type $PROGRAM:$FUNCTION $fields"
}

# shellcheck disable=SC2154 # launch() sets reader
is_armed() {
	uprobecap status | grep -q "  pid $reader " && sleep 1
}

# The reader is armed, and does not run.
trace_stopped() { # SPEC-WITHOUT-TARGET OPTION...
	trace "$@" && wait_for 60 is_armed && kill -STOP "$reader"
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
	end-to-end-text | reader-rss-kb | lost-at-1M-hits)
		load_probe type=p "$two_args" && launch uprobecap read
		;;
	end-to-end-binary) load_probe type=p "$two_args" && launch uprobecap read -o "$RECORDS.binary" ;;
	excluded-pid) load_probe type=p "$two_args" pid=1 ;;
	start-to-armed-ms) trace 'p a=$arg1 b=$arg2' ;;
	attach-10000-ms | detach-10000-ms) trace_sites ;;
	esac
}

# What the ledger says; of the boot session, a reader that comes now has it, too.
delivered() { # CASE
	end_reader INT
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

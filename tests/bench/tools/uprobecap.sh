# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# This project: the module alone, or with its program as the reader.

load_probe() { # PARAMETER=VALUE...
	insmod "$MODULE" "filename=$PROGRAM" "offset=$SITE" ring_kb=8192 "$@"
}

# shellcheck disable=SC2016 # the $ is the probe language's
arm() { # CASE
	two_args='args="a=$arg1 b=$arg2"'
	a_string='args=text=+0($arg3):string'
	case $1 in
	entry-2args | endbr64-total) load_probe type=p "$two_args" ;;
	entry-string16) load_probe type=p "$a_string" ;;
	entry-string16-filtered-out) load_probe type=p "$a_string" comm=another ;;
	return-1) load_probe type=r 'retargs=sum=$retval' ;;
	call-2args-latency) load_probe type=c "$two_args" 'retargs=sum=$retval' ;;
	end-to-end-text | reader-rss-kb | lost-at-1M-hits | start-to-armed-ms)
		load_probe type=p "$two_args" && launch uprobecap read
		;;
	end-to-end-binary) load_probe type=p "$two_args" && launch uprobecap read -o "$RECORDS.binary" ;;
	excluded-pid) load_probe type=p "$two_args" pid=1 ;;
	*) cannot "module parameters cannot ask for it" ;;
	esac
}

# What the ledger says; a reader that comes now has it, too.
delivered() { # CASE
	end_reader INT
	{ cat "$RECORDS" && timeout -s INT 2 uprobecap read; } |
		sed -n '$s/.*  delivered \([0-9]*\) .*/\1/p'
}

disarm() {
	end_reader INT
	[ ! -d /sys/module/uprobecap ] || rmmod uprobecap
}

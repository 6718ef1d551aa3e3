# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# This project: the module alone, or with its program as the reader.

load_probe() { # PARAMETER=VALUE...
	insmod "$MODULE" "filename=$PROGRAM" "offset=$SITE" ring_kb=8192 "$@"
}

# shellcheck disable=SC2016 # the $ is the probe language's
arm() { # CASE
	case $1 in
	entry-2args | endbr64-total) load_probe type=p 'args="a=$arg1 b=$arg2"' ;;
	entry-string16) load_probe type=p 'args=text=+0($arg3):string' ;;
	entry-string16-filtered-out) load_probe type=p 'args=text=+0($arg3):string' comm=another ;;
	return-1) load_probe type=r 'retargs=sum=$retval' ;;
	call-2args-latency) load_probe type=c 'args="a=$arg1 b=$arg2"' 'retargs=sum=$retval' ;;
	excluded-pid) load_probe type=p 'args="a=$arg1 b=$arg2"' pid=1 ;;
	*) cannot "module parameters cannot ask for it" ;;
	esac
}

# What the last lines of a reader say.
lost() {
	timeout -s INT 2 uprobecap read |
		sed -n '$s/.* lost_full \([0-9]*\)  lost_too_big \([0-9]*\) .*/\1 \2/p' |
		awk '{ print $1 + $2 }'
}

disarm() {
	[ ! -d /sys/module/uprobecap ] || rmmod uprobecap
}

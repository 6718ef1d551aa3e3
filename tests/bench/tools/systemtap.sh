# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# SystemTap, with modules that tests/bench/prepare-systemtap has compiled.
#
# packages: tests/bench/packages

modules=$BENCH/$(uname -r)/systemtap

# Its buffer, in MiB, has room for all hits that a case makes.
run_module() { # CASE
	module=bench_$(echo "$1" | tr - _)
	mountpoint -q /sys/kernel/debug || mount -t debugfs debugfs /sys/kernel/debug
	launch staprun -b "${buffer:-64}" "$modules/$module.ko"
}

run_ready() { # CASE
	# shellcheck disable=SC2154 # launch() sets it
	run_module "$1" && wait_for 60 grep -q "^$module " /proc/modules && sleep 5 && kill -0 "$reader"
}

arm() { # CASE
	if [ ! -d "$modules" ]; then
		cannot "Debian's SystemTap does not compile for this kernel"
		return
	fi
	# Its reader runs, in every tenth millisecond: if it does not, hits are lost.
	case $1 in
	start-to-armed-ms) run_module start-to-armed-ms ;;
	reader-rss-kb | lost-at-1M-hits) buffer=8 run_ready entry-2args ;;
	end-to-end-binary) cannot "it has no binary output" ;;
	excluded-pid) cannot "its scripts can only look whose hit it is" ;;
	attach-* | detach-* | memory-*) cannot "a module of so many probes is not compiled" ;;
	*) run_ready "$1" ;;
	esac
}

delivered() { # CASE
	sleep 5
	end_reader INT
	case $1 in
	count) tail -n 1 "$RECORDS" ;;
	*) grep -c '^hit ' "$RECORDS" ;;
	esac
}

disarm() {
	end_reader INT
}

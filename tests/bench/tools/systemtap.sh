# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# SystemTap, with modules that tests/bench/prepare-systemtap has compiled.
#
# packages: tests/bench/packages

modules=$BENCH/$(uname -r)/systemtap

run_module() { # NAME
	mountpoint -q /sys/kernel/debug || mount -t debugfs debugfs /sys/kernel/debug
	launch staprun -R -b 8 "$modules/$1.ko"
}

run_ready() { # NAME
	# shellcheck disable=SC2154 # launch() sets it
	run_module "$1" && sleep 3 && kill -0 "$reader"
}

# Here its reader must not run, for nobody reads.
run_stopped() { # NAME
	run_ready "$1" && kill -STOP "$reader"
}

arm() { # CASE
	if [ ! -d "$modules" ]; then
		cannot "Debian's SystemTap does not compile for this kernel"
		return
	fi
	case $1 in
	count) run_ready count ;;
	entry-* | return-1 | call-2args-latency | endbr64-total) run_stopped "$1" ;;
	end-to-end-text) run_ready end-to-end-text ;;
	start-to-armed-ms) run_module start-to-armed-ms ;;
	reader-rss-kb | lost-at-1M-hits) run_ready entry-2args ;;
	end-to-end-binary) cannot "it has no binary output" ;;
	excluded-pid) cannot "its scripts can only look whose hit it is" ;;
	*) cannot "a module of so many probes is not compiled" ;;
	esac
}

delivered() { # CASE
	end_reader INT
	case $1 in
	count) tail -n 1 "$RECORDS" ;;
	*) grep -c '^hit ' "$RECORDS" ;;
	esac
}

disarm() {
	end_reader INT
}

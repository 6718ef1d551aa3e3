# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# bpftrace, of the release that the kernel is of.
#
# packages: tests/bench/packages

# The ring holds all hits that a case makes.
export BPFTRACE_PERF_RB_PAGES=4096

run_program() { # SCRIPT OPTION...
	script=$1
	shift
	launch bpftrace "$@" -e "$script"
	wait_for 600 grep -q Attach "$RECORDS" "$STATE/said" && sleep 2
}

# Hits wake it one by one; here it must not run, for nobody reads.
run_stopped() { # SCRIPT
	# shellcheck disable=SC2154 # launch() sets it
	run_program "$1" && kill -STOP "$reader"
}

# shellcheck disable=SC2153 # not script
at_entry() {
	echo "uprobe:$PROGRAM:$FUNCTION"
}

at_return() {
	echo "uretprobe:$PROGRAM:$FUNCTION"
}

print_two='{ printf("hit %d %d\n", arg0, arg1); }'
print_string='{ printf("hit %s\n", str(arg2)); }'
join="{ @call[tid] = (nsecs, arg0, arg1); }"
print_call='/@call[tid].0/ {
	printf("hit %d %d %d %d\n", @call[tid].1, @call[tid].2, retval, nsecs - @call[tid].0);
	delete(@call[tid]);
}'

arm() { # CASE
	case $1 in
	count) run_program "$(at_entry) { @ = count(); }" ;;
	entry-2args | endbr64-total) run_stopped "$(at_entry) $print_two" ;;
	entry-string16) run_stopped "$(at_entry) $print_string" ;;
	entry-string16-filtered-out) run_stopped "$(at_entry) /pid == 1/ $print_string" ;;
	return-1) run_stopped "$(at_return) { printf(\"hit %d\\n\", retval); }" ;;
	call-2args-latency) run_stopped "$(at_entry) $join $(at_return) $print_call" ;;
	end-to-end-text | reader-rss-kb) run_program "$(at_entry) $print_two" ;;
	lost-at-1M-hits) BPFTRACE_PERF_RB_PAGES=2048 run_program "$(at_entry) $print_two" ;;
	end-to-end-binary) cannot "it has no binary output" ;;
	excluded-pid) run_program "$(at_entry) $print_two" -p 1 ;;
	start-to-armed-ms) launch bpftrace -e "$(at_entry) $print_two" ;;
	attach-10000-ms | detach-10000-ms | memory-per-site)
		BPFTRACE_PERF_RB_PAGES=64 BPFTRACE_MAX_PROBES=20000 launch prlimit --nofile=65536 bpftrace -e "uprobe:$PROGRAM:site_* { @ = count(); }"
		;;
	esac
}

# Told to end, it does not read on.
delivered() { # CASE
	kill -CONT "$reader"
	sleep 5
	end_reader INT
	case $1 in
	count) sed -n 's/^@: //p' "$RECORDS" ;;
	*) grep -c '^hit ' "$RECORDS" ;;
	esac
}

disarm() {
	end_reader INT
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# perf stat and perf record, with events of tracefs.
#
# packages: tests/bench/packages

# shellcheck source=../tracefs.sh
. "$TREE/tests/bench/tracefs.sh"

data=/dev/shm/perf.data

# perf does not say when it is ready.
has_events() {
	for pid in $(pgrep -x perf); do
		! find "/proc/$pid/fd" -lname '*perf_event*' 2>/dev/null | grep -q . || return 0
	done
	return 1
}

run_perf() { # COMMAND...
	launch "$@"
	wait_for 60 has_events && sleep 1
}

# The ring holds all hits that a case makes, and does not wake perf.
record() { # TYPE FIELDS OPTION...
	define "$1" "$2" || return
	shift 2
	run_perf perf record -q -m 16M -o $data -e bench:hit "$@"
}

# A ring that is half full wakes perf.
record_to() { # END-OF-COMMAND
	define p "$two_args" && run_perf sh -c "perf record -q -m 1M -a -e bench:hit $1"
}

# Some versions' perf script crash at the start of a pipe.
print_live() {
	record_to "-o - | perf script"
	[ "$(pgrep -c -x perf)" = 2 ] || cannot "perf record into perf script: $(tail -n 1 "$STATE/said")"
}

arm() { # CASE
	case $1 in
	count) define p "" && run_perf perf stat -e bench:hit -a ;;
	entry-2args | endbr64-total | start-to-armed-ms) record p "$two_args" -a ;;
	entry-string16) record p "$a_string" -a ;;
	entry-string16-filtered-out) record p "$a_string" -a --filter common_pid==1 ;;
	return-1) record r "sum=\$retval" -a ;;
	call-2args-latency) cannot "nothing joins an entry with its return" ;;
	end-to-end-text) print_live ;;
	end-to-end-binary) record_to "-o $data" ;;
	reader-rss-kb | lost-at-1M-hits) record p "$two_args" -a -m 8M ;;
	excluded-pid) record p "$two_args" -p 1 ;;
	attach-10000-ms | detach-10000-ms | memory-per-site)
		define_many 10000 && launch prlimit --nofile=65536 perf record -q -o $data -e 'bench:*' -a
		;;
	esac
}

# It says so when it has ended, or it is in the file.
delivered() { # CASE
	end_perf
	case $1 in
	count) sed -n 's/^ *\([0-9,]*\) *bench:hit.*/\1/p' "$STATE/said" | tr -d , ;;
	end-to-end-text) grep -c 'bench:hit:' "$RECORDS" ;;
	*) perf report -i $data --stats | awk '/ SAMPLE events:/ { sum = $3 } END { print sum + 0 }' ;;
	esac
}

end_perf() {
	[ -z "$reader" ] || pkill -INT -x -o perf
	end_reader INT
}

disarm() {
	end_perf
	forget
}

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Records the hits of user-space probes with nothing but sh and tracefs.
# shellcheck disable=SC2016 # $arg1 and the like are the probe language, not the shell's
# shellcheck disable=SC2317 # what the traps call is reachable
set -uf
LC_ALL=C
export LC_ALL

program=uprobe-record.sh
id=uprobecap_$$		# names the tracing instance and the group of the events
buffer_kb=8192
output=
tracefs=
instance=
events=
legend=

usage() {
	cat <<EOF
usage: $program [-b KB] [-o FILE] SPEC... [-- COMMAND [ARG...]]

Records every hit of the probes SPEC, in any process, with the kernel's
uprobe_events, until COMMAND ends, or without one until Ctrl-C or SIGTERM; then
prints the trace, the hits that uprobe_profile counted and what was lost, and
removes what it added to tracefs.

  SPEC      TYPE[:[GROUP/]EVENT] PATH:0xOFFSET[(REFCTR)] [FIELD...], one argument:
            'p /usr/bin/bash:0xc6c20 prompt=+0(\$arg1):string'    at the entry
            'r /usr/bin/bash:0xc6c20 line=+0(\$retval):string'    at the return
            GROUP and EVENT are replaced by names that no one else uses.
  -b KB     size of each CPU's buffer in KiB, default $buffer_kb
  -o FILE   print to FILE instead of standard output
  -h, --help

COMMAND runs in the foreground: a signal to this script alone is acted upon when
COMMAND has ended. Exit code: COMMAND's own; 1 failed, 2 wrong usage or spec,
3 no permission or no tracefs, 4 no such file.
EOF
}

# fail CODE WHAT WHY WHAT-TO-DO
fail() {
	printf '%s: %s\n  %s\n  %s\n' "$program" "$2" "$3" "$4" >&2
	exit "$1"
}

parse_options() {
	case ${1-} in --help) usage; exit 0 ;; esac
	while getopts b:o:h option; do
		case $option in
		b) buffer_kb=$OPTARG ;;
		o) output=$OPTARG ;;
		h) usage; exit 0 ;;
		*) fail 2 'wrong usage' 'the line above says what' "see $program --help" ;;
		esac
	done
	case $buffer_kb in
	'' | 0* | *[!0-9]*) fail 2 "bad buffer size '$buffer_kb'" '-b takes a number of KiB' \
		'try -b 8192' ;;
	esac
	[ -z "$output" ] || (: >"$output") || fail 1 "cannot write $output" \
		'the line above says why' 'give another file with -o'
}

find_tracefs() {
	for tracefs in /sys/kernel/tracing /sys/kernel/debug/tracing; do
		[ -w "$tracefs/uprobe_events" ] && return
	done
	if [ "$(id -u)" -ne 0 ]; then
		fail 3 'cannot write to uprobe_events' 'only root may add probes' \
			'run this script as root, e.g. through sudo'
	fi
	for tracefs in /sys/kernel/tracing /sys/kernel/debug/tracing; do
		[ -e "$tracefs/trace" ] && fail 3 "no uprobe_events in $tracefs" \
			'this kernel was built without CONFIG_UPROBE_EVENTS' \
			'boot a kernel that has it; Debian kernels do'
	done
	fail 3 'tracefs is not mounted' \
		'it is neither at /sys/kernel/tracing nor at /sys/kernel/debug/tracing' \
		'run: mount -t tracefs tracefs /sys/kernel/tracing'
}

# What the kernel wants to be told: the registers behind $argN, and x8 for char
# where it does not know that type.
translate_fields() {
	fields=$(printf '%s ' "$@" | sed \
		-e 's/\$arg1\([^0-9]\)/%di\1/g' -e 's/\$arg2\([^0-9]\)/%si\1/g' \
		-e 's/\$arg3\([^0-9]\)/%dx\1/g' -e 's/\$arg4\([^0-9]\)/%cx\1/g' \
		-e 's/\$arg5\([^0-9]\)/%r8\1/g' -e 's/\$arg6\([^0-9]\)/%r9\1/g')
	grep -q '^[^#]*[ ,]char,' "$tracefs/README" ||
		fields=$(printf '%s' "$fields" | sed 's/:char\([[ ]\)/:x8\1/g')
}

check_arguments_known() {
	case $* in *'$arg'*) ;; *) return 0 ;; esac
	case $type in r*) fail 2 "\$argN in '$spec'" \
		'a return probe no longer has the arguments' \
		'record them with a p probe at the same place' ;;
	esac
	[ "$(uname -m)" = x86_64 ] || fail 2 "\$argN in '$spec'" \
		"which registers those are on $(uname -m) is not known here" \
		'name the register, e.g. %x0'
}

check_site() {
	case $1 in
	*/*:[0-9]*) ;;
	*) fail 2 "'$1' is not PATH:0xOFFSET" 'tracefs knows files and offsets, not symbols' \
		'get the offset with: uprobecap offset PATH:SYMBOL' ;;
	esac
	[ -e "${1%:*}" ] || fail 4 "${1%:*}: no such file" 'there is nothing to probe' \
		'give the path of the program or library'
}

# Sets type, site and fields of one SPEC.
parse_spec() {
	spec=$1
	case $spec in *'#'*) fail 2 "'#' in '$spec'" 'uprobe_events takes it for a comment' \
		'use a path without it, e.g. a hard link' ;;
	esac
	# shellcheck disable=SC2086 # its words are what we want
	set -- $spec
	spec=$*
	type=${1-}
	site=${2-}
	case $type in
	p | r | p:* | r:*) ;;
	*) fail 2 "'$spec' is not a probe" 'it begins neither with p nor with r' \
		"see $program --help" ;;
	esac
	check_site "$site"
	shift 2
	check_arguments_known "$@"
	translate_fields "$@"
}

# append FILE TEXT, through cat: unlike the shell it names the error of write(2).
append() {
	problem=$({ printf '%s\n' "$2" | cat >>"$1"; } 2>&1)
}

# The part of the kernel's error log that is about one event.
error_log_of() {
	awk -v event="$1" '
		/error:/ { error = $0; next }
		/Command:/ { ours = index($0, event); if (ours) print error }
		ours { print }' "$tracefs/error_log"
}

# add_event SPEC NUMBER
add_event() {
	parse_spec "$1"
	letter=${type%"${type#?}"}
	event=$letter$2_$$
	events="$events $event"
	append "$tracefs/uprobe_events" "$letter:$id/$event $site $fields" ||
		fail 2 "the kernel refused '$spec'" "$problem" "$(error_log_of "$id/$event")"
	legend="$legend# $event: $spec
"
}

check_name_is_free() {
	if [ -e "$tracefs/instances/$id" ] || grep -q ":$id/" "$tracefs/uprobe_events"; then
		fail 1 "$id is in tracefs already" 'a run that was killed has left it' \
			"remove instances/$id and the events $id/* from $tracefs, or run again"
	fi
}

make_instance() {
	mkdir "$tracefs/instances/$id" || fail 1 'no tracing instance' \
		'mkdir failed, see above' "look for what is wrong with $tracefs/instances"
	instance=$tracefs/instances/$id
	append "$instance/trace_clock" mono || fail 1 'no clock' "$problem" 'use Linux 4.0 or newer'
	append "$instance/buffer_size_kb" "$buffer_kb" || fail 1 \
		"no buffer of $buffer_kb KiB for each CPU" "$problem" 'ask for less with -b'
}

refuse_to_arm() {
	case $problem in
	*524*) why='the kernel cannot run that instruction out of line' ;;
	*Invalid*) why='the offset is past the end of the file, or REFCTR is odd' ;;
	*) why=$problem ;;
	esac
	fail 2 "cannot arm '$(printf '%s' "$legend" | sed -n "s/^# $1: //p")'" "$why" \
		'probe the beginning of another instruction of the function'
}

arm() {
	for event in $events; do
		append "$instance/events/$id/$event/enable" 1 || refuse_to_arm "$event"
	done
	append "$instance/trace_marker" "$program: armed"
}

disarm() {
	append "$instance/trace_marker" "$program: stopping"
	append "$instance/events/$id/enable" 0 || fail 1 'the events could not be disabled' \
		"$problem" "look at $instance/events/$id"
}

# At whatever moment the signal comes, the wait is over.
wait_for_signal() {
	told=
	sleeper=
	trap 'told=yes; [ -z "$sleeper" ] || kill "$sleeper"' HUP INT TERM
	sleep 2147483647 &
	sleeper=$!
	if [ -n "$told" ]; then
		kill "$sleeper"
	else
		wait "$sleeper"
	fi
	status=0
}

run_command() {
	trap : HUP INT TERM
	(exec "$@")
	status=$?
}

print_profile() {
	printf '# uprobe_profile:\n'
	total=0
	while read -r _ event hits; do
		case " $events " in *" $event "*) ;; *) continue ;; esac
		printf '#   %s %s\n' "$event" "$hits"
		total=$((total + hits))
	done <"$tracefs/uprobe_profile"
}

# What the buffers say of themselves; and what they do not: a hit whose event is
# larger than a page is dropped by the kernel and counted nowhere.
print_losses() {
	set +f
	awk -v hits="$total" -v marks=2 '
		FNR == 1 { parts = split(FILENAME, part, "/") }
		/^(entries|read events):/ { written += $NF }
		/^(overrun|commit overrun|dropped events):/ && $NF > 0 {
			lost += $NF
			printf "#   %s %s\n", part[parts - 1], $0
		}
		END {
			too_big = hits - (written + lost - marks)
			if (too_big > 0) {
				lost += too_big
				printf "#   too big for a page: %d\n", too_big
			}
			printf "# lost: %d\n", lost
			exit lost > 0
		}' "$instance"/per_cpu/cpu*/stats
	lossless=$?
	set -f
	[ "$lossless" -eq 0 ] || printf '%s: hits were lost\n  %s\n  %s\n' "$program" \
		'the last lines of the trace say how many and why' \
		'larger buffers (-b) help unless an event is too big for a page' >&2
}

print_recording() {
	printf '%s' "$legend" | cat - "$instance/trace" && print_profile && print_losses
}

# Leaves tracefs as it was, wherever the run has ended.
remove_added() {
	[ -z "$instance" ] || rmdir "$instance" || status=1
	for event in $events; do
		grep -q ":$id/$event " "$tracefs/uprobe_events" || continue
		append "$tracefs/uprobe_events" "-:$id/$event" && continue
		printf '%s: %s is still in uprobe_events\n  %s\n  %s\n' "$program" "$id/$event" \
			"$problem" "run: echo '-:$id/$event' >> $tracefs/uprobe_events" >&2
		status=1
	done
}

finish() {
	status=$?
	trap '' HUP INT PIPE TERM
	trap - EXIT
	remove_added
	exit "$status"
}

on_signals() {
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 141' PIPE
	trap 'exit 143' TERM
}

run() {
	if [ $# -gt 0 ]; then
		run_command "$@"
	else
		wait_for_signal
	fi
	on_signals
}

main() {
	parse_options "$@"
	shift $((OPTIND - 1))
	find_tracefs
	trap finish EXIT
	on_signals
	check_name_is_free
	number=0
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		number=$((number + 1))
		add_event "$1" "$number"
		shift
	done
	[ "$number" -gt 0 ] || fail 2 'no probe' 'there is no SPEC' "see $program --help"
	[ $# -eq 0 ] || shift
	make_instance
	arm
	run "$@"
	disarm
	if [ -n "$output" ]; then
		print_recording >"$output"
	else
		print_recording
	fi
	exit "$status"
}

main "$@"

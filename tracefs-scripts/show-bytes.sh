#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Shows what a running process has at the site of a probe. It only looks.
set -uf
LC_ALL=C
export LC_ALL

program=show-bytes.sh

usage() {
	cat <<EOF
usage: $program PID PATH:0xOFFSET [COUNT]

Prints where the process has mapped that place of the file, COUNT bytes (8) from
there on, how much of the mapping is a private copy, and the area in which the
kernel single-steps the instructions that breakpoints replaced, if there is one.
Exit code: 0; 1 failed, 2 wrong usage, 3 no permission, 4 not mapped.
EOF
}

# fail CODE WHAT WHY WHAT-TO-DO
fail() {
	printf '%s: %s\n  %s\n  %s\n' "$program" "$2" "$3" "$4" >&2
	exit "$1"
}

parse_arguments() {
	case ${1-} in -h | --help) usage; exit 0 ;; esac
	case ${1-}/${3-8} in
	/* | *[!0-9]*/* | */*[!0-9]*) fail 2 'wrong usage' 'PID and COUNT are numbers' \
		"see $program --help" ;;
	esac
	pid=$1
	count=${3:-8}
	case ${2-} in
	*:0x*[!0-9a-f]* | *:*[!0-9xa-f]*) site= ;;
	*?:[0-9]*) site=$2 ;;
	*) site= ;;
	esac
	[ -n "$site" ] || fail 2 "'${2-}' is not PATH:0xOFFSET" \
		'it is a file and an offset in it' 'get the offset with: uprobecap offset PATH:SYMBOL'
	path=$(readlink -f "${site%:*}")
	offset=$((${site##*:}))
}

check_process() {
	[ -e "/proc/$pid" ] || fail 1 "no process $pid" 'it has ended' 'give the PID of a running one'
	(: <"/proc/$pid/mem") 2>/dev/null || fail 3 "cannot read the memory of $pid" \
		'it belongs to someone else' 'run this script as root, e.g. through sudo'
}

# Sets address when this line of maps is where the process has the site.
is_mapping_of_site() {
	# shellcheck disable=SC2086 # its words are what we want
	set -- $mapping
	start=$((0x${1%-*}))
	end=$((0x${1#*-}))
	place=$((start + offset - 0x$3))
	address=$(printf '0x%x' "$place")
	case $2 in ??x?) ;; *) return 1 ;; esac
	[ "${6-}" = "$path" ] && [ "$place" -ge "$start" ] && [ "$place" -lt "$end" ]
}

find_mapping() {
	while read -r mapping; do
		! is_mapping_of_site || return 0
	done <"/proc/$pid/maps"
	fail 4 "$pid has not mapped $site" 'no executable mapping of the process holds that place' \
		"look at /proc/$pid/maps"
}

bytes() {
	dd "if=/proc/$pid/mem" bs=1 "skip=$((address))" "count=$count" 2>/dev/null |
		od -An -tx1 -v | tr -d '\n'
}

private_copies() {
	awk -v range="${mapping%% *}" '
		$1 == range { here = 1 }
		here && $1 == "Anonymous:" { print $2, $3; exit }' "/proc/$pid/smaps"
}

parse_arguments "$@"
check_process
find_mapping
printf 'mapping: %s\n' "$mapping"
printf 'address: %s\n' "$address"
printf 'bytes:  %s\n' "$(bytes)"
printf 'copied:  %s of the mapping\n' "$(private_copies)"
printf 'xol:     %s\n' "$(grep -F '[uprobes]' "/proc/$pid/maps" || echo none)"

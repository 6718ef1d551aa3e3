#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs a command under the module and under tracefs at once, and compares them: what
# `uprobecap verify` does, with a module that is loaded for it.
# shellcheck disable=SC2317 # what the traps call is reachable
set -uf

program=compare.sh
here=$(cd "$(dirname "$0")" && pwd)
module=${UPROBECAP_MODULE-}
buffer_kb=8192
loaded=

usage() {
	cat <<USAGE
usage: $program [-m FILE.ko] [-b KB] SPEC -- COMMAND [ARG...]

Loads the module, unless it is loaded already, and runs: uprobecap verify SPEC --
COMMAND, which arms the probe in the module and in tracefs and compares each hit
that the two have seen: place, fields, and order.

  SPEC       as uprobecap trace takes it, one argument
  -m FILE    the module, default: \$UPROBECAP_MODULE, else the one that was built
             here for this kernel, else modprobe's
  -b KB      size of each CPU's buffer on both sides in KiB, a power of two,
             default $buffer_kb
  -h, --help

Exit code: 0 equal, 1 different or failed, 2 wrong usage or spec, 3 no permission,
no tracefs or no module, 4 no such file, 5 lost.
USAGE
}

# fail CODE WHAT WHY WHAT-TO-DO
fail() {
	printf '%s: %s\n  %s\n  %s\n' "$program" "$2" "$3" "$4" >&2
	exit "$1"
}

parse_options() {
	case ${1-} in --help) usage; exit 0 ;; esac
	while getopts m:b:h option; do
		case $option in
		m) module=$OPTARG ;;
		b) buffer_kb=$OPTARG ;;
		h) usage; exit 0 ;;
		*) fail 2 'wrong usage' 'the line above says what' "see $program --help" ;;
		esac
	done
}

find_program() {
	for uprobecap in "$here/../build/uprobecap" "$(command -v uprobecap)"; do
		[ -x "$uprobecap" ] && return
	done
	fail 3 'no uprobecap' 'it is neither built here nor in PATH' 'run: make userspace'
}

load_module() {
	! grep -q '^uprobecap ' /proc/modules || return 0
	[ "$(id -u)" -eq 0 ] || fail 3 'cannot load a module' 'only root may' \
		'run this script as root, e.g. through sudo'
	built=$here/../build/modules/$(uname -r)/uprobecap.ko
	[ -n "$module" ] || [ ! -e "$built" ] || module=$built
	if [ -n "$module" ]; then
		problem=$(insmod "$module" 2>&1)
	else
		problem=$(modprobe uprobecap 2>&1)
	fi || fail 3 'the module does not load' "$problem" \
		'build it for this kernel with: make modules, or name it with -m'
	loaded=yes
}

# Whatever ends the run, the module is gone, if it was not there before.
finish() {
	status=$?
	trap '' HUP INT PIPE TERM
	trap - EXIT
	[ -z "$loaded" ] || rmmod uprobecap || printf '%s: the module is still loaded\n  %s\n  %s\n' \
		"$program" 'rmmod failed, see above' 'run: rmmod uprobecap' >&2
	exit "$status"
}

main() {
	parse_options "$@"
	shift $((OPTIND - 1))
	if [ $# -lt 3 ] || [ "$2" != -- ]; then
		fail 2 'wrong usage' 'it takes one SPEC, then --, then a command' "see $program --help"
	fi
	find_program
	trap finish EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	load_module
	"$uprobecap" verify --ring-kb "$buffer_kb" "$@"
}

main "$@"

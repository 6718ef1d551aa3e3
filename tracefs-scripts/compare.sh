#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs a command under the module and under tracefs at once, and compares them.
# shellcheck disable=SC2317 # what the traps call is reachable
set -uf
LC_ALL=C
export LC_ALL

program=compare.sh
here=$(cd "$(dirname "$0")" && pwd)
module=${UPROBECAP_MODULE-}
buffer_kb=8192
work=
loaded=

usage() {
	cat <<EOF
usage: $program [-m FILE.ko] [-b KB] SPEC -- COMMAND [ARG...]

Loads the module for the probe SPEC, arms the same probe in tracefs, runs COMMAND
once, and compares each hit that the two have seen: place, fields, and order. The
order of each thread's hits must be the same; that between threads is reported.
The hits that uprobe_profile and the module counted are compared too.

  SPEC       TYPE[:[GROUP/]EVENT] PATH:0xOFFSET[(REFCTR)] [FIELD...], one argument;
             TYPE is p or r
  -m FILE    the module, default: \$UPROBECAP_MODULE, else the one that was built
             here for this kernel, else modprobe's
  -b KB      size of each CPU's buffer on both sides in KiB, a power of two,
             default $buffer_kb
  -h, --help

Exit code: 0 equal, 1 different, lost or failed, 2 wrong usage or spec, 3 no
permission, no tracefs or no module, 4 no such file.
EOF
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

# Sets what insmod and the comparison need of SPEC; uprobe-record.sh checks the rest.
parse_spec() {
	# shellcheck disable=SC2086 # its words are what we want
	set -- $1
	case ${1-} in
	p | p:*) type=p list=args ;;
	r | r:*) type=r list=retargs ;;
	*) fail 2 "'$*' is not a probe" 'it begins neither with p nor with r' \
		"see $program --help" ;;
	esac
	site=${2-}
	case $site in
	*/*:[0-9]*) ;;
	*) fail 2 "'$site' is not PATH:0xOFFSET" 'tracefs knows files and offsets, not symbols' \
		'get the offset with: uprobecap offset PATH:SYMBOL' ;;
	esac
	path=${site%:*}
	[ -e "$path" ] || fail 4 "$path: no such file" 'there is nothing to probe' \
		'give the path of the program or library'
	offset=${site##*:}
	counter=0
	case $offset in *'('*')')
		counter=${offset#*\(}
		counter=${counter%\)}
		offset=${offset%%\(*} ;;
	esac
	shift 2
	fields=$*
	# A char is the byte that it is on both sides; only newer kernels know the type.
	tracefs_spec="$type $site $(printf '%s ' "$@" | sed 's/:char\([[ ]\)/:x8\1/g')"
	SPEC="$type $site $fields"
	export SPEC
}

find_program() {
	for uprobecap in "$here/../build/uprobecap" "$(command -v uprobecap)"; do
		[ -x "$uprobecap" ] && return
	done
	fail 3 'no uprobecap' 'it is neither built here nor in PATH' 'run: make userspace'
}

check_module_is_free() {
	[ "$(id -u)" -eq 0 ] || fail 3 'cannot load a module' 'only root may' \
		'run this script as root, e.g. through sudo'
	! grep -q '^uprobecap ' /proc/modules || fail 3 'the module is loaded already' \
		'its probe and its reader may be in use, and are left alone' \
		'end its reader and run: rmmod uprobecap'
}

kernel_says() {
	dmesg | sed -n 's/.*uprobecap: //p'
}

refuse_to_load() {
	reason=$(kernel_says | tail -n "+$((said + 1))" | head -n 1)
	[ -z "$reason" ] || fail 2 "the module refused '$SPEC'" "$reason" \
		'correct it; the language is that of uprobe_events'
	fail 3 'the module does not load' "$problem" \
		"build it for this kernel with: make modules, or name it with -m"
}

load_module() {
	built=$here/../build/modules/$(uname -r)/uprobecap.ko
	[ -n "$module" ] || [ ! -e "$built" ] || module=$built
	set -- "filename=$path" "offset=$offset" "type=$type" "$list=\"$fields\"" \
		"ring_kb=$buffer_kb"
	[ "$counter" = 0 ] || set -- "$@" "ref_ctr_offset=$counter"
	said=$(kernel_says | wc -l)
	if [ -n "$module" ]; then
		problem=$(insmod "$module" "$@" 2>&1)
	else
		problem=$(modprobe uprobecap "$@" 2>&1)
	fi || refuse_to_load
	loaded=yes
}

unload_module() {
	rmmod uprobecap || printf '%s: the module is still loaded\n  %s\n  %s\n' "$program" \
		'rmmod failed, see above' 'run: rmmod uprobecap' >&2
}

# All that the module holds, after the run: dd ends when there is nothing more. As
# with tracefs, nobody reads while the command runs, so what is lost is known.
read_module() {
	dd if=/dev/uprobecap "of=$work/stream" bs=64K iflag=nonblock 2>/dev/null
	"$uprobecap" report --json "$work/stream" >"$work/hits" ||
		fail 1 "the module's hits cannot be read" 'uprobecap report failed, see above' \
			'see what the module says with: dmesg | grep uprobecap'
}

# Whatever ends the run, the module is gone; uprobe-record.sh removes what is
# tracefs's.
finish() {
	status=$?
	trap '' HUP INT PIPE TERM
	trap - EXIT
	[ -z "$loaded" ] || unload_module
	[ -z "$work" ] || rm -rf "$work"
	exit "$status"
}

record() {
	interrupted=
	trap interrupted=129 HUP
	trap interrupted=130 INT
	trap interrupted=143 TERM
	"$here/uprobe-record.sh" -b "$buffer_kb" -o "$work/trace" "$tracefs_spec" -- "$@"
	status=$?
	[ -z "$interrupted" ] || exit "$interrupted"
	grep -q '^# lost: ' "$work/trace" || exit "$status"
	[ "$status" -eq 0 ] || printf 'note: the command ended with %d\n' "$status"
}

main() {
	parse_options "$@"
	shift $((OPTIND - 1))
	if [ $# -lt 3 ] || [ "$2" != -- ]; then
		fail 2 'wrong usage' 'it takes one SPEC, then --, then a command' "see $program --help"
	fi
	parse_spec "$1"
	shift 2
	find_program
	check_module_is_free
	trap finish EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	work=$(mktemp -d) || fail 1 'no temporary folder' 'mktemp failed, see above' 'set TMPDIR'
	load_module
	record "$@"
	read_module
	awk -f "$here/json.awk" -f "$here/diff-hits.awk" "$work/hits" "$work/trace"
}

main "$@"

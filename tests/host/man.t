#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The manual pages: well formed, and complete beside what they describe.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"

# Which other manuals there are, and a database of them, is this machine's affair.
run_mandoc() {
	mandoc -T lint -W style man/uprobecap.* 2>&1 |
		grep -v -E 'referenced manual not found|mandoc\.db' || :
}

run_man() {
	for page in man/uprobecap.*; do
		LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 \
			man --warnings -E UTF-8 -l -Tutf8 -Z "$page" >/dev/null || return
	done
}

names_itself() {
	lexgrog man/uprobecap.* | grep -v -E '^man/uprobecap\.[14]: "uprobecap - [a-z].*"$' || :
}

shows() { # SECTION TEXT...: as words of the formatted page
	page=$1
	shift
	mandoc -T ascii -O width=400 "man/uprobecap.$page" | col -b >"$workspace/page"
	for text; do
		grep -q -F -w -e "$text" "$workspace/page" || echo "uprobecap($page) does not have $text"
	done
}

has_commands() {
	program=build/uprobecap
	for command in $("$program" --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
		shows 1 "$("$program" "$command" --help | sed -n 1p)"
	done
	codes=$("$program" --help | sed -n 's/^Exit codes: //p' | tr ';' '\n')
	echo "$codes" | while read -r code meaning; do
		grep -q -x -e ".It $code" man/uprobecap.1 || echo "no exit code $code: $meaning"
	done
	[ -n "$codes" ] || echo "$program names no exit codes"
}

has_parameters() {
	sed -n 's/^\(TEXT_PARAMETER\|MODULE_PARM_DESC\)(\([a-z_]*\),.*/\2/p' module/main.c \
		>"$workspace/parameters"
	[ "$(grep -c '' "$workspace/parameters")" -ge 10 ] || echo "module/main.c: parameters not found"
	while read -r parameter; do
		grep -q -x -F ".It Va $parameter" man/uprobecap.4 || echo "no parameter $parameter"
	done <"$workspace/parameters"
}

has_limits() {
	sed -n 's/^#define \(UPROBECAP_[A-Z_]*\(MAX\|SIZE\)\)[ \t]*\([0-9]*\).*/\1 \3/p' \
		module/uapi/uprobecap.h | grep -v -E 'RING_KB|MAGIC' >"$workspace/limits"
	[ -s "$workspace/limits" ] || echo "module/uapi/uprobecap.h: limits not found"
	while read -r name value; do
		grep -q -x -F ".It Dv $name No $value" man/uprobecap.4 || echo "not $name $value"
	done <"$workspace/limits"
	sed -n 's/^#define UPROBECAP_\(RING_KB_[A-Z]*\|WAKE_MS\)[ \t]*\([0-9]*\).*/\2/p' \
		module/uapi/uprobecap.h | while read -r value; do
		grep -q -w -e "$value" man/uprobecap.4 || echo "not $value"
	done
}

has_records() {
	records=$(sed -n 's/^\t\(UPROBECAP_[A-Z]*\) = [0-9]*,.*struct .*/\1/p' module/uapi/uprobecap.h)
	[ -n "$records" ] || echo "module/uapi/uprobecap.h: records not found"
	# shellcheck disable=SC2086 # one a word
	shows 4 $records
}

has_language() {
	# shellcheck disable=SC2046 # one a word
	shows 4 $(sed -n 's/^\t{ "\([a-z0-9]*\)", UPROBECAP_.*/\1/p' module/spec_type.c)
	# shellcheck disable=SC2046 # one a word
	shows 4 $(sed -n '/define ARCH_REGISTERS/,/^$/p' module/arch.h | grep -o 'X([a-z_0-9]*)' |
		tr -d 'X()')
}

make_workspace
check "mandoc has nothing to say" run_mandoc
check "nor has man" run_man
check "apropos will find them" names_itself
check "uprobecap(1) has the commands and exit codes of the program" has_commands
check "uprobecap(4) has the module's parameters" has_parameters
check "uprobecap(4) has the limits of the UAPI" has_limits
check "uprobecap(4) has the records of the stream" has_records
check "uprobecap(4) has the types and registers of the language" has_language
done_checking

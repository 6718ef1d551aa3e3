#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the harness makes of tests that hang, crash, or stop early: failures, each
# with its reason. These run on the host; tests/host/scripts run in the VM.
set -u
here=$(dirname "$0")

# verdict SCRIPT STATUS REGEX...: exit code, and lines that the harness must print
verdict() {
	script=$1
	status=$2
	shift 2
	said=$("$here/../vm/boot" "$here/scripts/$script.t" 2>&1)
	got=$?
	result=ok
	[ "$got" = "$status" ] || result="not ok"
	for line; do
		printf '%s\n' "$said" | grep -q -E -e "$line" || result="not ok"
	done
	echo "$result - $script.t ends with $status"
	[ "$result" = ok ] || printf 'exit code %s\n%s\n' "$got" "$said" | sed 's/^/# /'
}

verdict fine 0 '^1\.\.5$'
verdict trouble 1 '^not ok - the script came to its end' '^not ok - dmesg is clean' '^1\.\.4$'
# What it said last may have been on its way; and where others take the time, it has not begun.
verdict crash 1 '^not ok - the VM says its verdict: it stopped' 'sysrq triggered crash' '^1\.\.[12]$'
verdict hang 1 '^not ok - the VM says its verdict: it was still running' '^1\.\.[12]$'
echo 1..4

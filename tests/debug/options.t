#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The kernel debug, or race, has each option that its fragments ask for, and not those that
# they ask not to have: a kernel drops without a word what it cannot have.
set -eu
# shellcheck source=../vm/host.sh
. "$(dirname "$0")/../vm/host.sh"

name=${KERNEL:-debug}
kernel=$("$vm/kernel" "$name")
awk '
function point(holds) {
	count++
	print (holds ? "ok - " : "not ok - ") $0
}
FNR == NR && /^CONFIG_/ {
	line[$0] = 1
	sub(/=.*/, "")
	set[$0] = 1
}
FNR == NR { next }
/^CONFIG_/ { point($0 in line) }
/^# CONFIG_.* is not set$/ { point(!($2 in set)) }
END { print "1.." count }
' "$kernel/config" "$vm/debug/base.config" "$vm/debug/$name.config" | sed 's/ - # / - /'

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# make shell: a shell in the VM that has the module in its folder and the program in its
# path; as on a terminal, which script(1) is here.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"
make_workspace
said=$workspace/said

says() { # TEXT: within two minutes
	tries=1200
	until grep -q -F -e "$1" "$said"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return
		sleep 0.1
	done
}

# The shell shows what is typed, too; the sum is only in what it makes of that.
type_in() {
	says 'root@uprobecap:~# ' && printf '%s\r' 'insmod uprobecap.ko && uprobecap doctor'
	says 'its parameters arm nothing' && printf '%s\r' 'echo sum $((1 + 1))'
	says 'sum 2' && printf '%s\r' exit
}

has_a_shell() {
	: >"$said"
	type_in | timeout 300 script -qefc 'stty rows 24 cols 80; exec tests/vm/boot shell' "$said" >/dev/null
	tr -d '\r' <"$said" >"$workspace/lines"
	for line in 'ok       the module uprobecap is loaded' 'sum 2'; do
		grep -q -F -e "$line" "$workspace/lines" || cat "$workspace/lines"
	done
}

if script -qec true /dev/null >/dev/null 2>&1; then
	check "a shell in the VM, with module and program" has_a_shell
else
	check "a shell in the VM, with module and program # skip there are no pseudo-terminals here" true
fi
done_checking

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the tests share that plant mistakes for a kernel to find, $KERNEL. Sourced, with
# `set -eu` on.

# shellcheck source=../vm/host.sh
. "$(dirname "$0")/../vm/host.sh"
make_workspace
said=$workspace/said
count=0

ok() { # NAME COMMAND...
	name=$1
	shift
	count=$((count + 1))
	if "$@"; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		failed=1
	fi
}

# Of whatever had a part in a failure since the last time.
show_if_failed() {
	[ -z "${failed-}" ] || sed 's/^/# /' "$said"
	failed=
}

build_planted() {
	folder=$("$vm/kernel" "$KERNEL") &&
		cp -r "$top/tests/debug/module" "$workspace/planted" &&
		make -C "$folder/build" M="$workspace/planted" modules &&
		cp "$workspace/planted/planted.ko" "$top/build"
} >"$said" 2>&1

fails() { # SCRIPT
	status=0
	"$vm/boot" "$top/tests/debug/scripts/$1.t" >"$said" 2>&1 || status=$?
	[ "$status" = 1 ]
}

says() { # REGEX
	grep -q -E -e "$1" "$said"
}

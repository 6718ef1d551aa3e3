# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the harness's scripts on the host share. Sourced, with `set -eu` on.

top=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck disable=SC2034 # for those who source it
vm=$top/tests/vm
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/uprobecap
mkdir -p "$cache"

die() { # WHAT WHY WHAT-TO-DO
	printf '%s: %s: %s\n  %s\n' "${0##*/}" "$1" "$2" "$3" >&2
	exit 1
}

note() {
	printf '# %s\n' "$*" >&2
}

# The line of a kernel in tests/vm/kernels: $suite, $pattern, $place; and where this
# tree is built for it, $built. The kernels that are built here have none.
find_kernel() { # NAME
	line=$(awk -v name="$1" '$1 == name { print $2, $3, $4 }' "$vm/kernels")
	case $1 in
	debug | race) line="bookworm - here" ;;
	esac
	[ -n "$line" ] || die "there is no kernel $1" "tests/vm/kernels does not name it" \
		"use one of: $(awk '!/^#/ { printf "%s ", $1 }' "$vm/kernels")debug, race"
	# shellcheck disable=SC2034 # for those who source it
	read -r suite pattern place <<-EOF
		$line
	EOF
	built=build
	# shellcheck disable=SC2034 # for those who source it
	[ "$place" = here ] || built=build/$place
}

# What is made in the cache is made by one process at a time, in a folder that
# nobody else sees, and appears there whole or not at all.
lock() { # NAME
	exec 9>"$cache/$1.lock"
	flock 9
}

make_workspace() {
	workspace=$(mktemp -d "$cache/unfinished.XXXXXX")
	trap 'rm -rf "$workspace"' EXIT
	trap 'exit 1' INT TERM HUP
}

# What Debian has newest is looked up once a day; in between, a symbolic link
# remembers the answer.
fresh() { # LINK
	[ -e "$1" ] && [ -n "$(find "$1" -mtime -1)" ]
}

remember() { # LINK TARGET
	ln -sfn "$2" "$1"
	touch -h "$1"
}

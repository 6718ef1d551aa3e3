# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the lints share. Sourced, with `set -eu` on.

# shellcheck source=../vm/host.sh
. "$(dirname "$0")/../vm/host.sh"
cd "$top" || exit
count=0

# A check is a command that succeeds and says nothing; what it says is why it
# failed. So a tool that is missing fails it too.
check() { # NAME COMMAND...
	name=$1
	shift
	count=$((count + 1))
	if complaints=$("$@" 2>&1) && [ -z "$complaints" ]; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		printf '%s\n' "$complaints" | sed "s|$top/||g; s/^/# /"
	fi
}

done_checking() {
	echo "1..$count"
}

# Found, not asked of git: a tree without git, or of another user, is checked too.
tree_files() { # FIND'S EXPRESSION...
	find . \( -name .git -o -path ./build \) -prune -o -type f ! -name '*.swp' "$@" -print |
		sed 's|^\./||' | sort
}

c_sources() {
	tree_files -name '*.[ch]'
}

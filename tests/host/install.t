#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# make install puts everything where it belongs, and make uninstall leaves nothing.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"
make_workspace

root=$workspace/root
prefix=$root/usr/local

makes() { # TARGET...
	make -s "$@" DESTDIR="$root" >/dev/null
}

# A system as it is without us; one folder that is also ours has a file already.
make_system() {
	mkdir -p "$prefix/bin" "$prefix/include" "$prefix/lib" "$prefix/share/man" \
		"$prefix/share/bash-completion/completions"
	touch "$prefix/share/bash-completion/completions/other"
}

list_system() {
	find "$root" | sort
}

expect_files() {
	find "$root" -type f -newer "$workspace/before" -printf '%m %P\n' | sort -k 2 >"$workspace/got"
	{
		cat <<-END
			755 usr/local/bin/uprobecap
			644 usr/local/include/uprobecap.h
			644 usr/local/lib/udev/rules.d/60-uprobecap.rules
			644 usr/local/share/bash-completion/completions/uprobecap
			644 usr/local/share/man/man1/uprobecap.1
			644 usr/local/share/man/man4/uprobecap.4
			644 usr/local/share/uprobecap/prototypes
		END
		for script in tracefs-scripts/*.sh; do
			echo "755 usr/local/share/uprobecap/$script"
		done
		for recipe in share/uprobecap/recipes/*; do
			echo "644 usr/local/$recipe"
		done
	} | sort -k 2 | diff - "$workspace/got"
}

program_runs() {
	[ "$("$prefix/bin/uprobecap" --version)" = "uprobecap $(cat VERSION)" ] || echo "not this version"
}

recipes_are_found() {
	"$prefix/bin/uprobecap" run --list >"$workspace/list" || return
	grep -q '^openat  ' "$workspace/list" || cat "$workspace/list"
}

scripts_run() {
	for script in uprobe-record compare show-bytes; do
		"$prefix/share/uprobecap/tracefs-scripts/$script.sh" --help >"$workspace/help" || return
		grep -q "^usage: $script.sh" "$workspace/help" || echo "$script.sh has no help"
	done
}

header_compiles() {
	gcc -Wall -Wextra -Werror -I "$prefix/include" -o "$workspace/count-hits" examples/count-hits.c
	# Two entries and a ledger, of no more than type, flags and size.
	printf '\3\0\0\0\10\0\0\0\3\0\0\0\10\0\0\0\6\0\0\0\10\0\0\0' | "$workspace/count-hits" |
		grep -v -x '2 hits' || :
}

nothing_is_left() {
	list_system | diff "$workspace/before" -
}

other_places_too() {
	makes install PREFIX=/opt/uprobecap || return
	[ -x "$root/opt/uprobecap/bin/uprobecap" ] || echo "there is no /opt/uprobecap/bin/uprobecap"
	makes uninstall PREFIX=/opt/uprobecap || return
	find "$root/opt" -type f
}

make_system
list_system >"$workspace/before"
check "make install" makes install
check "brings these files" expect_files
check "the program runs from there" program_runs
check "so do the scripts" scripts_run
check "it finds its recipes" recipes_are_found
check "the header serves the example of a reader" header_compiles
check "make uninstall" makes uninstall
check "leaves nothing, and what others put there" nothing_is_left
check "another PREFIX" other_places_too
done_checking

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Shows the way of a hit on a running bash: what README.md of this folder explains.
# As root, or in a VM: tests/vm/boot tracefs-scripts/show-way.sh
set -u

here=$(cd "$(dirname "$0")" && pwd)
cd "$here" || exit
PATH=$here/../build:$PATH
bash=/usr/bin/bash

# Newer releases begin functions with endbr64, which is single-stepped; the site is behind.
site_of() {
	offset=$(uprobecap offset "$bash:$1")
	case $(od -An -tx1 -j "$offset" -N 4 "$bash") in
	' f3 0f 1e fa') offset=$(printf '0x%x' $((offset + 4))) ;;
	esac
	printf '%s:%s' "$bash" "$offset"
}

run() {
	printf '$'
	for word; do
		case $word in
		*[!A-Za-z0-9/._:+-]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
	"$@"
}

chapter() {
	printf '\n--- %s\n' "$1"
}

# A shell that does what is written to file descriptor 3.
start_shell() {
	folder=$(mktemp -d) || exit
	trap 'exec 3>&-; rm -rf "$folder"' EXIT
	mkfifo "$folder/typed"
	"$bash" --norc <"$folder/typed" &
	pid=$!
	exec 3>"$folder/typed"
	echo 'echo the shell is ready' >&3
	sleep 1
}

# What a capture looks at while its probe is armed.
look_and_type() {
	printf './show-bytes.sh %s %s; echo "echo hello" >&3; sleep 1; ./show-bytes.sh %s %s' \
		"$pid" "$1" "$pid" "$1"
}

start_shell
emulated=$(site_of execute_command)
stepped=$(site_of dispose_command)

chapter 'before'
run od -An -tx1 -j "${emulated#*:}" -N 8 "$bash"
run ./show-bytes.sh "$pid" "$emulated"
chapter 'an instruction that the kernel emulates'
run ./uprobe-record.sh "p $emulated command=\$arg1" -- sh -c "$(look_and_type "$emulated")"
chapter 'an instruction that it single-steps'
run ./uprobe-record.sh "p $stepped command=\$arg1" -- sh -c "$(look_and_type "$stepped")"
chapter 'a return'
run ./uprobe-record.sh "r $emulated result=\$retval:s32" -- sh -c "$(look_and_type "$emulated")"
chapter 'after'
run ./show-bytes.sh "$pid" "$emulated"
run ./show-bytes.sh "$pid" "$stepped"

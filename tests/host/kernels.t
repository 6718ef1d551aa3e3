#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What came of the kernels that `make check` was asked for: a kernel that cannot be
# had, or that the tree cannot be built for, is a failure.
set -eu
cd "$(dirname "$0")/../.."

while IFS="$(printf '\t')" read -r name release state why; do
	case $state in
	ready) echo "ok - $release can be had, and the tree is built for it" ;;
	skipped) echo "ok - $release # skip $why" ;;
	*)
		echo "not ok - $release can be had, and the tree is built for it"
		tail -n 30 "build/vm/prepare.$name.log" | sed 's/^/# /'
		;;
	esac
done <build/vm/kernels
echo "1..$(grep -c '' build/vm/kernels)"

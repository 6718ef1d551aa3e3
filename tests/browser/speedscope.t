#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What report --speedscope prints, loaded into speedscope itself, in a browser without
# a screen. Neither is needed for anything else, so this is a test of its own: make
# check-browser. speedscope is not in Debian, and comes by npm, of just this version.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"

version=1.25.0
digest=7297fd1d64d97f58a32d7049ae4f3b55eff9e2d9d8c7aae57f48144e1be7de8a24ea1eb784b5d539088c7f8e0f4fe5e8579d3770f7ef7e24f980fe6fa23a7a02
speedscope=$cache/speedscope-$version

get_speedscope() {
	command -v npm >/dev/null || {
		echo "there is no npm, which brings speedscope; try: sudo apt-get install npm"
		return 1
	}
	(
		lock speedscope
		[ ! -d "$speedscope" ] || exit 0
		cd "$workspace" && npm pack --silent "speedscope@$version" >/dev/null &&
			echo "$digest  speedscope-$version.tgz" | sha512sum -c --quiet &&
			tar -xzf "speedscope-$version.tgz" && mv package "$speedscope"
	)
}

get_recording() {
	tests/vm/boot tests/browser/calls >"$workspace/said" || { cat "$workspace/said"; return 1; }
	base64 -d <"$workspace/said" >"$workspace/calls" &&
		build/uprobecap report --speedscope "$workspace/calls" >"$workspace/calls.json" 2>"$workspace/ledger"
}

# The words of the page, once it has read the file; the table of all functions is in
# them, while what is drawn is not.
load() { # JSON
	printf 'speedscope.loadFileFromBase64("calls.json", "%s")' "$(base64 -w 0 "$1")" >"$workspace/load.js"
	timeout 60 chromium --headless --no-sandbox --disable-gpu --enable-unsafe-swiftshader \
		--user-data-dir="$workspace/browser" --virtual-time-budget=10000 --dump-dom \
		"file://$speedscope/dist/release/index.html#localProfilePath=$workspace/load.js&view=sandwich" \
		2>"$workspace/complaints" | sed 's/<[^>]*>/\n/g' | grep -v '^ *$' >"$workspace/page"
}

shows() { # LINE...
	for line; do
		grep -q -x -e "$line" "$workspace/page" || {
			echo "the page has no line: $line"
			cat "$workspace/page"
		}
	done
}

# Nine threads, of which the first one waits for the others.
loads_threads_and_functions() {
	load "$workspace/calls.json"
	shows 'calls [0-9]*/[0-9]* - speedscope' '([0-9]/9)' main run_threads
}

# So that it is known what a file looks like that cannot be loaded.
tells_a_wrong_file() {
	sed 's/"type":"C"/"type":"O"/' "$workspace/calls.json" >"$workspace/wrong.json"
	load "$workspace/wrong.json"
	shows '.*Something went wrong.*'
}

make_workspace
check "speedscope is there" get_speedscope
check "calls are recorded in a VM" get_recording
check "speedscope loads them: each thread, and the functions" loads_threads_and_functions
check "and tells a file that is wrong" tells_a_wrong_file
done_checking

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# README's picture: drawn by tests/demo/picture, of what tests/demo/session types.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"
make_workspace

picture=tests/demo/session.svg

read_picture() {
	sed -n 's|^<text [^>]*>\(.*\)</text>$|\1|p' $picture |
		sed 's/<[^>]*>//g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' >"$workspace/text"
}

is_drawn() {
	tests/demo/picture <"$workspace/text" | diff - $picture
}

has_commands() {
	typed=$(grep -c '^types ' tests/demo/session)
	shown=$(grep -c '^# ' "$workspace/text")
	[ "$typed" = "$shown" ] || echo "$shown of $typed commands: make picture draws it anew"
	! grep -E 'MISSING|^uprobecap: |not ok' "$workspace/text"
}

is_small_and_alone() {
	[ "$(wc -c <$picture)" -lt 30000 ] || echo "$(wc -c <$picture) bytes"
	! grep -n -E 'href|url\(|@import|script' $picture
}

draws_what_it_gets() {
	printf '%s\n' '# a "<&>" b' '12:00:00.000001  x  1/1  f() = "<b>"  <1.5us>' |
		tests/demo/picture >"$workspace/made"
	grep -q -F '<tspan class="command"># a "&lt;&amp;&gt;" b</tspan>' "$workspace/made" || cat "$workspace/made"
	grep -q -F '</tspan> x  1/1  f() = "&lt;b&gt;"<tspan class="when">  &lt;1.5us&gt;</tspan>' "$workspace/made" ||
		cat "$workspace/made"
}

read_picture
check "the script draws it just so" is_drawn
check "it shows the session's commands, and that they worked" has_commands
check "it is small, and asks for nothing from elsewhere" is_small_and_alone
check "text that looks like SVG" draws_what_it_gets
done_checking

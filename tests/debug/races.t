#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A race that the kernel `race` sees in a module fails a test.
set -eu
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
export KERNEL=race

ok "a module with mistakes is built" build_planted
show_if_failed

ok "a race fails a test" fails race
ok "it was made" says '^ok - mistake=race is made'
ok "the harness says that dmesg is not clean" says '^not ok - dmesg is clean'
ok "and shows the race" says '^# .*BUG: KCSAN: data-race in .*count_(twice|until_stopped) \[planted\]'
show_if_failed
echo "1..$count"

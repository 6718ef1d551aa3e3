# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh source=../../vm/lib.sh
# timeout: 24
. "$LIB"
ok "a test that hangs" true
sleep 1000

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh source=../../vm/lib.sh
. "$LIB"
ok "a test that leaves a warning, and too early" true
echo "WARNING: CPU: 0 PID: 1 at nowhere" >/dev/kmsg
exit 0

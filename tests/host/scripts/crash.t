# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh source=../../vm/lib.sh
. "$LIB"
ok "a test that takes the kernel down" true
sleep 1
echo c >/proc/sysrq-trigger
sleep 1000

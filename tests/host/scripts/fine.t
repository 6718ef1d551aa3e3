# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh source=../../vm/lib.sh
# cpus: 3
. "$LIB"
is "$(nproc)" 3 "as many processors as asked for"
ok "a module of the kernel's own loads" load_kernel_module overlay
expect_dmesg 'WARNING: this one'
echo "WARNING: this one is expected" >/dev/kmsg
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Nothing that the module hands out has an address of the kernel in it, or a byte that
# nobody has set: memory is not cleared for it here, and is full of what would be seen.
# parameters: init_on_alloc=0 slub_debug=P slab_debug=P
# timeout: 200
# kernels: one
. "$LIB"

locked=$TARGETS/locked

is "$(cat /sys/kernel/slab/kmalloc-512/poison)" 1 "memory that is not set yet is filled"
like "$(dmesg)" 'mem auto-init:.*heap alloc:off' "nor are pages cleared"
load "filename=$locked" "offset=$(offset_of "$locked:main")" ring_kb=4
"$TARGETS/leftovers" "$TARGETS/add" "$(offset_of "$TARGETS/add:add")" "$locked" \
	"$(offset_of "$locked:locked")"
is $? 0 "all of it was looked at"
unlike "$(dmesg | grep uprobecap; cat /sys/module/uprobecap/parameters/*)" 'ffff[89a-f][0-9a-f]{11}' \
	"nor does the log name one"
unload
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Rings that user space maps: what may be mapped, what may not be written, and that
# nothing is lost without a count whatever is written there.
. "$LIB"

add=$TARGETS/add

# In a group whose memory is accounted, as what users start is.
mkdir groups
mount -t cgroup2 none groups
echo +memory >groups/cgroup.subtree_control
mkdir groups/user

load
sh -c 'echo 0 >groups/user/cgroup.procs && exec "$@"' sh "$TARGETS/mapped" "$add" "$(offset_of "$add:add")"
is $? 0 "all of it was tried"
nobody_has_any() {
	[ "$(uprobecap status)" = "nothing is armed" ]
}
ok "the last mapping ends its session" wait_for 10 nobody_has_any
unload
done_testing

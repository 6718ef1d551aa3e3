#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Hits of several CPUs, out of rings of their own, come in the order of time.
# kernels: one
. "$LIB"

add=$TARGETS/add

load
cat >both <<-EOF2
	taskset -c 0 $add 5000 1 2 &
	taskset -c 1 $add 5000 1 2
	wait
EOF2
uprobecap trace --json --strict --ring-kb 1024 "p $add:add" -- sh both >shown 2>said
is $? 0 "nothing is lost"
sed -n 's/^{"type":"entry".*"monotonic_ns":\([0-9]*\).*/\1/p' shown >stamps
is "$(wc -l <stamps)" 10000 "all hits are there"
is "$(sed -n 's/^{"type":"entry".*"cpu":\([0-9]*\).*/\1/p' shown | sort -u | tr '\n' ' ')" "0 1 " "of two CPUs"
is "$(sort -n stamps | cksum)" "$(cksum <stamps)" "in the order of time"
ok "which are not one CPU's behind the other's" \
	test "$(sed -n 's/^{"type":"entry".*"cpu":\([0-9]*\).*/\1/p' shown | uniq | wc -l)" -gt 4
unload
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Each text that the fuzzer of the probe language has found, through the module: it takes
# and refuses what the parser does in user space, and what it takes is hit.
# timeout: 200
# brings: tests/fuzz/corpus/spec
# kernels: one
. "$LIB"

add=$TARGETS/add

load
"$TARGETS/specs" "$add" "$(offset_of "$add:add")" "$TREE/tests/fuzz/corpus/spec" stream
is $? 0 "all of them were added"
decode stream
ok "their hits are decoded" test "$(grep -c '^{"type":"[erc]' stream.json)" -gt 5
unload
done_testing

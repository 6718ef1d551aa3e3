#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A module in which two threads count with one counter, unmarked.
. "$LIB"

fails "mistake=race is made" 1 insmod "$TREE/build/planted.ko" mistake=race
like "$(cat "$STATE/output")" 'Operation canceled' "and the module is gone"
done_testing

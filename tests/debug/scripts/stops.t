#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A module that reads freed memory, which stops the machine.
. "$LIB"

insmod "$TREE/build/planted.ko" mistake=freed
done_testing

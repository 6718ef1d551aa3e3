# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# LTTng's userspace probe, if tests/bench/prepare-lttng could compile its modules.
#
# packages: tests/bench/packages

arm() { # CASE
	cannot "$(cat "$BENCH/$(uname -r)/lttng/why-not")"
}

disarm() { :; }

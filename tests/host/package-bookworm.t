#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The package of the module, on Debian bookworm.
set -eu
# shellcheck source=package.sh
. "$(dirname "$0")/package.sh"

test_package bookworm 6.1

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The package of the module, on Debian trixie.
set -eu
# shellcheck source=package.sh
. "$(dirname "$0")/package.sh"

test_package trixie 6.12-trixie

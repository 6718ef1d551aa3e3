#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Prints the lines that are typed at every bash of this machine until Ctrl-C, and
# unloads the module again. As root, with the module installed.
# shellcheck disable=SC2016 # $retval is the probe language, not the shell's
set -eu

bash=${1:-/usr/bin/bash}
offset=$(uprobecap offset "$bash:readline")
modprobe uprobecap filename="$bash" offset="$offset" type=r 'retargs=line=+0($retval):string'
# Ctrl-C is for the reader.
trap : INT
uprobecap read || :
rmmod uprobecap

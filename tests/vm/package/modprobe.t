#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The module as packages bring it: found by modprobe, with parameters on its command
# line or in modprobe.d; and the packages' own test.
# brings: examples debian/tests
. "$LIB"

release=$(uname -r)
conf=/etc/modprobe.d/uprobecap.conf

# What dkms leaves behind, packed on some kernels, with as little beside it as depmod wants.
mkdir -p "/lib/modules/$release/updates/dkms" "/lib/modules/$release/build" /etc/modprobe.d
cp "$MODULE"* "/lib/modules/$release/updates/dkms"
for list in order builtin builtin.modinfo; do
	[ -e "/lib/modules/$release/modules.$list" ] || : >"/lib/modules/$release/modules.$list"
done
depmod

ok "the packages' own test" env AUTOPKGTEST_TMP="$PWD" sh "$TREE/debian/tests/capture"
fails "which has unloaded the module" 1 grep '^uprobecap ' /proc/modules

ok "modprobe with two fields" modprobe uprobecap filename="$TARGETS/add" \
	offset="$(offset_of "$TARGETS/add:add")" 'args="first=$arg1 second=$arg2"'
is "$(cat /sys/module/uprobecap/parameters/args)" 'first=$arg1 second=$arg2' "has both of them"
unload

cp "$TREE/examples/uprobecap.conf" "$conf"
ok "the example for modprobe.d, as it is" modprobe uprobecap
is "$(cat /sys/module/uprobecap/parameters/filename)" '' "arms nothing"
unload
offset=$(offset_of /usr/bin/bash:readline)
sed "s/^#options/options/; s/offset=0x[0-9a-f]*/offset=$offset/" "$TREE/examples/uprobecap.conf" >"$conf"
ok "with its line put in force" modprobe uprobecap
is "$(cat /sys/module/uprobecap/parameters/filename)" /usr/bin/bash "it arms the probe"
is "$(cat /sys/module/uprobecap/parameters/args)" 'prompt=+0($arg1):string stack=$stack' \
	"with its fields"
is "$(cat /sys/module/uprobecap/parameters/retargs)" 'line=+0($retval):string' \
	"of the return, too"
unload

# The example of a capture, until Ctrl-C: that goes to all of its processes.
rm "$conf"
env --default-signal=INT setsid sh "$TREE/examples/bash-lines.sh" >lines &
example=$!
is_read() {
	[ -n "$(find /proc/[0-9]*/fd -lname /dev/uprobecap 2>/dev/null)" ]
}
ok "the example of a capture begins" wait_for 10 is_read
echo 'echo hello' | TERM=dumb script -qfc 'bash --norc --noprofile -i' /dev/null >/dev/null
kill -INT "-$example"
ok "Ctrl-C ends it" wait "$example"
like "$(cat lines)" 'readline -> line="echo hello"$' "it has printed what was typed"
fails "and has unloaded the module" 1 grep '^uprobecap ' /proc/modules

done_testing

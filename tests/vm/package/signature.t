#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# parameters: module.sig_enforce=1
# A kernel that loads only what is signed with a key that it trusts: the module is refused
# unsigned, and signed with a key of this test's own; doctor says why, and what to do.
. "$LIB"

sign=$TREE/of-kernel/sign-file
if [ ! -e "$sign" ]; then
	skip "an unsigned module is refused" "this kernel was built without signatures"
	done_testing
	exit
fi

refused() { # MODULE LINE: says the kernel
	dmesg_mark
	fails "insmod of it" 1 insmod "$1" "filename=$TARGETS/add" "offset=$(offset_of "$TARGETS/add:add")"
	like "$(cat "$STATE/output")" 'Key was rejected by service$' "names the reason"
	like "$(dmesg_since)" "^$2\$" "so does the log"
	fails "doctor" 1 uprobecap doctor
	said=$(cat "$STATE/output")
	like "$said" '^note +module.sig_enforce is on: only modules that are signed' "names it, too"
	like "$said" "^note +the kernel has refused a module: $2\$" "and says what the log says"
	like "$said" '^ +mokutil --import /var/lib/dkms/mok.pub && reboot' "and has a command"
}

is "$(modinfo -F signer "$MODULE")" '' "the module as it was built has no signature"
refused "$MODULE" 'Loading of unsigned module is rejected'
like "$said" '^ +apt install dkms .*&& dpkg-reconfigure uprobecap-dkms$' "doctor says how dkms gets a key"

# What dkms does, with names of its own.
ok "a key" openssl req -x509 -newkey rsa:2048 -nodes -subj '/CN=a key of this test/' \
	-keyout key -out certificate
cp "$MODULE" signed.ko
ok "the module is signed with it" "$sign" sha256 key certificate signed.ko
is "$(modinfo -F signer signed.ko)" 'a key of this test' "the module has the signature of that key"
is "$(modinfo -F sig_hashalgo signed.ko)" sha256 "with this hash"
is "$(head -c "$(stat -c %s "$MODULE")" signed.ko | cmp - "$MODULE" 2>&1)" '' \
	"in front of that it is the module as it was built"
mkdir -p /var/lib/dkms
cp certificate /var/lib/dkms/mok.pub
refused signed.ko 'Loading of module with unavailable key is rejected'
unlike "$said" dpkg-reconfigure "dkms has a key, sees doctor"

done_testing

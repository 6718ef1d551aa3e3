#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# parameters: lockdown=integrity
# A kernel that loads only what is signed with a key that it trusts: locked down, as with Secure
# Boot, or told to enforce signatures. The module is refused, unsigned and signed with a key of
# this test's own; doctor says why, and what to do.
. "$LIB"

lockdown=/sys/kernel/security/lockdown
sign=$TREE/of-kernel/sign-file

doctor() {
	fails "doctor" 1 uprobecap doctor
	said=$(cat "$STATE/output")
}

refused() { # MODULE LINE: says the kernel
	dmesg_mark
	fails "insmod of it" 1 insmod "$1" "filename=$TARGETS/add" "offset=$(offset_of "$TARGETS/add:add")"
	says 'Key was rejected by service$' "names the reason"
	like "$(dmesg_since)" "^$2\$" "so does the log"
	doctor
	like "$said" '^note +module.sig_enforce is on: only modules that are signed' "names it, too"
	like "$said" "^note +the kernel has refused a module: $2\$" "and says what the log says"
	like "$said" '^ +mokutil --import /var/lib/dkms/mok.pub && reboot' "and has a command"
}

locked_down() {
	is "$(cat $lockdown)" 'none [integrity] confidentiality' "the kernel is locked down"
	doctor
	like "$said" '^note +lockdown is none \[integrity\] confidentiality: only modules that are signed' \
		"sees the lockdown"
	unlike "$said" 'has refused a module' "and that nothing was refused yet"
	like "$said" '^ok +tracefs' "the scripts can run"

	dmesg_mark
	fails "insmod" 1 insmod "$MODULE"
	says 'Operation not permitted$' "names the reason"
	refusal='Lockdown: insmod: unsigned module loading is restricted; see man kernel_lockdown.7'
	like "$(dmesg_since)" "^$refusal\$" "so does the log"
	doctor
	like "$said" "^note +the kernel has refused a module: $refusal\$" "says what the log says"
	like "$said" '^ +mokutil --import /var/lib/dkms/mok.pub && reboot' "and has a command"
	unlike "$said" sig_enforce "nothing else is on"
}

signatures_enforced() {
	echo Y >/sys/module/module/parameters/sig_enforce
	is "$(modinfo -F signer "$MODULE")" '' "the module as it was built has no signature"
	refused "$MODULE" 'Loading of unsigned module is rejected'
	like "$said" '^ +apt install dkms .*&& dpkg-reconfigure uprobecap-dkms$' "doctor says how dkms gets a key"

	# What dkms does, with names of its own, and a key that is sooner made.
	ok "a key" openssl req -x509 -newkey rsa:1024 -nodes -subj '/CN=a key of this test/' \
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
}

[ ! -d /sys/kernel/security ] || mount -t securityfs security /sys/kernel/security
if [ -e $lockdown ]; then
	locked_down
else
	skip "the module is refused under lockdown" "this kernel was built without it"
fi
if [ -e "$sign" ]; then
	signatures_enforced
else
	skip "an unsigned module is refused" "this kernel was built without signatures"
fi
if [ -e $lockdown ]; then
	echo confidentiality >$lockdown
	doctor
	like "$said" '^note +tracefs-scripts/ cannot run: lockdown is none integrity \[confidentiality\]$' \
		"sees that a stricter lockdown keeps the scripts out"
fi

done_testing

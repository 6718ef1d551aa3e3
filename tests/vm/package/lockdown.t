#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# parameters: lockdown=integrity
# A kernel that is locked down, as with Secure Boot: the module is refused, and doctor says
# why, and what to do.
. "$LIB"

lockdown=/sys/kernel/security/lockdown
[ ! -d /sys/kernel/security ] || mount -t securityfs security /sys/kernel/security
if [ ! -e $lockdown ]; then
	skip "the module is refused under lockdown" "this kernel was built without it"
	done_testing
	exit
fi

doctor() {
	fails "doctor" 1 uprobecap doctor
	said=$(cat "$STATE/output")
}

is "$(cat $lockdown)" 'none [integrity] confidentiality' "the kernel is locked down"
doctor
like "$said" '^note +lockdown is none \[integrity\] confidentiality: only modules that are signed' \
	"sees the lockdown"
unlike "$said" 'has refused a module' "and that nothing was refused yet"
like "$said" '^ok +tracefs' "the scripts can run"

dmesg_mark
fails "insmod" 1 insmod "$MODULE"
like "$(cat "$STATE/output")" 'Operation not permitted$' "names the reason"
refusal='Lockdown: insmod: unsigned module loading is restricted; see man kernel_lockdown.7'
like "$(dmesg_since)" "^$refusal\$" "so does the log"
doctor
like "$said" "^note +the kernel has refused a module: $refusal\$" "says what the log says"
like "$said" '^ +mokutil --import /var/lib/dkms/mok.pub && reboot' "and has a command"
unlike "$said" sig_enforce "nothing else is on"

echo confidentiality >$lockdown
doctor
like "$said" '^note +tracefs-scripts/ cannot run: lockdown is none integrity \[confidentiality\]$' \
	"sees that a stricter lockdown keeps the scripts out"

done_testing

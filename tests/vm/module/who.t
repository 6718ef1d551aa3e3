#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Who may open, arm, read, map and list: the table of SECURITY.md, a cell a line.
# timeout: 200
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")
nobody=65534
none='caps=' perfmon='caps=38' sys_admin='caps=21'
rest="read map info ledgers disable remove" recorder="hold read ledgers disable remove"
denied='Permission denied' refused='Operation not permitted'

who() { # NAME WANTED WORD...: as tests/targets/rights has them
	_name=$1 _want=$2
	shift 2
	is "$("$TARGETS/rights" "$@" | sed 's/^ //')" "$_want" "$_name"
}

may_all() { # NAME WORD...: who becomes that
	_who=$1
	shift
	# shellcheck disable=SC2086 # words
	who "$_who arms, reads and maps" "open config add enable $rest" \
		"$@" open "target=$add" "site=$site" config add enable $rest
	# shellcheck disable=SC2086 # words
	who "$_who holds a flight recorder" "open recorder add enable $recorder" \
		"$@" open "target=$add" "site=$site" recorder add enable $recorder
}

may_open_nothing() { # NAME WORD...
	_who=$1
	shift
	who "$_who does not open it" "open=$denied" "$@" open
}

everybody() { # NAME: what each may, whatever the kernel is
	may_all "$1root"
	who "$1root lists" "open list" open list
	may_open_nothing "$1root without capabilities" $none
	may_all "$1root with CAP_PERFMON" $perfmon
	who "$1root with CAP_PERFMON does not list" "open list=$refused" $perfmon open list
	may_all "$1root with CAP_SYS_ADMIN" $sys_admin
	who "$1root with CAP_SYS_ADMIN lists" "open list" $sys_admin open list
	may_open_nothing "$1nobody" uid=$nobody $none
	may_open_nothing "$1nobody with CAP_PERFMON" uid=$nobody $perfmon
	may_open_nothing "$1root of a user namespace" userns
	may_open_nothing "$1nobody as root of a user namespace" uid=$nobody $none userns
}

# The device is another group's, and then everybody's.
groups() { # NAME
	chgrp $nobody /dev/uprobecap
	chmod 0660 /dev/uprobecap
	may_open_nothing "$1a group that has the device" uid=$nobody $none
	may_all "$1that group, with CAP_PERFMON," uid=$nobody $perfmon
	who "$1that group, with CAP_PERFMON, does not list" "open list=$refused" uid=$nobody $perfmon open list
	may_all "$1that group, with CAP_SYS_ADMIN," uid=$nobody $sys_admin
	who "$1and lists" "open list" uid=$nobody $sys_admin open list
	may_open_nothing "$1that group, as root of a user namespace," uid=$nobody $none userns
	may_open_nothing "$1another group, with CAP_PERFMON," uid=1234 $perfmon
	chmod 0666 /dev/uprobecap
	may_open_nothing "$1nobody, where the mode lets everybody," uid=1234 $none
	may_open_nothing "$1a user namespace's root, where the mode lets everybody," uid=1234 $none userns
	may_all "$1nobody with CAP_PERFMON, where the mode lets everybody," uid=1234 $perfmon
	may_all "$1nobody with CAP_SYS_ADMIN, where the mode lets everybody," uid=1234 $sys_admin
	chmod 0600 /dev/uprobecap
	chgrp 0 /dev/uprobecap
}

# A descriptor that somebody else has opened arms nothing; what it reads was armed before.
handed() { # NAME
	# shellcheck disable=SC2086 # words
	for taker in "hand uid=$nobody $none" "hand $none" "hand uid=$nobody $none userns"; do
		who "$1an empty session, then $taker: CONFIG" "open config=$refused" open $taker config
		who "$1an empty session, then $taker: ADD" "open add=$refused" \
			open "target=$add" "site=$site" $taker add
		who "$1an empty session, then $taker: LIST" "open list=$refused" open $taker list
		who "$1a session, then $taker: ADD" "open config add enable add=$refused" \
			open "target=$add" "site=$site" config add enable $taker add
		who "$1a session, then $taker: CONFIG" "open config add enable config=$refused" \
			open "target=$add" "site=$site" config add enable $taker config
		who "$1a session without probes, then $taker: ENABLE" "open config enable=$refused" \
			open config $taker enable
		who "$1a session, then $taker: ENABLE" "open config add enable=$refused" \
			open "target=$add" "site=$site" config add $taker enable
		who "$1a session, then $taker: the rest" "open config add enable $rest" \
			open "target=$add" "site=$site" config add enable $taker $rest
		who "$1a flight recorder, then $taker" "open recorder add enable $recorder" \
			open "target=$add" "site=$site" recorder add enable $taker $recorder
	done
	who "$1to one who may arm himself, ADD and ENABLE" "open config add enable" \
		open "target=$add" "site=$site" config hand uid=$nobody $perfmon add enable
}

all() { # NAME
	everybody "$1"
	groups "$1"
	handed "$1"
}

load
all ""
chmod 0666 /dev/uprobecap

# A file is armed by who can read it, by no other right, and by no name.
cp "$add" secret
chmod 0711 secret
cp "$add" public
as_nobody="uid=$nobody $perfmon open config site=$site"
# shellcheck disable=SC2086 # words
{
	ok "nobody runs a program that only root reads" setpriv --reuid $nobody --clear-groups ./secret 1 1 2
	who "and does not arm it" "open config target=$denied" $as_nobody target=secret add
	who "nor by a descriptor without the right to read" "open config add=Bad file descriptor" \
		$as_nobody path=secret add
	chmod 0733 secret
	who "nor by one to write" "open config add=Bad file descriptor" $as_nobody write=secret add
	who "but one that he reads" "open config add enable" $as_nobody target=public add enable
}
mkdir jail
mkdir jail/dev
mknod -m 666 jail/dev/uprobecap c 10 "$(stat -c %T /dev/uprobecap | sed 's/^/0x/' | xargs printf %d)"
cp "$TARGETS/rights" jail/rights
for library in $(ldd jail/rights | grep -o '/[^ ]*'); do
	mkdir -p "jail${library%/*}"
	cp "$library" "jail$library"
done
is "$(chroot jail /rights open config "target=$add" add)" " open config target=No such file or directory" \
	"nor does a container one that it does not have"
is "$(chroot jail /rights open config target=/rights "site=$(offset_of "$TARGETS/rights:main")" add enable)" \
	" open config add enable" "but its own"
chmod 0600 /dev/uprobecap

# Lockdown keeps unsigned modules out, and changes nothing for one that is in.
[ ! -d /sys/kernel/security ] || mount -t securityfs security /sys/kernel/security
lockdown=/sys/kernel/security/lockdown
for level in integrity confidentiality; do
	if [ ! -e $lockdown ]; then
		skip "lockdown=$level" "this kernel was built without it"
		continue
	fi
	echo $level >$lockdown
	like "$(cat $lockdown)" "\\[$level\\]" "the kernel is locked down: $level"
	all "lockdown=$level: "
done
unload
done_testing

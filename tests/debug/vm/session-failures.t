#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# timeout: 450
# Each allocation and each copy of each call that a session is made of fails once: the call
# fails with an honest error, or works; the next try works, nothing stays armed, nothing leaks.
. "$LIB"

add=$TARGETS/add
let_fail

mkdir groups
mount -t cgroup2 none groups
echo +memory >groups/cgroup.subtree_control
mkdir groups/failing

# Of several probes, those before the one that fails have to go again.
sites=$(for function in add main frame_dummy; do offset_of "$add:$function"; done |
	while read -r site; do echo $((site)); done | sort -n)
none=$(pieces)
load
# shellcheck disable=SC2086 # one a word
sh -c 'echo 0 >groups/failing/cgroup.procs; exec "$@"' sh \
	"$TARGETS/failing" "$add" $sites | tee said
is "$(grep -c '^ok' said)" 22 "each call of three kinds of sessions"
ok "which were made to fail" test "$(sed -n 's/.*: each of \([0-9]*\) failures.*/\1/p' said |
	awk '{ sum += $1 } END { print sum + 0 }')" -gt 50
is "$(grep -E ', (open|CONFIG|ADD|ENABLE|mmap|read|LIST)[^:]*: each of 0 ' said)" "" "each that allocates or copies"
nobody_has_any() {
	[ "$(uprobecap status)" = "nothing is armed" ]
}
ok "nothing stays armed" wait_for 20 nobody_has_any
ok "no memory is left" wait_for 5 has_given_back groups/failing
diag "$(kernel_memory groups/failing) KiB"
unload
is "$(pieces)" "$none" "nor a piece of address space"
umount groups
is "$("$add" 1 1 2)" 3 "the target runs as ever"

done_testing

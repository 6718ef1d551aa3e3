#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# --container: a folder of cgroup2, and a root of its own. Files are found below that, and
# nothing else is captured.
# timeout: 180
# kernels: one
. "$LIB"

add=$TARGETS/add
digits=4c91d2a07be6583f4c91d2a07be6583f4c91d2a07be6583f4c91d2a07be658
id=3f$digits
other=3e$digits

load
mkdir groups
mount -t cgroup2 none groups
mkdir -p "groups/pod/docker-$id.scope/below" "groups/docker-$other.scope" groups/lxc.payload.web groups/cri-containerd-$other.scope

# The system's libraries are the container's, too, so that their files are the same.
mkdir -p root/usr root/proc root/dev root/opt root/etc
for folder in bin sbin lib lib64; do
	ln -s "usr/$folder" "root/$folder"
done
cp "$add" root/opt/add
ln -s /opt/add root/etc/linked
cat >begin <<-EOF
	echo \$\$ >"groups/pod/docker-$id.scope/below/cgroup.procs"
	mount --bind root root
	mount --bind /usr root/usr
	mount --bind /dev root/dev
	cd root
	mkdir old
	pivot_root . old
	cd /
	mount -t proc none proc
	umount -l old
	/opt/add 1000000000000 &
	touch ready
	while ! [ -e stop ]; do
		/opt/add
	done
	kill \$!
EOF
# Who looks after it is in its folder, too, and in none of its namespaces.
sh -c 'echo $$ >"$0" && exec sleep 1000' "groups/pod/docker-$id.scope/cgroup.procs" &
keeper=$!
unshare --mount --pid --fork sh begin >/dev/null &
container=$!
ok "a container runs" wait_for 30 test -e root/ready

trace() { # OPTION...
	uprobecap trace -n 2 "$@"
}

# shellcheck disable=SC2016 # the probe's own $
ok "a path" trace --container 3f4c91d2a07b 'p /opt/add:add a=$arg1:s32'
says '  add  .*  add\(a=1\)$' "begins at the container's root"
ok "a link to a path" trace --container 3f4c91d2a07b 'p /etc/linked:add'
ok "a program by its name" trace --container $id add:add
fails "which is not here" 4 trace add:add -- touch ran
says '^uprobecap: there is no program or library add$' "nor searched here without the option"

cp "$add" outsider
: >seen
uprobecap trace --container 3f4c --duration 5s 'p libc:*printf*' 'p /opt/add:add if comm == "outsider"' >seen 2>said &
tracer=$!
while kill -0 $tracer 2>/dev/null; do
	./outsider >/dev/null
done
ok "a library that all use" wait $tracer
like "$(cat seen)" '  add  .*printf' "is captured in the container"
is "$(grep -c outsider seen)" 0 "and not in others"
ok "a recipe" uprobecap run malloc -n 1 --container 3f4c
says "^  size  p50 [0-9]" "captures there, too"

ok "a folder" trace --container "groups/pod/docker-$id.scope" 'p /opt/add:add'

fails "digits that two ids begin with" 2 trace --container 3e4c91d2 'p /opt/add:add'
says '^uprobecap: 3e4c91d2 may be any of 2 containers$' "are too few"
says "^  .*/groups/cri-containerd-$other.scope\$" "one is told"
says "^  .*/groups/docker-$other.scope\$" "and the other"
fails "a name" 4 trace --container web 'p /opt/add:add'
says '^uprobecap: nothing runs in the container web$' "may be of a container that has ended"
fails "another" 4 trace --container webs 'p /opt/add:add'
says '^uprobecap: there is no container webs$' "of none"
fails "a file" 4 trace --container 3f4c 'p /opt/sub:add'
says '^uprobecap: the container has no /opt/sub that can be opened$' "may be missing there"
fails "or a name" 4 trace --container 3f4c 'p bash:readline'
says '^uprobecap: nothing in the container runs bash$' "when nobody runs it"
ln -s "../../../..$PWD/outsider" root/etc/escape
fails "a link out of its root" 4 trace --container 3f4c 'p /etc/escape:add'
fails "a command" 2 trace --container 3f4c 'p /opt/add:add' -- touch ran
ok "is not run" test ! -e ran

touch root/stop
kill $keeper
wait $container $keeper 2>/dev/null

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# dkms.conf, tried in a Debian of its own; nothing of this machine's is touched. What
# dkms built is then loaded in the VM. The words of dkms are in build/dkms.log.
set -eu
# shellcheck source=../vm/host.sh
. "$(dirname "$0")/../vm/host.sh"
make_workspace

version=$(cat "$top/VERSION")
module=uprobecap/$version
kernel=$("$vm/kernel" 6.1)
release=${kernel##*/}
root=$workspace/root
log=$top/build/dkms.log
count=0

# Only this process and its children see /proc and /dev in there.
inside() { # COMMAND...
	unshare --mount sh -c 'mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" &&
		exec chroot "$0" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"' \
		"$root" "$@"
}

verdict() { # NAME STATUS
	count=$((count + 1))
	cat "$workspace/said" >>"$log"
	if [ "$2" = 0 ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		tail -n 30 "$workspace/said" | sed 's/^/# /'
	fi
}

ok() { # NAME COMMAND...
	name=$1
	shift
	status=0
	"$@" >"$workspace/said" 2>&1 || status=$?
	verdict "$name" "$status"
}

says() { # NAME REGEX COMMAND...: succeeds, and this is the only line it prints
	name=$1
	regex=$2
	shift 2
	status=0
	"$@" >"$workspace/said" 2>&1 || status=$?
	[ "$status" != 0 ] || [ "$(grep -c '' "$workspace/said")" = 1 ] || status=1
	[ "$status" != 0 ] || grep -q -x -E -e "$regex" "$workspace/said" || status=1
	verdict "$name" "$status"
}

# 77 is the exit code of dkms for a kernel that BUILD_EXCLUSIVE leaves out.
is_left_out() { # RELEASE
	code=0
	words=$(inside dkms build "$module" -k "$1" 2>&1) || code=$?
	echo "$words"
	[ "$code" = 77 ] || return 1
	case $words in
	*'BUILD_EXCLUSIVE directive which does not match'*) ;;
	*) return 1 ;;
	esac
}

matches_from_5_10_on() {
	bash -c '. "$1/dkms.conf"
		for release in 2.6.39 4.19.0-27-amd64 5.1.0 5.4.0-1-amd64 5.9.16; do
			! [[ $release =~ $BUILD_EXCLUSIVE_KERNEL ]] || { echo "not $release"; exit 1; }
		done
		for release in 5.10.0-33-amd64 5.19.17 6.1.0-56-cloud-amd64 6.12.9+deb13 7.3.4 10.0.0; do
			[[ $release =~ $BUILD_EXCLUSIVE_KERNEL ]] || { echo "not $release"; exit 1; }
		done' sh "$top"
}

nothing_is_left() {
	left=$(
		inside dkms status
		find "$root/lib/modules/" "$root/var/lib/dkms" "$root/usr/src" -name '*uprobecap*'
	)
	echo "$left"
	[ -z "$left" ]
}

# A kernel with the real one's build folder, but for its configuration.
add_kernel() { # RELEASE SED-COMMAND
	mkdir -p "$root/lib/modules/$1/build"
	ln -s "/usr/src/linux-headers-$release/"* "$root/lib/modules/$1/build"
	sed "$2" "$root/usr/src/linux-headers-$release/.config" >"$root/lib/modules/$1/build/.config"
}

makes() { # TARGET: in a copy of this tree in there
	inside make -C /root/uprobecap "$1" KDIR="/lib/modules/$release/build"
}

# The VM's harness takes the tree that it lies in; here one with the module of dkms.
loads_in_the_vm() {
	tree=$workspace/tree
	mkdir -p "$tree/build/modules/$release"
	cp -r "$top/tests" "$top/tracefs-scripts" "$tree"
	cp -r "$top/build/uprobecap" "$top/build/targets" "$tree/build"
	cp "$root/lib/modules/$release/updates/dkms/uprobecap.ko" "$tree/build/modules/$release"
	"$tree/tests/vm/boot" -k 6.1 "$tree/tests/vm/module/load.t"
}

mkdir -p "$top/build" "$root"
: >"$log"
tar -xf "$("$top/tests/host/dkms-root" "$release")" -C "$root"
mkdir "$root/root/uprobecap"
cp -r "$top/Makefile" "$top/Kbuild" "$top/VERSION" "$top/dkms.conf" "$top/module" "$root/root/uprobecap"
add_kernel 5.4.0-1-amd64 ''
add_kernel 6.1.0-noprobes 's/^CONFIG_UPROBES=y/# CONFIG_UPROBES is not set/'

ok "make dkms-sources" make -C "$top" dkms-sources DESTDIR="$root"
ok "dkms add" inside dkms add "$module"
ok "dkms build" inside dkms build "$module" -k "$release"
ok "dkms install" inside dkms install "$module" -k "$release"
says "dkms status" "$module, $release, x86_64: installed" inside dkms status
says "the installed module has the tree's version" "$version" \
	inside modinfo -k "$release" -F version uprobecap
ok "a kernel that is too old is left out" is_left_out 5.4.0-1-amd64
ok "that is one before 5.10" matches_from_5_10_on
ok "a kernel without uprobes is left out" is_left_out 6.1.0-noprobes
ok "dkms remove" inside dkms remove "$module" --all
rm -r "$root/usr/src/uprobecap-$version"
ok "nothing is left" nothing_is_left
ok "make dkms-install" makes dkms-install
ok "make dkms-install, over what is there" makes dkms-install
says "dkms status behind it" "$module, $release, x86_64: installed" inside dkms status
ok "that module works" loads_in_the_vm
ok "make dkms-remove" makes dkms-remove
ok "nothing is left behind that" nothing_is_left
echo "1..$count"

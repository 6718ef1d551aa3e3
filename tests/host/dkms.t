#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# dkms.conf, tried in a Debian of its own; nothing of this machine's is touched. What
# dkms built is then loaded in the VM. The words of dkms are in build/dkms.log.
set -eu
# shellcheck source=dkms.sh
. "$(dirname "$0")/dkms.sh"

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

makes() { # TARGET: in a copy of this tree in there
	inside make -C /root/uprobecap "$1" KDIR="/lib/modules/$release/build"
}

kernel=$("$vm/kernel" 6.1)
unpack_debian bookworm "${kernel##*/}" dkms.log
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
ok "that module works" runs_in_the_vm 6.1 module/load.t
ok "make dkms-remove" makes dkms-remove
ok "nothing is left behind that" nothing_is_left
echo "1..$count"

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the tests of dkms share: a Debian of its own, $root, with the headers of one
# kernel, $release; and checks, whose output goes to a log. Sourced, with `set -eu` on.

# shellcheck source=../vm/host.sh
. "$(dirname "$0")/../vm/host.sh"
make_workspace

version=$(cat "$top/VERSION")
# shellcheck disable=SC2034 # for those who source it
module=uprobecap/$version
root=$workspace/root
count=0

unpack_debian() { # SUITE RELEASE LOG
	release=$2
	log=$top/build/$3
	mkdir -p "$top/build" "$root"
	: >"$log"
	archive=$("$top/tests/host/dkms-root" "$1" "$release") || return
	tar -xf "$archive" -C "$root"
	mkdir -p "$cache/ccache" "$root/var/cache/ccache"
}

# Only this process and its children see /proc and /dev in there. The same source is built
# for the same headers again and again, so the compiler is behind ccache.
inside() { # COMMAND...
	unshare --mount sh -c 'mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" &&
		mount --bind "$1" "$0/var/cache/ccache" && shift &&
		exec chroot "$0" /usr/bin/env -i PATH=/usr/lib/ccache:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
			CCACHE_DIR=/var/cache/ccache CCACHE_MAXSIZE=500M "$@"' "$root" "$cache/ccache" "$@"
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

says() { # NAME LINE COMMAND...: succeeds, and this is all that it prints
	name=$1
	line=$2
	shift 2
	status=0
	"$@" >"$workspace/said" 2>&1 || status=$?
	[ "$status" != 0 ] || [ "$(cat "$workspace/said")" = "$line" ] || status=1
	verdict "$name" "$status"
}

nothing_is_left() {
	left=$(
		inside dkms status
		find "$root/lib/modules/" "$root/var/lib/dkms" "$root/usr/src" -name '*uprobecap*'
	)
	echo "$left"
	[ -z "$left" ]
}

# The VM's harness takes the tree that it lies in; here one with the module of dkms.
runs_in_the_vm() { # KERNEL TEST
	find_kernel "$1"
	tree=$workspace/tree
	"$vm/parts" "$1" targets && mkdir -p "$tree/$built/modules/$release" "$tree/debian" &&
		cp -r "$top/tests" "$top/tracefs-scripts" "$top/examples" "$tree" &&
		cp -r "$top/debian/tests" "$tree/debian" &&
		cp -r "$top/$built/uprobecap" "$top/$built/targets" "$tree/$built" &&
		cp "$root/lib/modules/$release/updates/dkms/uprobecap.ko"* "$tree/$built/modules/$release" &&
		"$tree/tests/vm/boot" -k "$1" "$tree/tests/vm/$2"
}

link_to_each() { # FOLDER LINKS: a folder in there, and where the links to its files go
	mkdir -p "$2"
	for file in "$root$1"/*; do
		ln -s "$1/${file##*/}" "$2"
	done
}

# A kernel with the real one's build folder, but for its configuration, which dkms
# reads from the first of these files, and from 3.1 on from the second.
add_kernel() { # RELEASE SED-COMMAND
	headers=/usr/src/linux-headers-$release
	build=$root/lib/modules/$1/build
	link_to_each "$headers" "$build"
	rm "$build/include"
	link_to_each "$headers/include" "$build/include"
	rm "$build/include/config"
	link_to_each "$headers/include/config" "$build/include/config"
	rm "$build/include/config/auto.conf"
	for file in .config include/config/auto.conf; do
		sed "$2" "$root$headers/$file" >"$build/$file"
	done
}

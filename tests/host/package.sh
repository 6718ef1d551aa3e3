# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# uprobecap-dkms as users have it, in a Debian of its own: the package is installed
# beside one kernel that suits and others that do not, a second kernel comes, and the
# package goes again. Sourced, with `set -eu` on.

# shellcheck source=dkms.sh
. "$(dirname "$0")/dkms.sh"

# What is left out of the comparison: what dpkg and depmod write for themselves (so the
# folder of the second kernel stays), and the key that dkms makes once for the machine.
list_debian() {
	(cd "$root" && find . -xdev \( -path ./var/lib/dpkg -o -path ./var/cache -o -path ./var/log \
		-o -path ./tmp \) -prune -o -print) |
		grep -v -x -F "./usr/lib/modules/$second" |
		grep -v -E '/modules\.[a-z.]+$|^\./var/lib/dkms/mok\.(key|pub)$' | sort
}

# The other flavour of the same kernel needs no more than this one package.
fetch_second() { # SUITE
	(cd "$workspace" && "$vm/apt" "$1" apt-get -qq download "linux-headers-$second") &&
		mv "$workspace/linux-headers-$second"_*.deb "$root/tmp/headers.deb"
}

installs() { # DEB DPKG-OPTION...: in there; its words are kept
	deb=$1
	shift
	inside dpkg "$@" -i "/tmp/$deb" >"$workspace/words" 2>&1 || {
		cat "$workspace/words"
		return 1
	}
	cat "$workspace/words"
}

said() { # REGEX...: lines of what was installed last
	for line; do
		grep -q -E -e "$line" "$workspace/words" || {
			echo "no line matches: $line"
			cat "$workspace/words"
			return 1
		}
	done
}

status_is() { # RELEASE...: built and installed for these, and for no other
	inside dkms status >"$workspace/status" || return
	for built; do
		echo "$module, $built, x86_64: installed"
	done | diff - "$workspace/status"
}

# As modprobe looks for it.
module_is_found() { # RELEASE
	[ "$(inside modinfo -k "$1" -F version uprobecap)" = "$version" ] &&
		case $(inside modinfo -k "$1" -F filename uprobecap) in
		"/lib/modules/$1/updates/dkms/uprobecap.ko"*) ;;
		*) return 1 ;;
		esac
}

# For Secure Boot: a user need only make the machine trust this key.
is_signed_by_dkms() {
	[ "$(inside modinfo -k "$release" -F signer uprobecap)" = "DKMS module signing key" ] &&
		ls "$root/var/lib/dkms/mok.pub"
}

# Without modprobe's index, which that kernel would bring up to date when it comes.
module_is_of_this_version() { # RELEASE
	for file in "$root/lib/modules/$1/updates/dkms/uprobecap.ko"*; do
		[ "$(modinfo -F version "$file")" = "$version" ] || return
	done
}

is_as_before() {
	list_debian | diff "$workspace/before" -
}

test_package() { # SUITE KERNEL
	kernel=$("$vm/kernel" "$2")
	unpack_debian "$1" "${kernel##*/}" "package-$1.log"
	second=$(echo "$release" | sed 's/-cloud-/-/')
	cp "$top/build/deb/uprobecap-dkms_${version}_all.deb" "$root/tmp/uprobecap-dkms.deb"
	add_kernel 5.4.0-1-amd64 ''
	add_kernel 6.1.0-noprobes 's/^CONFIG_UPROBES=y/# CONFIG_UPROBES is not set/'
	mkdir "$root/lib/modules/6.1.0-noheaders"
	list_debian >"$workspace/before"

	ok "the package is installed" installs uprobecap-dkms.deb
	ok "dkms builds for the kernel that is there" status_is "$release"
	ok "modprobe will find the module" module_is_found "$release"
	ok "it is signed with the key that dkms has made" is_signed_by_dkms
	ok "it is loaded with modprobe, and works" runs_in_the_vm "$2" package/modprobe.t
	ok "a kernel that is too old, and one without uprobes, are skipped" said \
		'5\.4\.0-1-amd64' '6\.1\.0-noprobes' '^Skipped|BUILD_EXCLUSIVE'
	ok "a second kernel's headers can be had" fetch_second "$1"
	# Those of newer releases want their kernel, which dkms does not need.
	ok "they are installed" installs headers.deb --force-depends
	ok "dkms builds for it by itself" status_is "$second" "$release"
	ok "its module has the tree's version" module_is_of_this_version "$second"
	ok "the package is installed over itself" installs uprobecap-dkms.deb
	ok "and the module is there" module_is_found "$release"
	ok "the headers go" inside dpkg --purge "linux-headers-$second"
	ok "the package goes" inside dpkg --purge uprobecap-dkms
	ok "nothing is left" nothing_is_left
	ok "everything is as before" is_as_before
	echo "1..$count"
}

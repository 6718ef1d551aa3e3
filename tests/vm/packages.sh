# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# How the packages of Debian's kernels are found and unpacked. Sourced, with `set -eu` on.

# shellcheck source=host.sh
. "$(dirname "$0")/host.sh"

# Those that have headers and match a pattern, the newest one last.
releases() { # SUITE PATTERN
	names=$("$vm/apt" "$1" apt-cache pkgnames linux-headers-) || return
	echo "$names" | sed -n 's/^linux-headers-\([0-9]*\.[0-9]*\.[0-9].*-amd64\)$/\1/p' | sort -V |
		while read -r candidate; do
			# shellcheck disable=SC2254 # it is a pattern
			case $candidate in
			$2) echo "$candidate" ;;
			esac
		done
}

dependencies() { # SUITE PACKAGE PATTERN
	depends=$("$vm/apt" "$1" apt-cache depends --important "$2") || return
	echo "$depends" | sed -n "s/^ *Depends: \($3\)\$/\1/p"
}

# Into a folder, as on a system where / and /usr are merged; without the packages' scripts.
unpack() ( # SUITE FOLDER PACKAGE...
	source=$1
	root=$2
	shift 2
	mkdir -p "$root/debs" "$root/usr/lib" && ln -sfn usr/lib "$root/lib" &&
		cd "$root/debs" && "$vm/apt" "$source" apt-get -qq download "$@" >&2 || return
	for deb in *.deb; do
		dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$root" || return
	done
	rm -r "$root/debs"
)

# The packages that name the same headers in a suite are one version's.
header_packages() { # SUITE RELEASE
	echo "linux-headers-$2"
	dependencies "$1" "linux-headers-$2" 'linux-\(headers\|kbuild\)-[^ ]*'
}

# Headers name each other by absolute path; here they are somewhere else.
relocate_headers() { # FOLDER RELEASE PLACE
	sed -i "s|/usr/src/|$3/usr/src/|" "$1/usr/src/linux-headers-$2/Makefile"
}

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What make deb has built: contents, what lintian and blhc say, hardening.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"
make_workspace

version=$(cat VERSION)
debs=build/deb

deb() { # PACKAGE: its file
	for file in "$debs/$1_${version}"_*.deb; do
		echo "$file"
	done
}

has_packages() {
	(cd "$debs" && ls -- *.deb) >"$workspace/got"
	diff - "$workspace/got" <<-END
		uprobecap-dbgsym_${version}_amd64.deb
		uprobecap-dev_${version}_all.deb
		uprobecap-dkms_${version}_all.deb
		uprobecap_${version}_amd64.deb
	END
}

# Files and who may run them; the paths from standard input.
has_files() { # PACKAGE
	dpkg-deb -c "$(deb "$1")" >"$workspace/contents" || return
	awk '!/^d/ { print substr($1, 2, 9), $2, $6 }' "$workspace/contents" | sort -k 3 >"$workspace/got"
	while read -r path; do
		case $path in
		/usr/bin/* | *.sh) echo "rwxr-xr-x root/root .$path" ;;
		*) echo "rw-r--r-- root/root .$path" ;;
		esac
	done | sort -k 3 | diff - "$workspace/got"
}

documents() { # PACKAGE
	printf '%s\n' "/usr/share/doc/$1/changelog.gz" "/usr/share/doc/$1/copyright"
}

program_has_files() {
	{
		cat <<-END
			/usr/bin/uprobecap
			/usr/lib/udev/rules.d/60-uprobecap.rules
			/usr/share/bash-completion/completions/uprobecap
			/usr/share/man/man1/uprobecap.1.gz
			/usr/share/man/man4/uprobecap.4.gz
			/usr/share/uprobecap/prototypes
			/usr/share/doc/uprobecap/README.md.gz
			/usr/share/doc/uprobecap/examples/bash-lines.sh
			/usr/share/doc/uprobecap/examples/uprobecap.conf
		END
		documents uprobecap
		find tracefs-scripts -name '*.sh' -printf '/usr/share/uprobecap/%p\n'
		find share/uprobecap/recipes -type f -printf '/usr/%p\n'
	} | has_files uprobecap
}

module_has_files() {
	{
		documents uprobecap-dkms
		find dkms.conf Kbuild VERSION module -type f ! -name '*.swp' \
			-printf "/usr/src/uprobecap-$version/%p\n"
	} | has_files uprobecap-dkms
}

header_has_files() {
	{
		documents uprobecap-dev
		printf '%s\n' /usr/include/uprobecap.h /usr/share/doc/uprobecap-dev/examples/count-hits.c \
			/usr/share/doc/uprobecap-dev/examples/session.c
	} | has_files uprobecap-dev
}

# Nothing of it happens unless somebody asks: no line of the example counts, and only
# one of the rule does.
changes_nothing() {
	dpkg-deb -x "$(deb uprobecap)" "$workspace/program" || return
	grep -v -E '^(#|$)' "$workspace/program/usr/share/doc/uprobecap/examples/uprobecap.conf" || :
	grep -v -E '^(#|$)' "$workspace/program/usr/lib/udev/rules.d/60-uprobecap.rules" |
		grep -v -x 'SUBSYSTEM=="misc", KERNEL=="uprobecap", OWNER="root", GROUP="root", MODE="0600"' || :
	find "$workspace/program" -path '*/etc/*'
}

run_lintian() {
	lintian --allow-root --info --pedantic --show-overrides "$debs"/*.changes
}

run_blhc() {
	grep -q ' -o build/uprobecap ' "$debs/log" || echo "the log does not show how it was linked"
	said=$(blhc --debian --bindnow "$debs/log") || echo "$said"
}

is_hardened() {
	readelf -hldW "$workspace/program/usr/bin/uprobecap" >"$workspace/elf" || return
	for sign in 'DYN (Pos' GNU_RELRO 'BIND_NOW'; do
		grep -q -F "$sign" "$workspace/elf" || echo "no $sign"
	done
	nm -D "$workspace/program/usr/bin/uprobecap" >"$workspace/symbols" || return
	for sign in __stack_chk_fail __fprintf_chk; do
		grep -q -w "$sign" "$workspace/symbols" || echo "no $sign"
	done
}

tree_is_clean() {
	find debian \( -name '*.debhelper*' -o -name '*.substvars' -o -name files -o -name .debhelper \)
	for folder in debian/tmp debian/uprobecap debian/uprobecap-dkms debian/uprobecap-dev; do
		[ ! -e "$folder" ] || echo "$folder is left"
	done
}

# Both kinds of tests, as autopkgtest will see them.
has_tests() {
	autodep8 >"$workspace/tests" || return
	for line in 'Tests: capture' 'Test-Command: /usr/lib/dkms/dkms-autopkgtest'; do
		grep -q -x "$line" "$workspace/tests" || echo "no $line"
	done
	[ -x debian/tests/capture ] || echo "debian/tests/capture cannot be run"
}

check "these packages" has_packages
check "uprobecap has its files" program_has_files
check "uprobecap-dkms has its files" module_has_files
check "uprobecap-dev has its files" header_has_files
check "the packages change nothing by themselves" changes_nothing
check "lintian has nothing to say" run_lintian
check "nor has blhc" run_blhc
check "the program is hardened" is_hardened
check "the tree is clean behind the build" tree_is_clean
check "autopkgtest finds the tests" has_tests
done_checking

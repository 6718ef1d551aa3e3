#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The tree as a whole: scripts, licences, versions, and what the documents name.
set -eu
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

list_scripts() {
	tree_files -name '*.sh'
	tree_files -name '*.t'
	tree_files -path './completion/*'
	tree_files ! -name '*.sh' ! -name '*.t' | while read -r file; do
		! head -n 1 "$file" | grep -q -E '^#!.*(/| )(ba|da)?sh( |$)' || echo "$file"
	done
}

run_shellcheck() {
	list_scripts | xargs shellcheck
}

# Text and data have no place for it.
list_licensed() {
	tree_files ! -path './LICENSES/*' ! -path './debian/source/*' ! -path './tests/fuzz/corpus/*' \
		! -path ./debian/changelog ! -path ./debian/copyright \
		! -name '*.md' ! -name '*.txt' ! -name '*.json' ! -name VERSION ! -name .gitignore
}

list_unlicensed() {
	list_licensed | while read -r file; do
		line=$(sed -n '1{/^#!/n;p;q}' "$file")
		case $line in
		*SPDX-License-Identifier:\ *) ;;
		*) echo "$file: the first line (behind #!) is not its SPDX-License-Identifier" ;;
		esac
	done
}

list_unknown_licences() {
	list_licensed | xargs sed -n 's/.*SPDX-License-Identifier: *\([A-Za-z0-9.() -]*\).*/\1/p' |
		tr ' ()' '\n' | grep -v -x -E 'AND|OR|WITH|' | sort -u | while read -r licence; do
		[ -e "LICENSES/$licence.txt" ] || echo "there is no LICENSES/$licence.txt"
	done
}

# Wherever the project's name comes with a version, in dkms.conf, and the newest one
# that Debian's packages know.
list_other_versions() {
	grep -q -x "PACKAGE_VERSION=\"$(cat VERSION)\"" dkms.conf ||
		echo "dkms.conf: PACKAGE_VERSION is not $(cat VERSION)"
	head -n 1 debian/changelog | grep -q -F "uprobecap ($(cat VERSION)) " ||
		echo "debian/changelog: the first version is not $(cat VERSION)"
	tree_files | xargs grep -n -o -E 'uprobecap[-_/ =v(]+[0-9]+\.[0-9]+\.[0-9]+' |
		grep -v -E "[^0-9]$(sed 's/\./\\./g' VERSION)\$" || :
}

# Words of a document that name a file of the tree: they begin with one of its
# folders, or end like a source and are in backticks. Not those with a part in
# capitals that stands for something.
list_named_paths() { # DOCUMENT
	folders=$(tree_files | sed -n 's|/.*||p' | sort -u | tr '\n' '|')
	awk -v folders="^(${folders%|})/" '
		function words(text, in_backticks,    n, i, list) {
			gsub(/[^A-Za-z0-9_.\/*?$~-]/, " ", text)
			n = split(text, list, " ")
			for (i = 1; i <= n; i++) {
				sub(/\.+$/, "", list[i])
				if (list[i] ~ folders ||
				    (in_backticks && list[i] ~ /^[A-Za-z0-9_].*\.(c|h|t|sh|awk|md|conf)$/))
					print list[i]
			}
		}
		/^ *```/ { fenced = !fenced; next }
		fenced { words($0, 0); next }
		{
			n = split($0, part, "`")
			for (i = 1; i <= n; i++)
				words(part[i], i % 2 == 0)
		}' "$1" | grep -v -E '(^|/)[A-Z_]+(\.[a-z]+)?(/|$)|^[A-Z_]+\.[a-z]+$|\$|~' |
		sort -u || :
	grep -o -E '\]\([^)#]+' "$1" | sed 's/^](//' | grep -v ':' | sort -u || :
}

exists() { # FOLDER NAME: there, in the tree, or for a mere name anywhere in the tree
	# shellcheck disable=SC2086 # a name may be a pattern
	for path in $1/$2 $2; do
		[ ! -e "$path" ] || return 0
	done
	case $2 in
	*/*) return 1 ;;
	esac
	[ -n "$(tree_files -name "$2")" ]
}

list_dead_paths() {
	for document in README.md HACKING.md tracefs-scripts/README.md; do
		[ -e "$document" ] || echo "$document does not exist"
	done
	tree_files -name '*.md' | while read -r document; do
		list_named_paths "$document" | while read -r name; do
			exists "$(dirname "$document")" "$name" || echo "$document names $name"
		done
	done
}

list_version_tests() {
	tree_files ! -path ./module/compat.h ! -path './tests/lint/*' |
		xargs grep -n -E 'LINUX_VERSION_CODE|KERNEL_VERSION\(|linux/version\.h' || :
}

# The mirrors and proxies that this machine installs from; Debian's own are no secret.
list_registries() {
	{
		apt-get indextargets --format "\$(REPO_URI)" 2>/dev/null
		apt-config dump | sed -n 's/.*::Proxy.* "\(.*\)";/\1/p'
	} | sed -n 's|^[a-z+]*://\([^/@]*@\)\{0,1\}\([^/:]*\).*|\2|p' | sort -u |
		grep -v -E '(^|\.)debian\.org$|^localhost$' || :
}

# Where this tree lies, and the folder at the root above it unless every machine has
# such a one.
list_machine_paths() {
	case /$top/ in
	//bin/* | //etc/* | //home/* | //lib/* | //media/* | //mnt/* | //opt/* | //root/* | \
		//run/* | //srv/* | //tmp/* | //usr/* | //var/*) ;;
	*) echo "$top" | sed 's|^\(/[^/]*\).*|\1/|' ;;
	esac
	echo "$top/"
}

list_strings_of_machine() {
	{ list_registries; list_machine_paths; } | while read -r string; do
		tree_files | xargs grep -n -F -e "$string" || :
	done
}

check "shellcheck" run_shellcheck
check "every source says its licence" list_unlicensed
check "every licence is in LICENSES" list_unknown_licences
check "one version everywhere" list_other_versions
check "what the documents name exists" list_dead_paths
check "only module/compat.h asks for the kernel's version" list_version_tests
check "no registry and no path of this machine" list_strings_of_machine
done_checking

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The C sources: how they look, and what checkers find in them.
set -eu
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
make_workspace

lines_of_file=400
lines_of_function=60

# The kernel's checkpatch, out of Debian's package of the kernel's source.
get_checkpatch() {
	archive=/usr/src/linux-source-6.1.tar.xz
	checkpatch=$cache/checkpatch-$(stat -Lc %Y-%s "$archive") || return
	(
		lock checkpatch
		[ ! -d "$checkpatch" ] || exit 0
		mkdir "$workspace/checkpatch"
		tar -xf "$archive" -C "$workspace/checkpatch" --strip-components=2 --occurrence=1 \
			linux-source-6.1/scripts/checkpatch.pl \
			linux-source-6.1/scripts/spelling.txt \
			linux-source-6.1/scripts/const_structs.checkpatch &&
			mv "$workspace/checkpatch" "$checkpatch"
	)
}

# What is left out, and why.
ignored() { # FILE
	# A message stays in one piece, so that it can be found: some make a long line,
	# before some clang-format breaks the line at a parenthesis.
	echo LONG_LINE_STRING OPEN_ENDED_LINE
	# Members are described together, in front of their struct.
	echo UNCOMMENTED_DEFINITION
	# The compiler asks for them between comparisons.
	echo UNNECESSARY_PARENTHESES
	case $1 in
	module/compat.h)
		# The one file that asks for the kernel's version; a constant in capitals.
		echo LINUX_VERSION_CODE CONSTANT_COMPARISON
		;;
	module/arch.h)
		# X-macros: lists without parentheses are what they are for.
		echo COMPLEX_MACRO MACRO_ARG_REUSE
		;;
	module/main.c)
		# A macro that declares: its argument is a name, not a value.
		echo MACRO_ARG_REUSE MACRO_ARG_PRECEDENCE
		;;
	userspace/* | examples/* | tests/*)
		# User space has neither the kernel's types nor its macros; it has stdint.h,
		# attributes and volatile.
		echo PREFER_KERNEL_TYPES PREFER_DEFINED_ATTRIBUTE_MACRO VOLATILE
		# Traced functions and assembly are declared where they are, in one file.
		echo AVOID_EXTERNS
		# Names of libelf's and cmocka's.
		echo CAMELCASE
		# A function may be called by a word of its messages; tracefs is mounted twice over.
		echo EMBEDDED_FUNCTION_NAME REPEATED_WORD
		# It does not see a comparison around the call.
		echo NAKED_SSCANF
		;;
	esac
	case $1 in
	userspace/print/errno_name.c)
		# A list that is indexed by the names themselves, all of them.
		echo BRACKET_SPACE ENOSYS
		;;
	tests/unit/*)
		# Tables of initialisers are written with macros that are parts of them.
		echo COMPLEX_MACRO
		# Expected output, a line of it a line of the test.
		echo SPLIT_STRING
		;;
	esac
}

# It leaves a list of the kernel's CamelCase where it runs, and misses the kernel's
# headers out loud. A start takes as long as a file, so files with one list share it.
ask_checkpatch() { # LIST-OF-FILES
	mkdir "$workspace/empty" "$workspace/empty/include"
	while read -r file; do
		echo "$(ignored "$file" | tr ' \n' ',,') $top/$file"
	done <"$1" >"$workspace/asked"
	awk '{ print $1 }' "$workspace/asked" | sort -u | while read -r ignored; do
		(
			cd "$workspace/empty"
			sed -n "s/^$ignored //p" "$workspace/asked" |
				xargs -d '\n' perl -w "$checkpatch/checkpatch.pl" --no-tree --root=. --strict --terse \
					--show-types --no-summary --max-line-length=100 --ignore "$ignored" -f
		) || echo "checkpatch --ignore $ignored: status $?"
	done
}

# A file that has not changed since it was clean is not asked about again, unless the
# kernel's source or this script is another one.
run_checkpatch() {
	get_checkpatch || return
	clean=$checkpatch-clean-$(sha256sum <"$top/tests/lint/c.t" | cut -c 1-16)
	c_sources | xargs -d '\n' sha256sum | sort >"$workspace/texts"
	touch "$clean"
	comm -13 "$clean" "$workspace/texts" | sed 's/^[^ ]*  //' >"$workspace/changed"
	ask_checkpatch "$workspace/changed" >"$workspace/said" 2>&1
	if [ -s "$workspace/said" ]; then
		cat "$workspace/said"
	elif sha256sum --check --status "$workspace/texts"; then
		mv "$workspace/texts" "$clean"
	fi
}

run_clang_format() {
	c_sources | xargs -d '\n' clang-format --dry-run -Werror
}

# Sparse checks every file, compiled or not; it and the compiler speak on stderr. In a folder
# of its own, for VMs that start meanwhile take the module from theirs.
run_sparse() {
	command -v sparse >/dev/null || echo "sparse is missing"
	kernel=$("$vm/kernel" 6.1) || return
	built=build/sparse/modules/${kernel##*/}
	make -s modules BUILD=build/sparse KDIR="$kernel/build" C=2 2>&1 |
		sed "s|$top/$built/||" | { grep -v '^Skipping BTF generation for' || :; }
	[ -e "$built/uprobecap.ko" ] || echo "it was not built"
}

run_cppcheck() {
	cppcheck --quiet --language=c --std=c11 --enable=warning,performance,portability \
		--error-exitcode=1 --inline-suppr -Imodule -Iuserspace -D__x86_64__ \
		module/spec*.c module/scan.c userspace
}

plant_warning() {
	echo 'static void planted(void) { }' >"$workspace/planted.h"
}

program_fails_on_warning() {
	plant_warning
	! make -s BUILD="$workspace/program" CFLAGS="-include $workspace/planted.h" \
		"$workspace/program/module/scan.o" >"$workspace/said" 2>&1 || echo "it was built"
	grep -q 'error:.*planted' "$workspace/said" || echo "not for the warning"
}

module_fails_on_warning() {
	plant_warning
	kernel=$("$vm/kernel" 6.1) || return
	mkdir "$workspace/module"
	cp -r Kbuild VERSION module "$workspace/module"
	! make -s -C "$kernel/build" M="$workspace/module" KCFLAGS="-include $workspace/planted.h" \
		modules >"$workspace/said" 2>&1 || echo "it was built"
	grep -q 'error:.*planted' "$workspace/said" || echo "not for the warning"
}

# Whoever writes a reader includes it first, in C or C++.
compile_uapi() { # COMPILER OPTION...
	echo '#include "uapi/uprobecap.h"' >"$workspace/alone.c"
	"$@" -Wall -Wextra -Wpedantic -Werror -fsyntax-only -Imodule "$workspace/alone.c"
}

# The header for user space is a manual, too, and one file to include.
list_long_files() {
	tree_files \( -path './module/*' -o -path './userspace/*' \) \
		! -path ./module/uapi/uprobecap.h | xargs wc -l |
		awk -v most="$lines_of_file" '$2 != "total" && $1 > most { print $2 ": " $1 " lines" }'
}

list_long_functions() {
	ctags --version | grep -q Universal || echo "universal-ctags is missing"
	tree_files \( -path './module/*.[ch]' -o -path './userspace/*.[ch]' \) |
		ctags -L - -x --languages=C --langmap=C:.c.h --kinds-C=f --fields=+e \
			--_xformat='%F %N %n %{end}' >"$workspace/functions" || return
	[ -s "$workspace/functions" ] || echo "no function was found"
	awk -v most="$lines_of_function" '$4 - $3 + 1 > most {
		print $1 ":" $3 ": " $2 "() has " $4 - $3 + 1 " lines"
	}' "$workspace/functions"
}

check "checkpatch --strict" run_checkpatch
check "clang-format" run_clang_format
check "sparse, over the module" run_sparse
check "cppcheck, over what runs in user space" run_cppcheck
check "a warning stops the program's build" program_fails_on_warning
check "a warning stops the module's build" module_fails_on_warning
check "uapi/uprobecap.h compiles alone in C99" compile_uapi gcc -std=c99
check "uapi/uprobecap.h compiles alone in C++" compile_uapi g++ -x c++ -std=c++11
check "no file is longer than $lines_of_file lines" list_long_files
check "no function is longer than $lines_of_function lines" list_long_functions
done_checking

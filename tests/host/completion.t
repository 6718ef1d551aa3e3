#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The completion for bash: what it offers is what the program knows.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"
make_workspace

program=build/uprobecap
breaks_at_colon=" \"'><=;|&(:"

# What bash would put in place of the last word, one a line. Bash breaks the line as
# COMP_WORDBREAKS says, of which only the colon matters here.
completes() { # LINE [WORDBREAKS]
	PATH=build:$PATH bash -c '
		. completion/uprobecap
		compopt() { :; }
		COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDBREAKS=$2
		read -r -a COMP_WORDS <<<"${1//:/ : }"
		[[ $1 != *[\ :] ]] || COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		_uprobecap
		printf "%s\n" "${COMPREPLY[@]}"' sh "$1" "${2-$breaks_at_colon}" | sort
}

offers() { # LINE WORD...
	line=$1
	shift
	printf '%s\n' "$@" | sort >"$workspace/want"
	completes "$line" >"$workspace/got"
	diff "$workspace/want" "$workspace/got" || echo "for: $line"
}

commands() {
	"$program" --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'
}

offers_commands() {
	# shellcheck disable=SC2046 # one a word
	offers 'uprobecap ' $(commands) --help --version
	offers 'uprobecap re' read record report
	offers 'uprobecap ru' run
}

offers_options() {
	for command in $(commands); do
		# shellcheck disable=SC2046 # one a word
		offers "uprobecap $command -" --help \
			$("$program" "$command" --help | sed -n 1p | grep -o -E -e '-[-a-z]+')
	done
}

offers_recipes() {
	# shellcheck disable=SC2046 # one a word
	offers 'uprobecap run ' $(ls share/uprobecap/recipes)
	offers 'uprobecap run op' openat
	offers 'uprobecap run openat --time m' mono
}

offers_files() {
	mkdir "$workspace/folder"
	touch "$workspace/folder/hits" "$workspace/folder/other hits"
	offers "uprobecap report $workspace/folder/" "$workspace/folder/hits" "$workspace/folder/other hits"
	offers "uprobecap list $workspace/folder/h" "$workspace/folder/hits"
	offers "uprobecap read -o $workspace/folder/h" "$workspace/folder/hits"
	offers "uprobecap offset $workspace/folder/h" "$workspace/folder/hits"
	offers "uprobecap record 'p a:b' -o $workspace/folder/h" "$workspace/folder/hits"
	offers "uprobecap trace 'p a:b' -- cat $workspace/folder/h" ""
	offers "uprobecap trace 'p a:b' --time " wall mono delta
	offers "uprobecap report --time m" mono
}

offers_functions() {
	offers 'uprobecap offset build/targets/add:ad' add
	completes 'uprobecap offset /usr/bin/bash:' | grep -q -x readline || echo "no readline"
	completes 'uprobecap offset build/targets/add:ad' ' ' | grep -q -x 'build/targets/add:add' ||
		echo "not where the shell does not break words at a colon"
	completes 'uprobecap offset build/targets/add:' | while read -r name; do
		"$program" offset "build/targets/add:$name" >/dev/null || echo "$name has no offset"
	done
}

# Names are whatever the maker of the file liked.
runs_no_names() {
	echo 'void evil(void) { } void evil_not(void) { }' >"$workspace/names.c"
	gcc -c -fPIC -o "$workspace/names.o" "$workspace/names.c" || return
	# shellcheck disable=SC2016 # the shell shall not
	objcopy --redefine-sym 'evil=evil$(touch ran)`touch ran`' "$workspace/names.o" || return
	gcc -shared -o "$workspace/names.so" "$workspace/names.o" || return
	nm "$workspace/names.so" | grep -q touch || echo "the name is not in the file"
	offers "uprobecap offset $workspace/names.so:ev" evil_not
	[ ! -e ran ] || { rm ran; echo "a name was run"; }
}

check "the commands" offers_commands
check "the options of each command" offers_options
check "recipes" offers_recipes
check "files" offers_files
check "the functions of a file" offers_functions
check "names in a file are not run" runs_no_names
done_checking

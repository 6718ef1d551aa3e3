#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap run: which recipes it finds, and what it says of those that are wrong. What
# they capture is for tests/vm/userspace/run.t.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"
make_workspace

program=build/uprobecap
recipes=$workspace/uprobecap/recipes
mkdir -p "$recipes"
export XDG_CONFIG_HOME="$workspace"

run() { # ARGUMENT...: what it says, its exit code last
	status=0
	"$program" run "$@" 2>&1 || status=$?
	echo "exit $status"
}

own_are_ours() {
	"$program" run --list >"$workspace/list" || return
	for recipe in share/uprobecap/recipes/*; do
		grep -q "^${recipe##*/} *  [a-z].*" "$workspace/list" || echo "no ${recipe##*/}"
	done
	grep 'cannot run' "$workspace/list" || :
}

users_come_first() {
	printf 'summary other sums\nprobe p {file}:add\n' >"$recipes/add"
	printf 'summary one more\nprobe p {file}:add\n' >"$recipes/more"
	touch "$recipes/more~" "$recipes/.hidden"
	"$program" run --list >"$workspace/list" || return
	[ "$(grep -c '^add ' "$workspace/list")" = 1 ] || echo "not one add"
	grep -q '^add  *other sums$' "$workspace/list" || echo "not the user's add"
	grep -q '^more  *one more$' "$workspace/list" || echo "no more"
	grep -e '~' -e hidden "$workspace/list" || :
	rm "$recipes/add" "$recipes/more" "$recipes/more~" "$recipes/.hidden"
}

says() { # LINE WHY: of the recipe on standard input
	cat >"$recipes/wrong"
	run wrong >"$workspace/said"
	{
		echo "uprobecap: $recipes/wrong:$1: the recipe is wrong"
		echo "  $2"
		echo "  what can stand there: man 1 uprobecap, below Recipes"
		echo "exit 2"
	} | diff - "$workspace/said" || :
}

probe='summary some
file libc
probe c {file}:open path=+0($arg1):string flags=$arg2:x32 -> fd=$retval:s32'

wrong_lines() {
	says 1 "no line begins with 'sumary'" <<-END
		sumary some
	END
	says 4 "it has no line that begins with 'probe'" <<-END
		# a comment, and an empty line

		summary some
		file libc
	END
	says 1 "it has no line that begins with 'summary'" <<-END
		probe p {file}:open
	END
	says 2 "this stands there once" <<-END
		file libc
		mapped libssl
	END
	says 1 "behind the first word of a line stands more" <<-END
		summary
	END
	says 1 "the target of a probe is in {file}:" <<-END
		probe p libc:open
	END
	says 1 "it is the format of probes above it: there is none" <<-END
		format {path}
		$probe
	END
	says 1 "'O_RDONLY' is not NAME=VALUE, nor NAME=VALUE/MASK" <<-END
		flags open O_WRONLY=1/3
		  O_RDONLY
	END
}

wrong_formats() {
	while read -r format && read -r why; do
		says 4 "$why" <<-END
			$probe
			format $format
		END
	done <<-'END'
		{}
		behind { stands the name of a field
		{path
		the { of path has no }
		path}
		there is a } without its {; as a character it is }}
		{path:octl}
		there is no decoding 'octl': hex, octal, errno, or one of flags and names above
		{path[}
		between [ and ] stands a field, the length of {path[...]}
		[fd]
		behind [ stands a condition, with one of == != < > &: [fd < 0: ...]
		[fd < x: no]
		behind < stand a number and a colon: [fd < 1: ...]
		[fd < 0: [fd > 0: no]]
		a [ does not stand inside of another one
		[fd < 0: no
		there is a [ without its ]; as a character it is [[
		no]
		there is a ] without its [; as a character it is ]]
	END
}

wrong_fields() {
	says 3 "its probe has no field 'file'" <<-END
		$probe
		format {file}
	END
	says 3 "its probe has no field 'size'" <<-END
		$probe
		histogram size
	END
	says 3 "its probe has no field 'status'" <<-END
		$probe
		errno status
	END
	says 2 "its probe has no field 'latency'" <<-END
		summary some
		probe p {file}:open
		format {latency}
	END
	says 4 "three or four probes are paired: the first, a beginning, its end, and a last one" <<-END
		$probe
		pair one two
	END
	says 4 "no probe above is called 'one', as in p:one" <<-END
		$probe
		pair one two three
	END
}

# Those of the language, and of the command line, have errors of their own.
wrong_probes() {
	printf 'summary some\nprobe p {file}:open path=$arg9\n' >"$recipes/wrong"
	run wrong >"$workspace/said"
	grep -q -x "uprobecap: $recipes/wrong:2: the recipe is wrong" "$workspace/said" || cat "$workspace/said"
	grep -q -x '  no register carries this argument.*' "$workspace/said" || cat "$workspace/said"
	grep -q -x ' *p FILE:open path=$arg9' "$workspace/said" || cat "$workspace/said"
	grep -q -x 'exit 2' "$workspace/said" || cat "$workspace/said"
}

wrong_options() {
	says 4 "--strct is not an option of it" <<-END
		$probe
		option --strct
	END
	says 4 "'nobody' is not the number of a user (id -u NAME), at most 64 times" <<-END
		$probe
		option --strict
		  -u nobody
	END
}

lists_the_wrong() {
	echo wrong >"$recipes/wrong"
	"$program" run --list | grep -q -x "wrong  *cannot run: $recipes/wrong:1: the recipe is wrong" ||
		echo "not listed"
}

check "its own recipes can run" own_are_ours
check "those of the user come first" users_come_first
check "lines that are wrong" wrong_lines
check "formats that are wrong" wrong_formats
check "fields that are not there" wrong_fields
check "probes that are wrong" wrong_probes
check "options that are wrong" wrong_options
check "--list names those that cannot run" lists_the_wrong
done_checking

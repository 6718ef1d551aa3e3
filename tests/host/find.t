#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Functions whose names a file does not have itself: in debug information that is kept
# elsewhere, in other languages, with versions. Beside what compiler and linker say.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"
make_workspace

program=$top/build/uprobecap
unset DEBUGINFOD_URLS

# hidden() has a name in .symtab only.
make_parts() {
	cat >"$workspace/parts.c" <<-END
		__attribute__((noinline)) static int hidden(int a) { return a * 7; }
		int shown(int a) { return hidden(a) + 1; }
		int main(int argc, char **argv) { (void)argv; return shown(argc); }
	END
	gcc -O1 -g -fno-ipa-cp -rdynamic -Wl,--build-id -o "$workspace/whole" "$workspace/parts.c" || return
	strip -s -o "$workspace/stripped" "$workspace/whole"
	where=$("$program" offset "$workspace/whole:hidden")
}

expects() { # OFFSET BINARY:NAME
	got=$("$program" offset "$2" 2>&1) || :
	[ "$got" = "$1" ] || echo "$2: $got instead of $1"
}

lacks_names() {
	! "$program" offset "$workspace/stripped:hidden" >"$workspace/said" 2>&1 || echo "it was found"
	grep -q 'has no function hidden' "$workspace/said" || cat "$workspace/said"
	expects "$("$program" offset "$workspace/whole:shown")" "$workspace/stripped:shown"
}

follows_link() {
	mkdir -p "$workspace/link/.debug"
	objcopy --only-keep-debug "$workspace/whole" "$workspace/link/.debug/link.debug"
	objcopy --add-gnu-debuglink="$workspace/link/.debug/link.debug" --remove-section=.note.gnu.build-id \
		"$workspace/stripped" "$workspace/link/stripped"
	expects "$where" "$workspace/link/stripped:hidden"
	"$program" list "$workspace/link/stripped" 'hid*' | grep -q ' hidden$' || echo "not listed"
}

# In a view of the machine where /usr/lib/debug is ours.
follows_build_id() {
	id=$(readelf -n "$workspace/whole" | sed -n 's/.*Build ID: //p')
	folder=$workspace/debug/.build-id/$(echo "$id" | cut -c 1-2)
	mkdir -p "$folder" /usr/lib/debug
	objcopy --only-keep-debug "$workspace/whole" "$folder/$(echo "$id" | cut -c 3-).debug"
	# shellcheck disable=SC2016 # of the inner shell
	got=$(unshare --mount sh -c 'mount --bind "$1" /usr/lib/debug && "$2" offset "$3"' \
		sh "$workspace/debug" "$program" "$workspace/stripped:hidden" 2>&1)
	[ "$got" = "$where" ] || echo "$got instead of $where"
}

unpacks_symbols() {
	objcopy -S --remove-section=.text --keep-symbol=hidden "$workspace/whole" "$workspace/mini" 2>/dev/null
	objcopy --only-keep-debug "$workspace/whole" "$workspace/mini"
	objcopy -S --keep-symbol=hidden --remove-section='.debug*' "$workspace/mini" "$workspace/mini"
	xz -f "$workspace/mini"
	objcopy --add-section .gnu_debugdata="$workspace/mini.xz" "$workspace/stripped" "$workspace/packed"
	expects "$where" "$workspace/packed:hidden"
}

# A server of debuginfod is anything that serves /buildid/ID/debuginfo.
asks_server() {
	id=$(readelf -n "$workspace/whole" | sed -n 's/.*Build ID: //p')
	mkdir -p "$workspace/served/buildid/$id"
	objcopy --only-keep-debug "$workspace/whole" "$workspace/served/buildid/$id/debuginfo"
	got=$(DEBUGINFOD_URLS="file://$workspace/served" DEBUGINFOD_CACHE_PATH="$workspace/cache" \
		"$program" offset "$workspace/stripped:hidden" 2>&1) || :
	[ "$got" = "$where" ] || echo "$got instead of $where"
}

finds_cplusplus() {
	cat >"$workspace/shape.cc" <<-END
		namespace shape {
		struct box {
			int side;
			__attribute__((noinline)) int grow(int by, const char *why) { return side += by + *why; }
			__attribute__((noinline)) bool operator<(const box &other) const { return side < other.side; }
		};
		template <typename T> __attribute__((noinline)) T twice(T value) { return value + value; }
		}
		int main(int argc, char **argv)
		{
			shape::box one = { argc };
			return one.grow(3, argv[0]) + (one < one) + shape::twice<int>(argc) + (int)shape::twice<long>(argc);
		}
	END
	g++ -O1 -o "$workspace/shape" "$workspace/shape.cc" || return
	nm -C "$workspace/shape" >"$workspace/names"
	for name in 'shape::box::grow' 'shape::box::grow(int, char const*)' 'shape::box::operator<' \
		'shape::twice<int>' 'shape::twice<long>(long)'; do
		address=$(grep -F " ${name%%(*}" "$workspace/names" | grep -F "$name" | cut -d ' ' -f 1)
		symbol=$(nm "$workspace/shape" | sed -n "s/^$address . //p")
		expects "$("$program" offset "$workspace/shape:$symbol")" "$workspace/shape:$name"
	done
	"$program" list "$workspace/shape" 'shape::box::*' | grep -q ' shape::box::grow(int, char const\*)$' ||
		echo "not listed"
	"$program" list --json "$workspace/shape" 'shape::twice<int>' |
		grep -q '"name":"_ZN5shape5twiceIiEET_S1_","readable":"shape::twice<int>(int)"' || echo "not in JSON"
}

# Functions that rustc has named, in its newer and its older way; it need not be here.
finds_rust() {
	cat >"$workspace/rust.c" <<-'END'
		int grow(int by) __asm__("_RNvMNtCsbFYJioi4cCO_2rs5shapeNtB2_4Area4grow");
		int name(int by) __asm__("_ZN52_$LT$rs..shape..Area$u20$as$u20$rs..shape..Named$GT$4name17h3e2f8e8a3e1d0ae3E");
		int grow(int by) { return by + 3; }
		int name(int by) { return by * 3; }
		int main(int argc, char **argv) { (void)argv; return grow(argc) + name(argc); }
	END
	gcc -O1 -fno-inline -o "$workspace/rust" "$workspace/rust.c" || return
	for name in '<rs::shape::Area>::grow' '<rs::shape::Area as rs::shape::Named>::name'; do
		address=$(nm --demangle "$workspace/rust" | sed -n "s/^\([0-9a-f]*\) T $name\$/\1/p")
		"$program" explain "p $workspace/rust:$name" | grep -q "address 0x${address##*0000}," || echo "not $name"
	done
	"$program" list "$workspace/rust" '*shape*' | grep -q ' <rs::shape::Area>::grow$' || echo "not listed"
	! "$program" offset "$workspace/rust:rs::shape::Area::grow" >"$workspace/said" 2>&1 || echo "it was found"
	grep -q 'near: <rs::shape::Area>::grow' "$workspace/said" || cat "$workspace/said"
}

finds_versions() {
	echo 'int old(void) { return 1; } int fresh(void) { return 2; }
		__asm__(".symver old, what@V1"); __asm__(".symver fresh, what@@V2");' >"$workspace/versions.c"
	echo 'V1 { global: what; local: *; }; V2 { global: what; };' >"$workspace/versions.map"
	gcc -shared -fPIC -O1 -Wl,--version-script="$workspace/versions.map" -o "$workspace/versions.so" \
		"$workspace/versions.c" || return
	old=$("$program" offset "$workspace/versions.so:old")
	fresh=$("$program" offset "$workspace/versions.so:fresh")
	[ "$old" != "$fresh" ] || echo "one is where the other is"
	for file in versions.so versions-stripped.so; do
		expects "$fresh" "$workspace/$file:what"
		expects "$fresh" "$workspace/$file:what@V2"
		expects "$fresh" "$workspace/$file:what@@V2"
		expects "$old" "$workspace/$file:what@V1"
		"$program" list "$workspace/$file" what | sed 's/.* //' | sort | tr '\n' ' ' | grep -q -x 'what what@V1 ' ||
			echo "list has others"
		strip -s -o "$workspace/versions-stripped.so" "$workspace/versions.so"
	done
}

# Each function that the file describes is there, and can be traced so.
describes_functions() {
	sed '/^#/d' share/uprobecap/prototypes | while read -r name fields; do
		case $name in
		\[*) library=${name#?} library=${library%?} ;;
		*)
			! "$program" list "$library" >/dev/null 2>&1 ||
				"$program" explain "$library:$name" 2>&1 | grep -q -x -F "  probe        c $fields" ||
				echo "not $library:$name"
			;;
		esac
	done
	"$program" explain libc:open | grep -q -F 'path=+0($arg1):string' || echo "not even open"
}

make_parts
check "a stripped file has the names of .dynsym only" lacks_names
check "names of a file that .gnu_debuglink names" follows_link
check "names of a file that the build-id names" follows_build_id
check "names of .gnu_debugdata" unpacks_symbols
check "names that debuginfod serves" asks_server
check "names of C++" finds_cplusplus
check "names of Rust" finds_rust
check "versions of a name, in both tables" finds_versions
check "what share/uprobecap/prototypes says of libraries" describes_functions
done_checking

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Fields that are named as in the source, in each form that debug information has had,
# and in C++.
set -eu
# shellcheck source=../lint/lib.sh
. "$(dirname "$0")/../lint/lib.sh"
make_workspace

program=$top/build/uprobecap
unset DEBUGINFOD_URLS

says() { # SPEC TEXT: the module would be told this
	got=$("$program" explain "$1" 2>&1) || :
	echo "$got" | grep -q -x -F "  probe        $2" || echo "$got"
}

# In one unit part of a type is declared only, and another one has it.
write_c() {
	cat >"$workspace/draw.c" <<-END
		struct hidden;
		struct widget { struct { int width; } size; struct hidden *hidden; unsigned low : 3, high : 7; };
		__attribute__((noipa)) long draw(struct widget *w) { return w->size.width + w->low + w->high; }
		int main(void) { struct widget w = { { 1 }, 0, 2, 3 }; return draw(&w); }
	END
	cat >"$workspace/hidden.c" <<-END
		struct hidden { long one; short other; };
		struct hidden hidden;
	END
}

knows_form() { # FLAG...
	gcc -O1 "$@" -o "$workspace/draw" "$workspace/draw.c" "$workspace/hidden.c" || return
	# shellcheck disable=SC2016 # of the probe
	says "p $workspace/draw:draw w->size.width w->hidden->other w->low w->high" \
		'p width=+0($arg1):s32 other=+8(+8($arg1)):s16 low=+16($arg1):b3@0/8 high=+16($arg1):b7@3/16'
}

# Each unit has its part in a file of its own.
knows_split() {
	(cd "$workspace" && gcc -O1 -g -gsplit-dwarf -o split draw.c hidden.c) || return
	# shellcheck disable=SC2016
	says "p $workspace/split:draw w->size.width w->high" 'p width=+0($arg1):s32 high=+16($arg1):b7@3/16'
}

# As other compilers leave it.
knows_without_ranges() {
	gcc -O1 -g -o "$workspace/whole" "$workspace/draw.c" "$workspace/hidden.c" || return
	objcopy --remove-section=.debug_aranges "$workspace/whole" "$workspace/without"
	# shellcheck disable=SC2016
	says "p $workspace/without:draw w->size.width" 'p width=+0($arg1):s32'
	# shellcheck disable=SC2016
	says "$workspace/without:draw" 'c w=$arg1:x64 -> retval=$retval:s64'
}

knows_lines() {
	gcc -O1 -g -o "$workspace/lines" "$workspace/draw.c" "$workspace/hidden.c" || return
	# shellcheck disable=SC2016
	says "p $workspace/lines:draw.c:3 w->low" 'p low=+16($arg1):b3@0/8'
	! "$program" explain "p $workspace/lines:draw+3 w->low" >"$workspace/said" 2>&1 || echo "draw+3 was taken"
	grep -q 'no function begins there' "$workspace/said" || cat "$workspace/said"
}

# shellcheck disable=SC2016
knows_cplusplus() { # FLAG...
	cat >"$workspace/shape.cc" <<-END
		namespace shape {
		enum class Colour : unsigned char { Red, Green = 200 };
		struct Base { int id; };
		struct Box : Base {
			static int count;
			int side;
			Colour colour;
			const char *name;
			__attribute__((noipa)) int grow(Colour c, const Base &other, int &by)
			{
				colour = c;
				return side += by + other.id;
			}
		};
		int Box::count;
		template <class T> struct Pair { T one, *other; };
		__attribute__((noipa)) int sum(Pair<Box> &pair) { return pair.one.side + pair.other->side; }
		}
		int main(int argc, char **argv)
		{
			shape::Box box = { { 1 }, argc, shape::Colour::Red, argv[0] };
			shape::Pair<shape::Box> pair = { box, &box };
			return box.grow(shape::Colour::Green, box, argc) + shape::sum(pair);
		}
	END
	g++ -O1 "$@" -o "$workspace/shape" "$workspace/shape.cc" || return
	says "p $workspace/shape:shape::Box::grow this->side this->id this->name c other.id by" \
		'p side=+4($arg1):s32 id=+0($arg1):s32 name=+0(+16($arg1)):string c=$arg2:u8 +0($arg3):s32 by=+0($arg4):s32'
	says "p $workspace/shape:shape::sum pair.one.colour pair.other->side" \
		'p colour=+8($arg1):u8 side=+4(+24($arg1)):s32'
	! "$program" explain "p $workspace/shape:shape::Box::grow this->count" >"$workspace/said" 2>&1 || echo "count was taken"
	grep -q 'no member count; it has id, side, colour, name' "$workspace/said" || cat "$workspace/said"
}

write_c
for form in 2 3 4 5; do
	check "DWARF $form" knows_form -g -gdwarf-$form -gstrict-dwarf
done
check "types in units of their own" knows_form -g -fdebug-types-section
check "optimised as a whole" knows_form -g -flto
check "in several files" knows_split
check "without a table of ranges" knows_without_ranges
check "lines where a function begins" knows_lines
check "C++" knows_cplusplus -g
check "C++ with types in units of their own" knows_cplusplus -gdwarf-4 -fdebug-types-section
done_checking

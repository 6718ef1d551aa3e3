#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Programs of 32 bits on the kernel of 64: arguments on the stack, pointers of 4 bytes.
. "$LIB"

narrow=$TARGETS/narrow

fields() { # TYPE
	sed -n "s/^{\"type\":\"$1\".*\"fields\":{\(.*\)}}\$/\1/p" stream.json
}

capture() { # TYPE FUNCTION ENTRY RETURN: the fields
	load "filename=$narrow" "offset=$(offset_of "$narrow:$2")" "type=$1" ${3:+"args=\"$3\""} \
		${4:+"retargs=\"$4\""} || return
	"$narrow"
	drain stream
	unload
	case $1 in
	p) fields entry ;;
	r) fields return ;;
	*) fields call ;;
	esac
}

"$narrow" 2>why
status=$?
if [ $status != 4 ]; then
	like "$(cat why)" 'Exec format error' "a kernel that runs no programs of 32 bits says so"
	skip "programs of 32 bits" "this kernel does not run them"
	done_testing
	exit 0
fi

# shellcheck disable=SC2016 # the probe's own $
{
	is "$(capture p take 'n=$arg1:s32 all=$arg1 low=$arg1:u8 stacked=$stack1:s32 last=$arg6:x32' | sed -n 1p)" \
		'"n":-2,"all":4294967294,"low":254,"stacked":-2,"last":1074003968' "arguments are words of the stack"
	is "$(capture p take 'w=+20($stack):f64 last=$stack7:u32' | sed -n 1p)" '"w":2.5,"last":4294967280' \
		"a float among them"
	is "$(capture p take 'text=+0(+4($arg3)):string next=+0(+4(+8($arg3))):string n=+0($arg3):s32' | sed -n 1p)" \
		'"text":"first","next":"second","n":0' "pointers of 4 bytes"
	is "$(capture p take 'texts=+0($arg4):string[2] no=+0(+0($arg3)):string' | sed -n 1p)" \
		'"texts":["one","two"],"no":{"error":"fault"}' "and arrays of them"
	is "$(capture r take '' 'n=$retval:s32' | tr '\n' ' ')" '"n":-2 "n":2 ' "what it returns"
	is "$(capture c take 'n=$arg1:s32 before=+0($arg2):bytes[4]' \
		'r=$retval:s32 again=$arg1:s32 last=$arg6:u32 data=+0($arg2):bytes[$retval]' | tr '\n' ' ')" \
		'"n":-2,"before":"....","r":-2,"again":-2,"last":1074003968,"data":"" "n":2,"before":"ab..","r":2,"again":2,"last":1074003968,"data":"ab" ' \
		"a call, with the arguments of its entry at its return"
	is "$(capture p take 'n=$arg1:s32 if n > 0')" '"n":2' "a filter on one"
	is "$(capture c take 'n=$arg1:s32' 'if n > 0')" '"n":2' "and of a call"
	is "$(capture c part 'n=$arg2:s32' 'half=+0($retval):s32' | tr '\n' ' ')" '"n":7,"half":3 "n":9,"half":4 ' \
		"a call that takes its argument off the stack"
	decode stream
	is "$(account 1)" "hits=2 delivered=2" "is joined with its entry"
	is "$(capture c lone 'n=$arg1:s32 no=$arg2:s32' 'r=$retval:s32 again=$arg1:s32 none=$arg2:s32')" \
		'"n":77,"no":{"error":"fault"},"r":78,"again":77,"none":{"error":"fault"}' \
		"an argument that was not there is told as that, at the return, too"
	is "$(capture c descend 'n=$arg1:s32' 'r=$retval:s32' | tr '\n' ' ')" \
		'"n":0,"r":0 "n":1,"r":1 "n":2,"r":2 "n":3,"r":3 "n":4,"r":4 ' "recursion"
	decode stream
	is "$(account 1)" "hits=5 delivered=5" "the ledger"
}

done_testing

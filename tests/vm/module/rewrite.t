#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A file under a probe cannot be rewritten, as libraries can be else, but replaced. Who has
# it mapped executes what was there, or what is there, and no mixture.
# kernels: one
. "$LIB"

site=$(offset_of "$TARGETS/add:add")
cp "$TARGETS/add" code
mkfifo lines
"$TARGETS/rewritten" code "$site" <lines >said &
traced=$!
exec 4>lines

has_answers() { # NUMBER
	[ "$(wc -l <said)" -ge "$1" ]
}

call() { # prints what comes back
	before=$(wc -l <said)
	echo >&4
	wait_for 10 has_answers $((before + 1)) && tail -n 1 said
}

rewrite() { # FILE: lea 1(%rdi,%rsi,1), %eax; ret
	printf '\215\104\067\001\303' | dd of="$1" bs=1 seek=$((site)) conv=notrunc status=none
}

load "filename=$PWD/code" "offset=$site" type=c 'args="a=%di:s32 b=%si:s32"' 'retargs=sum=%ax:s32'
is "$(call)" 3 "armed: the program's own result"
fails "nobody can write to the file" 1 rewrite code
like "$(cat "$STATE/output")" 'Text file busy' "as with one that runs"
fails "nor cut it off" 1 truncate -s 0 code
is "$(call)" 3 "the program's own result again"
drain stream
is "$(grep -c '"a":1,"b":2,"sum":3' stream.json)" 2 "each call is a hit"
unload
ok "disarmed, it can be written to" rewrite code
like "$(call)" '^[34]$' "who had the breakpoint has the code that was there, or the new one, whole"

load "filename=$PWD/code" "offset=$site" type=c 'args=a=%di:s32' 'retargs=sum=%ax:s32'
"$TARGETS/rewritten" code "$site" <<-EOF >probed
	call
EOF
is "$(cat probed)" 4 "armed anew: another program has the new code"
like "$(call)" '^[34]$' "and the first one still has either, whole"

# As packages do it: the probe stays with the old file.
cp "$TARGETS/add" new
mv new code
"$TARGETS/rewritten" code "$site" <<-EOF >replaced
	call
EOF
is "$(cat replaced)" 3 "replaced by another: its own result"
drain stream
is "$(ledger 1 hits)" 2 "which is no hit"
unload

# Who has it open for writing already is not in the way, and nobody is in his.
exec 5<>code
load "filename=$PWD/code" "offset=$site" type=p
ok "armed while somebody writes" rewrite code
unload
ok "and again behind it" rewrite code
exec 5>&-
load "filename=$PWD/code" "offset=$site" type=p
fails "but not when he has ended" 1 rewrite code
unload
exec 4>&-
ok "the program ends as it would alone" wait $traced

done_testing

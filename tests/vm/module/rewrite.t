#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A file that is rewritten under a probe, as libraries can be, or replaced by another. Who
# has it mapped executes what was there, or what is there, and no mixture.
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
	wait_for 10 has_answers $((before + 1))
	tail -n 1 said
}

rewrite() { # FILE: lea 1(%rdi,%rsi,1), %eax; ret
	printf '\215\104\067\001\303' | dd of="$1" bs=1 seek=$((site)) conv=notrunc 2>/dev/null
}

load "filename=$PWD/code" "offset=$site" type=c 'args="a=%di:s32 b=%si:s32"' 'retargs=sum=%ax:s32'
is "$(call)" 3 "armed: the program's own result"
ok "the file is rewritten under the probe" rewrite code
is "$(call)" 3 "who has the breakpoint has the code that was there"
drain stream
is "$(account 1)" "hits=2 delivered=2" "each call is a hit"
is "$(grep -c '"a":1,"b":2,"sum":3' stream.json)" 2 "with its result"
unload
like "$(call)" '^[34]$' "disarmed: the code that was there, or the new one, whole"

# Behind it, a probe takes the new code for what it is.
"$TARGETS/rewritten" code "$site" <<-EOF >alone
	call
EOF
is "$(cat alone)" 4 "another program has the new code"
load "filename=$PWD/code" "offset=$site" type=c 'args=a=%di:s32' 'retargs=sum=%ax:s32'
"$TARGETS/rewritten" code "$site" <<-EOF >probed
	call
EOF
is "$(cat probed)" 4 "armed, too"
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
exec 4>&-
ok "the program ends as it would alone" wait $traced

done_testing

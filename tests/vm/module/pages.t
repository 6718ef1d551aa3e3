#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Strings on pages that are not in memory, or never will be, or go while they are read. The
# program finds them as it would alone; nobody waits for long, whoever else is hit or ends.
. "$LIB"

pages=$TARGETS/pages
late=$TARGETS/late
take=$(offset_of "$pages:take")

capture() { # WAY: what the program says
	load "filename=$pages" "offset=$take" ring_kb=4096 type=c 'args="n=%di:s32 text=+0(%si):string"' 'retargs=r=$retval:s32'
	"$pages" "$@" >said || echo "exit code $?" >>said
	drain stream
	unload
	sed -n 's/^{"type":"call".*"text":\(.*\),"r":.*/\1/p' stream.json | sort | uniq -c |
		sed 's/^ *//' | tr '\n' ' '
}

reads() { # WAY THERE-OR-AWAY TEXT CAPTURED
	is "$(capture "$1")" "$4" "$1: what is captured"
	is "$(cat said)" "$2 $3" "$1: what the program finds"
	decode stream
	is "$(account 1)" "hits=2 delivered=2" "$1: the ledger"
}

missing='{"error":"fault"}'
reads evicted away text '2 "text" '
reads dropped away '' '2 "" '
reads truncated away - "2 $missing "
reads protected there - "2 $missing "
reads unserved away - "2 $missing "

is "$(capture unmapped)" "1 \"first\" 2 $missing " "unmapped: what is captured"
is "$(cat said)" "away -" "unmapped: what the program finds"
is "$(capture moved)" "1 \"first\" 2 \"text\" 2 $missing " "moved: what is captured"
is "$(tr '\n' ' ' <said)" "there text away - " "moved: what the program finds"

if [ -e /sys/kernel/mm/transparent_hugepage ]; then
	reads huge there text '2 "text" '
else
	skip "huge: what is captured" "this kernel has no huge pages"
fi

dd if=/dev/zero of=swap bs=1M count=8 2>/dev/null
chmod 600 swap
if mkswap swap >/dev/null && swapon swap 2>/dev/null; then
	reads swapped away text '2 "text" '
else
	skip "swapped: what is captured" "this kernel has no swap"
fi

count=$((6000 / PATIENCE))
capture races $count >/dev/null
is "$(cat said)" "$count calls" "races: the program's own results"
texts=$(sed -n 's/^{"type":"call".*"text":\(.*\),"r":.*/\1/p' stream.json | sort | uniq -c)
diag "$(echo "$texts" | sed 's/"x\(x*\)"/"x" and more/' | awk '{ sum[$2 $3 $4 $5] += $1 }
	END { for (text in sum) print sum[text], text }')"
is "$(echo "$texts" | grep -v -x -E ' *[0-9]+ ("x{0,300}"|\{"error":"fault"\})')" "" \
	"races: nothing but what was there, or that it was not"
ok "races: the page was there, and was not" test "$(echo "$texts" | grep -c .)" -gt 1
is "$(ledger 1 hits) $(ledger 1 delivered)" "$((count + 1)) $((count + 1))" "races: each call is a hit, and was looked at"
balances 1 "races"

# A disk that takes eight seconds for a page: each of the two hits waits for one of them.
mkdir groups
mount -t cgroup2 none groups
if grep -q -w io groups/cgroup.controllers; then
	echo +io >groups/cgroup.subtree_control
	mkdir groups/slow
	for disk in /sys/block/nvme*/dev; do
		echo "$(cat "$disk") rbps=512" >groups/slow/io.max
	done
	is "$(echo 0 >groups/slow/cgroup.procs && capture evicted)" "2 $missing " "a slow disk: what is captured"
	is "$(cat said)" "away text" "a slow disk: what the program finds"
	decode stream
	waited=$(sed -n 's/^{"type":"call".*"time":\([0-9]*\),.*/\1/p' stream.json | paste -s -d - | awk -F - '{ print int(($2 - $1) / 1000000) }')
	ok "a slow disk: a hit waits for a second ($waited ms)" test "$waited" -ge 900 -a "$waited" -lt 3000
else
	skip "a slow disk: what is captured" "this kernel limits no disk"
fi
umount groups

# A program serves the file, and does not answer for ten seconds.
if load_kernel_module fuse; then
	mkdir served
	load "filename=$TARGETS/fused" "offset=$(offset_of "$TARGETS/fused:take")" type=p 'args="n=%di:s32 text=+0(%si):string"'
	"$TARGETS/fused" served >said
	diag "$(cat said)"
	ok "FUSE: nobody waits for the program that serves it" test "$(sed 's/ ms$//' said)" -lt $((3000 * PATIENCE))
	drain stream
	unload
	is "$(grep -c '"text":{"error":"fault"}' stream.json)" 2 "FUSE: and it is told"
	load "filename=$late" "offset=$(offset_of "$late:take")" type=p
	"$TARGETS/fused" served /dev/uprobecap >said &
	reader=$!
	wait_for 5 grep -q reads said
	sleep 0.2
	ok "a reader whose memory is served does not hold up others" uprobecap status
	says '^boot session .* probes unknown, for its reader is stuck$' "who are told"
	ok "as JSON, too" uprobecap status --json
	says '^\{"type":"owner",.*"since":[0-9]+\}$' "of probes it says nothing"
	wait $reader
	ok "it goes on in the end" uprobecap status
	says '^boot session .* probes 1$' "and is looked at"
	unload
else
	skip "FUSE: nobody waits for the program that serves it" "this kernel has no FUSE"
fi

# Nobody ever serves the page. Another program goes on; close, Ctrl-C and rmmod take no time.
ms() {
	sed -n 's/^clock //p' said | tail -n 1
}
load
"$late" >/dev/null &
first=$!
"$late" >/dev/null &
second=$!
"$TARGETS/client" <<-EOF >said
	target $late
	sites $(offset_of "$late:take")
	add p text=+0(%di):string
	enable
	run sleep 0.5
	clock
	disable
	clock
	ledgers
	enable
	run kill -9 $first
	ledgers
	run sleep 0.5
	ledgers
	close
EOF
hits() { # NUMBER: of the ledger
	sed -n 's/^ledger 1 hits=\([0-9]*\) .*/\1/p' said | sed -n "$1p"
}
ok "nobody waited: $(hits 1) hits in half a second" test "$(hits 1)" -gt 20
ok "disarmed at once ($(ms) ms)" test "$(ms)" -lt $((3000 * PATIENCE))
like "$(cat said)" '^ledger 1 hits=.* balanced$' "and each hit is counted"
ok "the other program goes on" test $(($(hits 3) - $(hits 2))) -gt 20
start=$(date +%s)
timeout -s INT $((5 * PATIENCE)) uprobecap trace "p $late:take text=+0(%di):string" >traced 2>&1
ok "Ctrl-C ends the capture" test $(($(date +%s) - start)) -lt $((15 * PATIENCE))
like "$(tail -n 5 traced)" 'balanced$' "with its ledger"
like "$(head -n 5 traced)" 'text=\(fault\)' "which says that the page was not there"
ok "rmmod at once" unload
kill -USR1 $second
ok "the program ends as it would alone" wait $second

done_testing

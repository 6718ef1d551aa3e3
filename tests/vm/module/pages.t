#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Strings on pages that are not in memory, or never will be, or go while they are read. The
# program finds them as it would alone; nobody waits for long, whoever else is hit or ends.
# timeout: 240
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
reads below away - "2 $missing "

is "$(capture unmapped)" "1 \"first\" 2 $missing " "unmapped: what is captured"
is "$(cat said)" "away -" "unmapped: what the program finds"
is "$(capture moved)" "1 \"first\" 2 \"text\" 2 $missing " "moved: what is captured"
is "$(tr '\n' ' ' <said)" "there text away - " "moved: what the program finds"

# The kernel has none by itself where memory is small.
if [ -e /sys/kernel/mm/transparent_hugepage ]; then
	echo madvise >/sys/kernel/mm/transparent_hugepage/enabled
	reads huge there text '2 "text" '
else
	skip "huge: what is captured" "this kernel has no huge pages"
fi

if [ -e /proc/swaps ]; then
	dd if=/dev/zero of=swap bs=1M count=8 2>/dev/null
	chmod 600 swap
	mkswap swap >/dev/null
	ok "memory can be swapped out" swapon swap
	reads swapped away text '2 "text" '
	reads zero away text '2 "text" '
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

now() { # in ms
	date +%s%3N
}

is_hit() {
	drain stream
	[ "$(ledger 1 hits)" -gt 0 ]
}

waited() { # from the time of one call to that of the other, in ms
	sed -n 's/^{"type":"call".*"time":\([0-9]*\),.*/\1/p' stream.json |
		paste -s -d ' ' | awk '{ print int(($2 - $1) / 1000000) }'
}

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
	ok "a slow disk: a hit waits for a second ($(waited) ms)" test "$(waited)" -ge 900 -a "$(waited)" -lt 3000
	# On some kernels the pages around each make up for it, and it goes on to read ahead.
	captured=$(echo 0 >groups/slow/cgroup.procs && capture scattered)
	is "$captured" "2 $missing " "many misses on it: what is captured"
	is "$(cat said)" "away text" "many misses on it: what the program finds"
	ok "many misses on it: a hit waits no longer ($(waited) ms)" test "$(waited)" -lt 3000
	load "filename=$pages" "offset=$take" ring_kb=4096 type=c 'args="n=%di:s32"' 'retargs="text=+0($arg2):string"'
	(echo 0 >groups/slow/cgroup.procs && "$pages" evicted >said)
	drain stream
	unload
	latency=$(sed -n 's/^{"type":"call".*"latency_ns":\([0-9]*\),.*/\1/p' stream.json | sort -n | tail -n 1)
	ok "a slow disk: what a return waits is not the call's time ($((latency / 1000000)) of $(waited) ms)" \
		test "$latency" -lt 500000000 -a "$(waited)" -ge 900
	# Who wants the probe gone waits for a hit that waits, and no longer.
	load "filename=$pages" "offset=$take" type=p 'args="text=+0(%si):string"'
	(echo 0 >groups/slow/cgroup.procs && exec "$pages" evicted >said) &
	target=$!
	ok "a slow disk: a hit waits" wait_for 10 is_hit
	start=$(now)
	# Meanwhile the module is in use, and rmmod says so at once.
	ok "rmmod" wait_for 5 unload
	ok "takes no longer ($(($(now) - start)) ms)" test $(($(now) - start)) -lt $((5000 * PATIENCE))
	wait $target
	is "$(cat said)" "away text" "what the program finds behind it"
	load
	uprobecap trace "p $pages:take text=+0(%si):string" >traced 2>&1 &
	tracer=$!
	is_armed() {
		uprobecap status | grep -q 'session.* probes 1$'
	}
	ok "a capture of it" wait_for 10 is_armed
	(echo 0 >groups/slow/cgroup.procs && exec "$pages" evicted >said) &
	target=$!
	ok "a slow disk: the first hit is told" wait_for 10 grep -q 'text=(fault)' traced
	start=$(now)
	kill -INT $tracer
	wait $tracer
	ok "Ctrl-C takes no longer ($(($(now) - start)) ms)" test $(($(now) - start)) -lt $((5000 * PATIENCE))
	like "$(tail -n 5 traced)" 'balanced$' "with its ledger"
	wait $target
	is "$(cat said)" "away text" "what the program finds behind that"
	unload
else
	skip "a slow disk: what is captured" "this kernel limits no disk"
fi
umount groups

# A program serves the file, and does not answer for a minute. Two hits that wait would take 2 s.
if load_kernel_module fuse; then
	mkdir served
	for way in alone ahead; do
		load "filename=$TARGETS/fused" "offset=$(offset_of "$TARGETS/fused:take")" type=p 'args="n=%di:s32 text=+0(%si):string"'
		"$TARGETS/fused" served $way >said
		ok "FUSE, $way: nobody waits for the program that serves it ($(cat said))" \
			test "$(sed 's/ ms$//' said)" -lt 1900
		drain stream
		unload
		is "$(grep -c '"text":{"error":"fault"}' stream.json)" 2 "FUSE, $way: and it is told"
	done
	load "filename=$late" "offset=$(offset_of "$late:take")" type=p
	"$TARGETS/fused" served alone /dev/uprobecap >said &
	reader=$!
	wait_for 5 grep -q reads said
	sleep 0.2
	ok "a reader whose memory is served does not hold up others" uprobecap status
	says '^boot session .* probes unknown, for its reader is stuck$' "who are told"
	ok "as JSON, too" uprobecap status --json
	says '^\{"type":"owner",.*"since":[0-9]+\}$' "of probes it says nothing"
	kill -9 "$(pgrep -P $reader)"
	wait $reader
	ok "it goes on without who serves it" uprobecap status
	says '^boot session .* probes 1$' "and is looked at"
	unload
else
	skip "FUSE, alone: nobody waits for the program that serves it" "this kernel has no FUSE"
fi

# Nobody ever serves the page. Another program goes on; close, Ctrl-C and rmmod take no time.
ms() { # N: from one clock to the next
	sed -n 's/^clock //p' said | sed -n "$1p"
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
	clock
	close
	clock
EOF
hits() { # NUMBER: of the ledger
	sed -n 's/^ledger 1 hits=\([0-9]*\) .*/\1/p' said | sed -n "$1p"
}
ok "nobody waited: $(hits 1) hits in half a second" test "$(hits 1)" -gt 20
ok "disarmed at once ($(ms 2) ms)" test "$(ms 2)" -lt $((3000 * PATIENCE))
ok "closed at once ($(ms 4) ms)" test "$(ms 4)" -lt $((3000 * PATIENCE))
like "$(cat said)" '^ledger 1 hits=.* balanced$' "and each hit is counted"
ok "the other program goes on" test $(($(hits 3) - $(hits 2))) -gt 20
start=$(date +%s)
timeout -s INT $((5 * PATIENCE)) uprobecap trace "p $late:take text=+0(%di):string" >traced 2>&1
ok "Ctrl-C ends the capture" test $(($(date +%s) - start)) -lt $((15 * PATIENCE))
like "$(tail -n 5 traced)" 'balanced$' "with its ledger"
like "$(head -n 5 traced)" 'text=\(fault\)' "which says that the page was not there"
unload
load "filename=$late" "offset=$(offset_of "$late:take")" type=p 'args="text=+0(%di):string"'
ok "it is hit" wait_for 5 is_hit
start=$(date +%s)
# One of them may be waiting.
ok "rmmod under hits" wait_for 5 unload
ok "at once" test $(($(date +%s) - start)) -lt $((3 * PATIENCE))
kill -USR1 $second
ok "the program ends as it would alone" wait $second

done_testing

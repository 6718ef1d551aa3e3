# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What a test in the VM starts with: `. "$LIB"`. Tests are sh scripts that print
# TAP without numbers and without a plan; the harness counts. They run as root in
# a folder of their own.
#
#   $TREE     the project's tree
#   $TARGETS  the traced programs of tests/targets
#   $SCRIPTS  tracefs-scripts
#   $MODULE   uprobecap.ko for this kernel
#
# A test may ask for its machine in comments, with these as the defaults:
#   # cpus: 2
#   # memory: 512M
#   # timeout: 120
#   # parameters:       of the kernel, besides the harness's
#   # brings:           files of the tree, besides what boot packs for each
# and one whose subject is the same on every kernel, or that takes long to find what is wrong:
#   # kernels: one      of make check's default set; all with KERNELS=

TARGETS=$TREE/build/targets
SCRIPTS=$TREE/tracefs-scripts
MODULE=$TREE/build/modules/$(uname -r)/uprobecap.ko
export TARGETS SCRIPTS MODULE

diag() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

ok() { # NAME COMMAND...: the command succeeds
	_name=$1
	shift
	if "$@" >"$STATE/output" 2>&1; then
		echo "ok - $_name"
	else
		_status=$?
		echo "not ok - $_name"
		diag "$* failed with $_status:"
		diag "$(cat "$STATE/output")"
		return 1
	fi
}

fails() { # NAME STATUS COMMAND...: the command fails with just this exit code
	_name=$1
	_want=$2
	shift 2
	"$@" >"$STATE/output" 2>&1
	is "$?" "$_want" "$_name" || {
		diag "$*:"
		diag "$(cat "$STATE/output")"
		return 1
	}
}

is() { # GOT WANTED NAME
	if [ "$1" = "$2" ]; then
		echo "ok - $3"
	else
		echo "not ok - $3"
		diag "     got: $1"
		diag "expected: $2"
		return 1
	fi
}

like() { # TEXT REGEX NAME: some line of the text matches the extended regular expression
	if grep -q -E -e "$2" <<-EOF; then
		$1
	EOF
		echo "ok - $3"
	else
		echo "not ok - $3"
		diag "          in: $1"
		diag "not matched: $2"
		return 1
	fi
}

says() { # REGEX NAME: in what the last command of ok or fails printed
	if grep -q -E -e "$1" "$STATE/output"; then
		echo "ok - $2"
	else
		echo "not ok - $2"
		diag "          in: $(cat "$STATE/output")"
		diag "not matched: $1"
		return 1
	fi
}

unsays() { # REGEX NAME: no line of it does
	unlike "$(cat "$STATE/output")" "$1" "$2"
}

unlike() { # TEXT REGEX NAME: no line of the text matches
	if grep -q -E -e "$2" <<-EOF; then
		$1
	EOF
		echo "not ok - $3"
		diag "     in: $1"
		diag "matched: $2"
		return 1
	else
		echo "ok - $3"
	fi
}

skip() { # NAME WHY
	echo "ok - $1 # skip $2"
}

done_testing() {
	touch "$STATE/done"
}

# Lines of dmesg that this test causes on purpose, as an extended regular expression.
expect_dmesg() { # REGEX
	echo "$1" >>"$STATE/expected"
}

# Marks a place in dmesg; dmesg_since prints what came behind the last mark.
dmesg_mark() {
	read -r _mark _ </proc/uptime
	_mark="mark $$ $_mark"
	echo "$_mark" >/dev/kmsg
}

dmesg_since() {
	dmesg -t | awk -v mark="$_mark" 'found { print } $0 == mark { found = 1 }'
}

load() { # PARAMETER=VALUE...
	dmesg_mark
	insmod "$MODULE" "$@"
}

unload() {
	# Of a module that was built to tell what of it was reached.
	[ ! -e /sys/module/uprobecap/parameters/reached ] || echo 1 >/sys/module/uprobecap/parameters/reached
	rmmod uprobecap
}

# There, freed memory stays for a while, in KASAN's quarantine; the harness has kmemleak look
# for what has leaked.
is_debug_kernel() {
	case $(uname -r) in
	*-debug) ;;
	*) return 1 ;;
	esac
}

# What /proc/self/fail-nth asks for may be any allocation or copy, and fails without words.
# Of the debug kernel only.
let_fail() {
	mount -t debugfs debugfs /sys/kernel/debug || return
	for _kind in failslab fail_page_alloc fail_usercopy; do
		echo 0 >/sys/kernel/debug/$_kind/verbose
	done
	for _kind in failslab fail_page_alloc; do
		echo N >/sys/kernel/debug/$_kind/ignore-gfp-wait
	done
	echo N >/sys/kernel/debug/fail_page_alloc/ignore-gfp-highmem
	echo 0 >/sys/kernel/debug/fail_page_alloc/min-order
	# Its own text has a stack trace, which is no trouble here.
	expect_dmesg 'Call Trace'
}

# Pieces of address space that are the module's, or of one that is gone: its functions have
# no names then.
pieces() {
	grep -c -E '\[uprobecap\]|^[^ ]+ +[0-9]+ 0x' /proc/vmallocinfo
}

pieces_are() { # NUMBER
	[ "$(pieces)" = "$1" ]
}

# What the kernel has for a group of processes that are no more, in KiB: from 5.18 on all of it.
# Not the debug kernel's slabs, in which memory stays for a while when it is free.
kernel_memory() { # GROUP
	echo 3 >/proc/sys/vm/drop_caches
	awk -v debug="$(is_debug_kernel && echo 1)" '
		{ of[$1] = $2 }
		END {
			if ("kernel" in of)
				sum = of["kernel"]
			else
				sum = of["kernel_stack"] + of["slab_unreclaimable"] + of["vmalloc"] + of["percpu"]
			print int((sum - (debug ? of["slab_reclaimable"] + of["slab_unreclaimable"] : 0)) / 1024)
		}' "$1/memory.stat"
}

# Until 5.13 each CPU keeps up to 32 pages of each number to itself.
has_given_back() { # GROUP
	case $(uname -r) in
	5.1[0-3].*) _error=$((32 * 4 * 4 * $(nproc))) ;;
	*) _error=32 ;;
	esac
	[ "$(kernel_memory "$1")" -le $_error ]
}

# A module of the kernel's own, overlay, loop or fuse, unless this kernel has it built in.
load_kernel_module() { # NAME
	[ -d "/sys/module/$1" ] || insmod "$TREE"/of-kernel/"$1".ko*
}

offset_of() { # PATH:SYMBOL
	uprobecap offset "$1"
}

wait_for() { # SECONDS COMMAND...: until the command succeeds
	_tries=$(($1 * 10 * PATIENCE))
	shift
	while ! "$@" >/dev/null 2>&1; do
		[ "$_tries" -gt 0 ] || return 1
		_tries=$((_tries - 1))
		sleep 0.1
	done
}

# What the boot session holds now, as a recording. dd stops at EAGAIN.
drain() { # FILE
	dd if=/dev/uprobecap of="$1" bs=64K iflag=nonblock 2>/dev/null
	decode "$1"
}

# A recording as JSON lines, in FILE.json; ledger() looks there.
decode() { # FILE
	uprobecap report --json "$1" >"$1.json"
	_decoded=$1.json
}

# How many objects of a type there are in the JSON lines of a recording.
count() { # TYPE JSON
	printf '%s\n' "$2" | grep -c "^{\"type\":\"$1\""
}

# A number of a probe's last ledger in the recording that was decoded last.
ledger() { # PROBE MEMBER
	sed -n "s/^{\"type\":\"ledger\".*\"probe\":$1,.*\"$2\":\([0-9]*\).*/\1/p" "$_decoded" | tail -n 1
}

# hits = all that may have become of them: the equation of module/uapi/uprobecap.h.
balances() { # PROBE NAME
	_sum=0
	for _member in delivered filtered counted lost_full lost_too_big in_flight missed_depth \
		missed_jump missed_exit missed_full; do
		_sum=$((_sum + $(ledger "$1" $_member)))
	done
	is "$_sum" "$(ledger "$1" hits)" "$2: the ledger balances"
}

# What is not 0 in a probe's ledger: "hits=2 delivered=1 missed_exit=1".
account() { # PROBE
	grep "^{\"type\":\"ledger\".*\"probe\":$1," "$_decoded" | tail -n 1 | tr '{,}' '\n' | tr -d '"' |
		sed -n -E '/:0$/d; s/^(hits|delivered|filtered|counted|lost_.*|sampled|limited|in_flight|missed_.*|unmatched):/\1=/p' |
		tr '\n' ' ' | sed 's/ $//'
}

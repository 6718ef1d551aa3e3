#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Bad parameters: insmod fails with the errno and the line that belong to the
# mistake, nothing is armed and nothing is left behind.
# timeout: 240
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")

# insmod's own words for the errno.
einval='Invalid (argument|parameters)'
enoent='No such file|Unknown symbol'
enoexec='Invalid module format|Exec format error'
eisdir='Is a directory'
erange='Numerical result out of range'
e2big='Argument list too long'
eopnotsupp='Operation not supported'

refuses() { # NAME ERRNO LINE PARAMETER...
	name=$1 errno=$2 line=$3
	shift 3
	fails "$name is refused" 1 load "$@"
	like "$(cat "$STATE/output")" "$errno" "$name: the errno"
	told=$(dmesg_since)
	like "$told" "^uprobecap: $line" "$name: the line in dmesg"
	like "$told" 'uprobecap: not loaded, nothing is armed' "$name: nothing is armed"
	[ ! -d /sys/module/uprobecap ] || { echo "not ok - $name: the module is gone"; unload; }
}

refuses "an offset without a file" "$einval" 'a probe without filename=' "offset=$site"
refuses "fields without a file" "$einval" 'a probe without filename=' 'args=a=$arg1'
refuses "a file without an offset" "$einval" "filename=$add without offset=" "filename=$add"

touch empty
mkfifo pipe
head -c 100 "$add" >truncated
refuses "a missing file" "$enoent" 'filename=/nowhere cannot be opened' filename=/nowhere offset=1
refuses "a folder" "$eisdir" 'filename=/usr is a folder' filename=/usr offset=1
refuses "a device" "$einval" 'filename=/dev/null is a device or pipe' filename=/dev/null offset=1
refuses "a pipe" "$einval" "filename=$PWD/pipe is a device or pipe" "filename=$PWD/pipe" offset=1
refuses "an empty file" "$enoexec" "filename=$PWD/empty is empty" "filename=$PWD/empty" offset=0
refuses "a script" "$enoexec" 'filename=/usr/bin/ldd is no ELF file' filename=/usr/bin/ldd offset=1
refuses "a truncated file" "$enoexec" "filename=$PWD/truncated is no ELF file" \
	"filename=$PWD/truncated" offset=1

refuses "an offset past the end" "$erange" 'offset=0x7fffffff is past the end' \
	"filename=$add" offset=0x7fffffff
refuses "a negative offset" "$einval" 'offset=-1 is negative' "filename=$add" offset=-1
refuses "no number" "$einval" 'offset=main is not a number' "filename=$add" offset=main
refuses "an empty number" "$einval" 'offset= is not a number' "filename=$add" offset=
refuses "a number too large" "$erange" 'offset=0x10000000000000000 is larger than any file' \
	"filename=$add" offset=0x10000000000000000
refuses "an offset in the ELF header" "$einval" 'offset=0x10 of .* nothing is executed there' \
	"filename=$add" offset=0x10
refuses "an offset in a data segment" "$einval" 'offset=0x.* is in a data segment' \
	"filename=$TARGETS/semaphore" "offset=$("$TARGETS/semaphore" offset)"

# A lock prefix is among what no kernel probes.
refuses "an instruction that cannot be probed" "$eopnotsupp" \
	'offset=0x.*: the kernel cannot probe the instruction there' \
	"filename=$TARGETS/locked" "offset=$(offset_of "$TARGETS/locked:locked")"

refuses "an unknown type" "$einval" 'type=x is unknown' "filename=$add" "offset=$site" type=x
refuses "args of a return" "$einval" 'args has no meaning with type=r' \
	"filename=$add" "offset=$site" type=r 'args=a=$arg1'
refuses "retargs of an entry" "$einval" 'retargs has no meaning with type=p' \
	"filename=$add" "offset=$site" type=p 'retargs=a=$retval'

bad_fields() { # NAME ERRNO COLUMN FIELDS
	refuses "$1" "$2" "args, column $3: " "filename=$add" "offset=$site" "args=\"$4\""
}
bad_fields "a bad register" "$einval" 3 'a=%rdx'
bad_fields "an unbalanced parenthesis" "$einval" 9 'a=+0(%di b=%si'
bad_fields "an unknown type" "$einval" 13 'a=%di b=%si:u7'
bad_fields "a return value at the entry" "$einval" 3 'a=$retval'
bad_fields "a name twice" "$einval" 7 'a=%di a=%si'
bad_fields "an array of 65" "$e2big" 14 'a=+0(%di):u8[65]'
many=$(seq -s ' ' 65 | sed 's/\([0-9]*\)/n\1=%di/g')
bad_fields "too many fields" "$e2big" $((1 + $(printf %s "${many% *}" | wc -c) + 1)) "$many"
long=$(printf 'a=%%di%4100s' x)
bad_fields "too long a text" "$e2big" 4095 "$long"
refuses "an argument at the return" "$einval" 'retargs, column 3: ' \
	"filename=$add" "offset=$site" 'retargs=a=$arg1'

for kb in 0 3 10737418240 99999999999999999999 -4 many; do
	refuses "ring_kb=$kb" "$einval|$erange" "ring_kb=$kb is no size for a ring" \
		"filename=$add" "offset=$site" "ring_kb=$kb"
done
refuses "rings for which there is no memory" 'Cannot allocate memory' \
	'ring_kb=1048576 is more memory than there is' "filename=$add" "offset=$site" ring_kb=1048576
refuses "an odd reference counter" "$einval" 'ref_ctr_offset=0x3 of .* is odd' \
	"filename=$add" "offset=$site" ref_ctr_offset=3
refuses "a reference counter in the code" "$einval" 'ref_ctr_offset=0x.* is in no data segment' \
	"filename=$add" "offset=$site" "ref_ctr_offset=$((site / 2 * 2))"
refuses "a name too long" "$einval" 'comm=0123456789abcdef can match no thread' \
	"filename=$add" "offset=$site" comm=0123456789abcdef
refuses "a process that is not there" "$einval" 'pid=4194303 is no process that runs' \
	"filename=$add" "offset=$site" pid=1,4194303

# Not even for a moment is anything armed: the first hit of an instruction that is executed
# elsewhere brings a page of the kernel's into the process.
"$TARGETS/late" >said &
late=$!
wait_for 5 grep -q ready said
rounds=0
while [ $rounds -lt 20 ] &&
	! timeout -k 5 20 insmod "$MODULE" "filename=$TARGETS/late" \
		"offset=$(offset_of "$TARGETS/late:take")" 'args=text=+0(%di):string' \
		'retargs=a=%nope' 2>reason && grep -q -E "$einval" reason; do
	rounds=$((rounds + 1))
done
is $rounds 20 "bad fields of the return are refused"
was_hit() {
	grep -q '\[uprobes\]$' /proc/$late/maps
}
fails "before the entry is armed: it was never hit" 1 was_hit
load "filename=$TARGETS/late" "offset=$(offset_of "$TARGETS/late:take")" type=p
ok "which would be seen" wait_for 5 was_hit
unload
kill -USR1 $late
wait $late

# After all that nothing is armed and no file is held.
"$add" 1 1 2 >sum
is "$(cat sum)" 3 "the target runs as ever"
mkdir mount
mount -t tmpfs tmpfs mount
cp "$add" mount/add
fails "a refused load from a mount" 1 load "filename=$PWD/mount/add" "offset=$site" ring_kb=3
fails "and one that came further" 1 load "filename=$PWD/mount/add" "offset=$site" 'args=a=%nope'
ok "leave the mount free" umount mount

done_testing

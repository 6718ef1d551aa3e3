#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Where the target lies: behind an overlay, on a mount that somebody wants to
# unmount, on one that is noexec.
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")

captured() { # FILE NAME: entry and return of one call of this program
	"$1" 1 1 2 >/dev/null
	drain stream
	hits=$(cat stream.json)
	is "$(count entry "$hits") $(count return "$hits")" "1 1" "$2"
}

load_kernel_module overlay
mkdir scratch
mount -t tmpfs tmpfs scratch
mkdir scratch/lower scratch/upper scratch/work merged
cp "$add" scratch/lower/add
mount -t overlay overlay -o "lowerdir=$PWD/scratch/lower,upperdir=$PWD/scratch/upper,workdir=$PWD/scratch/work" merged
ok "a target behind an overlay" load "filename=$PWD/merged/add" "offset=$site"
captured merged/add "is captured there"
captured scratch/lower/add "and by its other name"
fails "the overlay cannot be unmounted meanwhile" 32 umount merged
unload
cp "$add" merged/copied
ok "a target in the upper layer" load "filename=$PWD/merged/copied" "offset=$site"
captured merged/copied "is captured there"
unload
ok "the overlay can be unmounted behind" umount merged

fails "a target that is not there" 1 load "filename=$PWD/scratch/gone" "offset=$site"
ok "a target on a mount" load "filename=$PWD/scratch/lower/add" "offset=$site"
fails "that somebody tries to unmount" 32 umount scratch
like "$(cat "$STATE/output")" 'busy' "is busy"
umount -l scratch
ok "unloads when it was unmounted lazily" unload

mkdir noexec
mount -t tmpfs -o noexec tmpfs noexec
cp "$add" noexec/add
fails "a target that can never run" 1 load "filename=$PWD/noexec/add" "offset=$site"
like "$(dmesg_since)" "cannot be mapped as code: .* noexec" "is refused with the reason"
ok "and its mount is free" umount noexec

# The file is removed while it is probed: who runs it still is captured.
cp "$add" ./removed
load "filename=$PWD/removed" "offset=$site"
(
	exec 3<removed
	rm removed
	/proc/self/fd/3 1 1 2 >/dev/null
)
drain stream
is "$(ledger 1 hits)" 1 "a file that was removed is captured as long as it runs"
unload

done_testing

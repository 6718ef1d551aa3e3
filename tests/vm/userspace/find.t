#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What uprobecap trace finds by other names than paths and symbols.
. "$LIB"

add=$TARGETS/add
landing=$TARGETS/landing

is_armed() { # what the one in $tracer has
	uprobecap status | grep -q "  pid $tracer .*probes [1-9]" && ! uprobecap status | grep -q 'not armed'
}

has_counted() { # anew, more than once
	[ "$(wc -l <counter)" -gt 2 ]
}

load

# Libraries by the beginning of their sonames.
ok "the beginning of a soname" uprobecap trace 'p libc:puts' -- "$add"
says '  add  .*  puts\(\)$|^probe 1  puts\(\)  hits ' "is enough"
libraries=/lib/x86_64-linux-gnu
cp "$libraries/libc.so.6" "$libraries/libtwo.so.1"
cp "$(command -v bash)" "$libraries/libtwo.so.2"
fails "of two sonames" 4 uprobecap trace 'p libtwo:open' -- "$add"
says '^uprobecap: libtwo may be any of 2 libraries$' "it is not"
says '  libtwo\.so\.1 +[0-9a-f]{40}  /lib/x86_64-linux-gnu/libtwo\.so\.1$' "one is told, with its build-id"
says '  libtwo\.so\.2 +[0-9a-f]{40}  /lib/x86_64-linux-gnu/libtwo\.so\.2$' "and the other"
ln -s libtwo.so.1 "$libraries/libone.so.1"
ln -s libone.so.1 "$libraries/libone.so"
ok "two names of one file" uprobecap trace 'p libone:open' -- "$add"

# What programs call strlen is one of several functions.
ok "a function that is chosen when a program starts" uprobecap trace --strict \
	'p libc:strlen text=+0($arg1):string' -- env -i TEXT="some text" "$(command -v env)"
says '  env  .*  strlen\(text="TEXT=some text"\)$' "is seen where it is called"

# USDT: the arguments that each site has, and its reference counter.
usdt=$TARGETS/usdt
ok "a USDT probe" uprobecap trace --strict "p $usdt:sdt:tests:plain" -- "$usdt"
says '  sdt:tests:plain\(arg1=1, arg2=[0-9]+, arg3=-7, arg4=-5, arg5=-3\)$' "with its arguments, typed"
says '^uprobecap: \$arg6 of sdt:tests:plain cannot be fetched: left out$' "but for what cannot be had"
is "$(sed -n '/^[01]$/p' "$STATE/output")" 0 "it has no counter"
is "$("$usdt" 2)" "0
0" "a reference counter is 0"
ok "while a probe is armed at both of its sites" uprobecap trace --strict "p $usdt:sdt:tests:counted n=\$arg1" -- "$usdt" 2
is "$(sed -n '/^[0-9]$/p' "$STATE/output" | tr '\n' ' ')" "2 2 " "it counts them"
is "$(sed -n 's/^[0-9:]*\.[0-9]* .*  \(sdt:.*\)/\1/p' "$STATE/output")" "sdt:tests:counted(n=1)
sdt:tests:counted(n=101)
sdt:tests:counted(n=2)
sdt:tests:counted(n=102)" "each site has the argument elsewhere"
"$usdt" 100000000 >counter &
target=$!
wait_for 5 test -s counter
uprobecap trace --duration 1 -n 3 "p $usdt:sdt:tests:counted" -p $target >/dev/null 2>&1
truncate -s 0 counter
wait_for 10 has_counted
kill $target
wait $target 2>/dev/null
is "$(tail -n 2 counter | head -n 1)" 0 "in a running process it is 0 again when the probe is gone"
ok "a filter" uprobecap trace "p $usdt:sdt:tests:counted n=\$arg1 if n > 100" -- "$usdt" 2
is "$(grep -c '(n=10[12])$' "$STATE/output")/$(grep -c '(n=' "$STATE/output")" 2/2 "has the argument's name"
ok "a pattern of USDT probes" uprobecap trace "p $usdt:sdt:*:[bc]* if pid > 1" -- "$usdt"
is "$(sed -n 's/^[0-9:]*\.[0-9]* .*  \(sdt:.*\)/\1/p' "$STATE/output")" "sdt:tests:counted(arg1=1)
sdt:tests:counted(arg1=101)
sdt:tests:bare()" "finds all of them"
fails "an argument that cannot be had" 1 uprobecap trace "p $usdt:sdt:tests:indexed \$arg1" -- touch ran
fails "an argument that is not there" 2 uprobecap trace "p $usdt:sdt:tests:bare \$arg1" -- touch ran
fails "a USDT probe's return" 2 uprobecap trace "r $usdt:sdt:tests:bare" -- touch ran
fails "a USDT probe that is not there" 4 uprobecap trace "p $usdt:sdt:tests:nothing" -- touch ran

# What a process has, as it has it.
mkdir away
mkfifo go
unshare --mount sh -c "mount -t tmpfs none away && cp $add away/add && read -r line <go; exec away/add 3" >/dev/null &
target=$!
wait_for 5 test -e "/proc/$target/root$PWD/away/add"
fails "the file of another mount namespace" 1 test -e away/add
fails "a process that runs another program" 4 uprobecap trace "p @$target:add" -- touch ran
says "^uprobecap: the process has no add that can be probed\$" "says so"
ok "is found below that namespace's root" uprobecap list "/proc/$target/root$PWD/away/add" add
: >live
uprobecap trace -n 2 "p /proc/$target/root$PWD/away/add:add" >live 2>said &
tracer=$!
wait_for 10 is_armed
echo >go
ok "is traced" wait $tracer
is "$(grep -c '  add()$' live)" 2 "by the names of its file"
cp "$add" gone
./gone 1000000000 >/dev/null &
target=$!
rm gone
cp "$TARGETS/usdt" gone
ok "a deleted file" uprobecap trace -n 2 "p @$target:add a=\$arg1:s32" -p $target
says '  gone  .*  add\(a=1\)$' "is probed where it still runs"
ok "a library of a process" uprobecap trace "p @$target/libc:puts" --duration 100ms
ok "by its soname" uprobecap list "@$target/libc.so.6" puts
ok "found in any of its files" uprobecap trace "p @$target:puts" --duration 100ms
says '^probe 1  puts\(\) ' "of the library"
kill $target
wait $target 2>/dev/null
fails "a process that is not there" 4 uprobecap trace "p @999999:main"
fails "no number of a process" 2 uprobecap trace "p @bash:main"
fails "what the process has not" 4 uprobecap trace "p @$$/libssl:SSL_read"
ok "nothing was run" test ! -e ran

# A target alone: calls, with what the function takes and returns.
ok "a function with debug information" uprobecap trace "$add:add" -- "$add" 1 1 2
says '  add  .*  add\(a=1, b=2\) = 3  <' "has its parameters by name"
ok "a filter of them" uprobecap trace "$add:add if b == 5" -- "$add" 1 1 2
says '^probe 1 .* filtered 1 ' "is decided by them"
ok "a function that is much used" uprobecap trace "libc:strdup" "libc:open" -- sh -c 'read -r line </etc/hostname'
says '  sh  .*  open\(path="/etc/hostname", flags=0x[0-9a-f]+\) = [0-9]+  <' "has those of the table"
ok "any other" uprobecap trace "$landing:landed_push" -- "$landing"
says '  landed_push\(arg1=0x[0-9a-f]+, .*arg6=0x[0-9a-f]+\) = ' "has all registers"
ok "floats" uprobecap trace "$TARGETS/vector:weigh" -- "$TARGETS/vector" now
says '  weigh\(a=0\.5, b=1\.5, c=2\.5, .*h=7\.5, text=".*"\) = 32(\.0625)?  <' "are found in their registers"

# What has names in the source.
values=$TARGETS/values
ok "enums" uprobecap trace "$values:paint" -- "$values"
says '  paint\(picture=0x[0-9a-f]+, colour=RED, access=READ\|WRITE\) = BLUE  <' "have the names of their values"
says '  paint\(picture=0x[0-9a-f]+, colour=GREEN, access=4\) = 7  <' "and numbers where there is none"
ok "members of what a parameter points to" uprobecap trace --strict \
	"p $values:paint picture->name w=picture->next->size.width picture->next->size.height" -- "$values"
says '  paint\(name="first", w=-3, height=40000\)$' "are read where they are"
says '  paint\(name="last", w=\(fault\), height=\(fault\)\)$' "unless nothing is there"
ok "arrays, bit-fields and strings" uprobecap trace --strict \
	"p $values:paint picture->label picture->colours[1] c=picture->colours picture->layer picture->access if layer == 5" \
	-- "$values"
says '  paint\(label="eight", colours=BLUE, c=\{0,2\}, layer=5, access=READ\|RUN\)$' "have their types"
is "$(grep -c '  paint(label=' "$STATE/output")" 1 "and can be compared"
ok "at the return" uprobecap trace --strict "c $values:paint picture->name -> picture->colours[0]" -- "$values"
says '  paint\(name="last"\) = RED  <' "they are read again"
fails "errno, of a function of libc" 1 uprobecap trace --strict --json \
	'c libc:open path=+0($arg1):string -> $retval:s32 $errno if path == "nowhere"' -- cat nowhere
says '"fields":\{"path":"nowhere","arg2":-1,"errno":2\},"names":\{"errno":"ENOENT"\}\}$' "by its name, too"
fails "and of another file" 1 uprobecap trace "c $values:paint -> \$errno" -- touch ran
fails "a member that is not there" 2 uprobecap trace "p $values:paint picture->siez.width" -- touch ran
says '^  near: size$' "has neighbours"
fails "a parameter's member inside of the function" 2 uprobecap trace "p $values:paint+5 picture->name" -- touch ran
ok "a recording" uprobecap record -o painted "$values:paint" -- "$values"
cp "$values" kept
rm "$values"
ok "without the program" uprobecap report painted
says '  paint\(picture=0x[0-9a-f]+, colour=RED, access=READ\|WRITE\) = BLUE  <' "has the names of values"
ok "as JSON" uprobecap report --json painted
says '"fields":\{"picture":[0-9]+,"colour":0,"access":3,"retval":2\},"names":\{"colour":"RED","access":"READ\|WRITE","retval":"BLUE"\}\}$' \
	"has numbers and names"
ok "as rows" uprobecap report --csv painted
says ',RED,READ\|WRITE,BLUE.?$' "has names"
cp kept "$values"

ok "a line of the source" uprobecap trace "$usdt:usdt.c:57" -- "$usdt" 3
is "$(($(grep -c '  main+0x[0-9a-f]*()$' "$STATE/output") >= 3))" 1 "is hit each time that it is passed"
fails "a line that is not there" 4 uprobecap trace "$usdt:usdt.c:9999" -- touch ran
ok "a USDT probe" uprobecap trace "$usdt:sdt:tests:counted" -- "$usdt"
says '  sdt:tests:counted\(arg1=1\)$' "is no call"

unload
done_testing

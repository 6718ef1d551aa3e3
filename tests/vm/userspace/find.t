#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What uprobecap trace finds by other names than paths and symbols.
. "$LIB"

add=$TARGETS/add

says() { # REGEX NAME: in what the last command printed
	like "$(cat "$STATE/output")" "$1" "$2"
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

unload
done_testing

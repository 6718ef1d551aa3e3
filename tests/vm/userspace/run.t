#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap run: recipes, those that come with it and those of users, with real programs.
# timeout: 240
. "$LIB"

add=$TARGETS/add
time='[0-9:]{8}\.[0-9]{6}'
took='<[0-9.]+[mun]?s>'

is_armed() { # what the one in $tracer has
	uprobecap status | awk -v owner="  pid $tracer " '
		/session / { own = index($0, owner) }
		own && /^ *[0-9]/ { probes++; armed += !/\(not armed\)$/ }
		END { exit !probes || armed < probes }'
}

start() { # ARGUMENT...: uprobecap run, its output into the file live, until it is armed
	: >live
	env --default-signal=INT uprobecap run "$@" >live 2>said &
	tracer=$!
	wait_for 20 is_armed || diag "$(cat said)"
}

end() { # NAME
	kill -INT "$tracer"
	ok "$1: ends with SIGINT" wait "$tracer"
}

shows() { # REGEX: what live has
	grep -q -E -e "$1" live
}

load

# Which recipes there are.
ok "--list" uprobecap run --list
for recipe in "$TREE"/share/uprobecap/recipes/*; do
	says "^${recipe##*/} +[a-z].*" "has ${recipe##*/}"
done
unsays 'cannot run' "all of which can run"
fails "a recipe that is not there" 4 uprobecap run nothing
says '^uprobecap: there is no recipe nothing$' "says so"
fails "a path is no name" 4 uprobecap run ../recipes/add -- "$add"
fails "no recipe" 2 uprobecap run
fails "a recipe of no file" 2 uprobecap run add
says 'wants a FILE, or a COMMAND' "asks for one"
fails "an option that it is not for" 2 uprobecap run add --errno 1 -- "$add"
fails "--hex in JSON" 2 uprobecap run add --hex --json -- "$add"

# add: the arguments and the result.
ok "add" uprobecap run add --strict -- "$add" 2 -3 5
is "$(sed -n -E "s,^$time  add  [0-9]+/[0-9]+  ,,p" "$STATE/output")" "add(arg0=-3, arg1=5) ret=2
add(arg0=-3, arg1=5) ret=2" "each call has its arguments and its result"
says '^probe 1  add\(\) ->  hits 2  delivered 2 .* balanced$' "the ledger has them"
ok "in another file" uprobecap run add "$add" --columns event -- sh -c "$add 1 3 4"
says '^add\(arg0=3, arg1=4\) ret=7$' "which a child runs; with other columns"
uprobecap run add --json -- "$add" 1 7 8 >json
like "$(cat json)" '"fields":\{"arg0":7,"arg1":8,"ret":15\}' "as JSON, too"

# A recipe of this machine, that of the manual; and one of the user, which is meant first.
mkdir -p /etc/uprobecap/recipes "$HOME/.config/uprobecap/recipes"
cat >/etc/uprobecap/recipes/made <<'END'
summary  files that are made or removed
file     libc
also     libpthread
flags    open O_WRONLY=1/3 O_RDWR=2/3 O_CREAT=0100 O_EXCL=0200
option   --columns event
probe    c {file}:open path=+0($arg1):string flags=$arg2:x32
         mode=$arg3:x32 -> fd=$retval:s32 if flags & 0100
format   make {path} {flags:open} {mode:octal}[fd < 0: failed]
probe    c {file}:remove path=+0($arg1):string -> error=$retval:s32
         if error < 0
format   remove {path} {error:hex}
END
fails "a recipe of one's own" 1 uprobecap run made -- python3 -c 'import os
os.open("file", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
os.open("file", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)'
says '^make "file" O_WRONLY\|O_CREAT\|0x80200 0640$' "prints what it says"
says '^make "file" O_WRONLY\|O_CREAT\|O_EXCL\|0x80000 0640 failed$' "and where a condition holds"
printf 'summary mine\nfile libc\nprobe c {file}:open\nformat opened\n' >"$HOME/.config/uprobecap/recipes/made"
ok "another of the user" uprobecap run made --columns comm,event -- cat /etc/hostname
says '^cat  opened$' "is meant first, and options of the other are not its own"

# openat: flags and modes by name; and a program with threads, whose open is in another library of old.
mkdir -p folder/below
fails "openat" 1 uprobecap run openat --columns comm,event -- sh -c 'cat /etc/hostname; umask 0; : >made; : >>made
python3 -c "open(\"/etc/hostname\")"; rm -r folder; cat nowhere'
says "^cat  open(at)?\((AT_FDCWD, )?\"/etc/hostname\", O_RDONLY(\|O_LARGEFILE)?\) = [0-9]+  $took\$" "what cat reads"
says "^sh  open(at)?\((AT_FDCWD, )?\"made\", O_WRONLY\|O_CREAT\|O_TRUNC(\|O_LARGEFILE)?, 0666\) = [0-9]+  $took\$" \
	"a mode, where there is one"
says '"made", O_WRONLY\|O_CREAT\|O_APPEND(\|O_LARGEFILE)?, 0666\) = ' "other flags"
says "^cat  open(at)?\((AT_FDCWD, )?\"nowhere\", O_RDONLY(\|O_LARGEFILE)?\) = -1 ENOENT  $took\$" \
	"the result of what is not there, and the error by name"
says "^python3  open(at)?\((AT_FDCWD, )?\"/etc/hostname\", O_RDONLY\|O_CLOEXEC\) = [0-9]+" "a program with threads"
says '^rm  openat\(([0-9]+|AT_FDCWD), "[^"]*", O_RDONLY\|.*O_DIRECTORY.*\) = [0-9]+ ' "openat, by its name"

# getaddrinfo: names and times.
ok "getaddrinfo" uprobecap run getaddrinfo --columns comm,event -- getent ahosts 127.0.0.1
says "^getent  \"127\.0\.0\.1\" found  $took\$" "a name, and how long it took"
fails "of nothing" 2 uprobecap run getaddrinfo --columns comm,event -- getent ahosts no-such.invalid
says "^getent  \"no-such\.invalid\" EAI_[A-Z]+  $took\$" "the error by name"

# malloc: no line a hit.
ok "malloc" uprobecap run malloc --ring-kb 4096 -- python3 -c 'print(len([b"x" * (3000 + n) for n in range(100)]))'
says '^probe 1  malloc\(\) ->  hits [0-9]+ .* balanced$' "the ledger"
says "^  calls [0-9]+  p50 [0-9.]+[mun]?s  p90 [0-9.]+[mun]?s  p99 [0-9.]+[mun]?s  max [0-9.]+[mun]?s\$" "the latency"
says "^ +[0-9.]+[mun]?s to +[0-9.]+[mun]?s +[0-9]+  #+\$" "with a histogram"
says '^  size  p50 [0-9]+  p90 [0-9]+  p99 [0-9]+  max [0-9]+$' "the sizes"
says '^ +2048 to +4095 +1[0-9][0-9]  #+$' "with another, which has the 100 of python"
unsays 'malloc\(size=' "and no call of its own"

# ssl: both ends of a connection over loopback.
python3 -c 'import fcntl, socket, struct
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
fcntl.ioctl(socket.socket(), SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", IFF_UP))'
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -out cert -subj /CN=localhost -days 1 2>/dev/null
mkfifo nothing
exec 7<>nothing
serves() { # PORT: s_server is there, with the file of its libssl
	openssl s_server -accept "$1" -key key -cert cert -quiet <&7 >"server.$1" 2>&1 &
	wait_for 20 grep -q -i ":$(printf %X "$1") .* 0A " /proc/net/tcp /proc/net/tcp6
}
says_over_tls() { # PORT LINE; -quiet stays when the line has been read
	printf '%s\n' "$2" | openssl s_client -connect "127.0.0.1:$1" -quiet >client 2>&1 &
	client=$!
}
start ssl
serves 4433
server=$!
says_over_tls 4433 'hello, world'
ok "ssl: what s_client writes" wait_for 10 shows \
	"^$time  openssl  [0-9]+/[0-9]+  write 13 bytes \"hello, world\\\\n\"\$"
ok "and s_server reads" wait_for 10 shows \
	"^$time  openssl  [0-9]+/[0-9]+  read 13 bytes \"hello, world\\\\n\"\$"
end "ssl"
kill $client

# What other programs use: SSL_read_ex and SSL_write_ex, from Python 3.10 on. And every libssl
# that is mapped: one that is not where the linker looks, and is deleted since.
mkdir away
cp -L /usr/lib/x86_64-linux-gnu/libssl.so.* away/
export LD_LIBRARY_PATH=away
serves 4434
unset LD_LIBRARY_PATH
other_server=$!
rm away/libssl*
like "$(cat /proc/$other_server/maps)" '/away/libssl.*\(deleted\)$' "a server has a libssl that is gone"
start ssl --hex
ok "a client of python's" python3 -c 'import socket, ssl
context = ssl.create_default_context(cafile="cert")
with context.wrap_socket(socket.create_connection(("127.0.0.1", 4433)), server_hostname="localhost") as tls:
    tls.sendall(b"\0\1 from python")'
ok "ssl --hex: what it writes" wait_for 10 shows \
	"^$time  python3  [0-9]+/[0-9]+  write 14 bytes 00012066726f6d20707974686f6e\$"
ok "and s_server reads" wait_for 10 shows \
	"^$time  openssl  $server/$server  read 14 bytes 00012066726f6d20707974686f6e\$"
says_over_tls 4434 other
ok "a libssl of another folder, deleted" wait_for 10 shows \
	"  openssl  $other_server/$other_server  read 6 bytes 6f746865720a\$"
ok "and that of the system" wait_for 10 shows '  write 6 bytes 6f746865720a$'
end "ssl --hex"
kill $server $other_server $client 2>/dev/null

exec 7>&-

# bash: the lines of a shell on a terminal, with the status of what they ran.
# At its end the shell has to be waiting for a line, for else nobody reads that it is the end.
types() { # LINE...: at a bash of its own; each when the one before has been run
	{
		for line; do
			sleep 1
			printf '%s\n' "$line"
		done
		sleep 1
	} | timeout 60 script -q -c 'bash --norc --noprofile' /dev/null >typed 2>&1
}
lines() { # what live has of lines, without times and numbers
	sed -n -E "s,^$time  bash  [0-9]+/[0-9]+  ,,p" live
}
start bash
types true 'ls /nowhere' 'for n in 1 2; do' '(exit $((n + 40)))' 'done' '' 'f() { false; true; }; f; (exit 7)' \
	'no-such-command' 'exit 3'
ok "bash: the last line comes" wait_for 5 shows '"exit 3" = '
end "bash"
is "$(lines)" '"true" = 0
"ls /nowhere" = 2
"for n in 1 2; do" = -
"(exit $((n + 40)))" = -
"done" = 42
"" = -
"f() { false; true; }; f; (exit 7)" = 7
"no-such-command" = 127
"exit 3" = 3' "each line has the status of what it ran"

start bash -u 65534 --errno 127
types no-such-command &
typing=$!
# Nobody's shell lets nobody in.
{
	printf 'echo other\nno-such-command\n'
	sleep 2
} | SHELL=/bin/sh timeout 60 setpriv --reuid 65534 --clear-groups \
	script -q -c 'bash --norc --noprofile' /dev/null >/dev/null 2>&1
wait $typing
ok "-u and --errno: the line of that user" wait_for 5 shows '"no-such-command" = 127'
end "-u"
is "$(lines)" '"no-such-command" = 127' "and no other, neither his nor of others"

mkfifo keys
open_shell() { # whose keys are written to descriptor 8; until it waits for them
	env --default-signal=INT script -q -c 'bash --norc --noprofile' /dev/null <keys >typed 2>&1 &
	exec 8>keys
	wait_for 10 has_asked 1
}
has_asked() { # TIMES: how often it has prompted, on lines of their own
	[ "$(grep -c bash- typed)" -ge "$1" ]
}
open_shell
start bash -p "$(pgrep -x bash)"
types 'echo nobody'
# What it waited for when the probes were armed had begun before.
printf 'true\nwhile true; do sleep 1000; done\n' >&8
# By then the terminal is its own.
wait_for 10 pgrep -f '^sleep 1000'
printf '\003' >&8
wait_for 10 has_asked 3
printf 'echo $?\nexit\n' >&8
exec 8>&-
ok "-p: the lines of that shell, and a loop that is interrupted" wait_for 5 shows '"exit" = 0'
end "-p"
is "$(lines)" '"while true; do sleep 1000; done" = -
"echo $?" = 0
"exit" = 0' "and no other; what is interrupted has no status"

unload
done_testing

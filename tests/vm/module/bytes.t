#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# bytes[...] whose number is known at the return only, as SSL_read() has it.
# timeout: 180
. "$LIB"

reading=$TARGETS/reading

# shellcheck disable=SC2016 # the probe's own $
read_as() { # WAY [LENGTH]: the call's fields
	load "filename=$reading" "offset=$(offset_of "$reading:fill")" type=c \
		'args=way=+0($arg1):string' "retargs=\"n=\$retval:s32 data=+0(\$arg2):bytes[${2:-\$retval}]\"" || return
	"$reading" "$1" && drain stream
	sed -n 's/^{"type":"call".*"fields":{\(.*\)}}$/\1/p' stream.json
	unload
}

is "$(read_as some)" '"way":"some","n":5,"data":"hello"' "as many as the function returned"
is "$(read_as none)" '"way":"none","n":0,"data":""' "none when it returned 0"
is "$(read_as failed)" '"way":"failed","n":-1,"data":""' "none when it failed"
is "$(read_as hole)" '"way":"hole","n":10,"data":{"error":"fault"}' "where there is no page"
is "$(read_as fresh)" '"way":"fresh","n":10,"data":"from file!"' "a page that has to be brought in"
like "$(read_as edge)" '^"way":"edge","n":10,"data":\{.*"abcdef".*\}$' "as far as the page goes, and says that it is cut"
is "$(read_as long | sed 's/xxxxxxxx/X/g; s/X\{4096\}"/4096 times"/; s/"error":"[a-z]*"/CUT/')" \
	'"way":"long","n":40000,"data":{CUT,"value":"4096 times"}' "32,768 of 40,000, and says that they are cut"
# shellcheck disable=SC2016
like "$(read_as some '$arg3')" '^"way":"some","n":5,"data":"hello(\\u0000){95}"$' "as many as an argument of the entry said"
# shellcheck disable=SC2016
like "$(read_as failed '$arg3')" '^"way":"failed","n":-1,"data":"(\\u0000){100}"$' "likewise, of a function that failed"
decode stream
is "$(account 1)" "hits=1 delivered=1" "the ledger"
# shellcheck disable=SC2016
load "filename=$reading" "offset=$(offset_of "$reading:fill")" type=c 'retargs="stack=+0(%sp):bytes[$arg3] one=$retval:u8"'
"$reading" some
drain stream
like "$(cat stream.json)" '"stack":\{"hex":"[0-9a-f]{200}"\},"one":5' "also when nothing else of it asks for an argument"
unload

# At the entry they share 1,024 bytes with the other texts of the entry.
# shellcheck disable=SC2016
load "filename=$reading" "offset=$(offset_of "$reading:fill")" type=c \
	'args="a=+0($arg2):bytes[$arg3] b=+0($arg1):string c=+0($arg2):bytes[3] d=+0($arg2):bytes[400]"' \
	'retargs=n=$retval:s32'
"$reading" long
drain stream
like "$(cat stream.json)" '"a":\{[^}]*"(\\u0000){256}"[^}]*\},"b":"long","c":"(\\u0000){3}","d":\{[^}]*"(\\u0000){256}"[^}]*\},"n":40000' \
	"at the entry, each has its share, and says that it is cut"
unload

# Of more than 1,024, each has one byte; a thread's name is never cut.
values=$TARGETS/values
# shellcheck disable=SC2016
load "filename=$values" "offset=$(offset_of "$values:take")" type=c \
	"args=\"$(seq -s ' ' 17 | sed 's/[0-9]*/n&=+104(%di):string[64]/g') name=\$comm\"" 'retargs=r=$retval:u8'
"$values"
drain stream
like "$(cat stream.json)" '"n1":\[\{[^{}]*"o"\},"",\{"error":"fault"\},\{[^{}]*"f"\},' "1,088 texts at the entry"
like "$(cat stream.json)" '"n17":\[\{[^{}]*"o"\},"",\{"error":"fault"\},\{[^{}]*"f"\},.*"name":"values","r":0\}' \
	"up to the last one, and the thread's name whole"
is "$(account 1)" "hits=1 delivered=1" "1,088 texts: the ledger"
unload

# The real thing.
load
library=$(ldd /usr/bin/openssl | sed -n 's/.*=> \(.*libssl\.so[^ ]*\) .*/\1/p')
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=test -keyout key -out certificate \
	2>request.log || diag "$(cat request.log)"
mkfifo server
# shellcheck disable=SC2016
uprobecap trace --json 'c '"$library"':SSL_read -> n=$retval:s32 data=+0($arg2):bytes[$retval]' \
	'c '"$library"':SSL_write data=+0($arg2):bytes[$arg3] -> n=$retval:s32' \
	-- sh -c 'openssl s_server -quiet -unix socket -cert certificate -key key <server >heard 2>server.log &
		exec 3>server
		while ! [ -S socket ]; do sleep 0.1; done
		{ sleep 2; echo question; sleep 2; } | openssl s_client -quiet -unix socket >answer 2>client.log &
		while ! grep -q question heard; do sleep 0.1; done
		echo answer >&3
		while ! grep -q answer answer; do sleep 0.1; done' >ssl.json 2>ssl.log
like "$(cat ssl.json)" '"SSL_write",.*"fields":\{"data":"question\\n","n":9\}' "OpenSSL: what the client writes"
like "$(cat ssl.json)" '"SSL_read",.*"fields":\{"n":9,"data":"question\\n"\}' "what the server reads"
like "$(cat ssl.json)" '"SSL_write",.*"fields":\{"data":"answer\\n","n":7\}' "what it answers"
like "$(cat ssl.json)" '"SSL_read",.*"fields":\{"n":7,"data":"answer\\n"\}' "and what the client reads"
like "$(tail -n 1 ssl.json)" '"hits":([2-9]),"delivered":\1,.*"balanced":true' "and all of it is in the ledger"
unload

done_testing

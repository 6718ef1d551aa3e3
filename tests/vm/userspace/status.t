#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uprobecap status: what is armed, and by whom.
. "$LIB"

add=$TARGETS/add
site=$(offset_of "$add:add")

fails "without the module" 3 uprobecap status
load
is "$(uprobecap status)" "nothing is armed" "at first"
is "$(uprobecap status --json | grep -c -v '^{"type":"header"')" 0 "as JSON too"
fails "somebody else" 3 setpriv --reuid 65534 --clear-groups uprobecap status
unload

load "filename=$add" "offset=$site"
"$add" 3 >/dev/null
like "$(uprobecap status)" '^boot session  insmod  pid [0-9]+  uid 0  since 2.*  probes 2$' \
	"the boot session, by insmod"
uprobecap trace 'p:mine libc.so.6:open path=+0($arg1):string' >/dev/null &
tracer=$!
wait_for 10 sh -c "uprobecap status | grep -A 2 '  pid $tracer ' | grep -q '# open$'"
cat /etc/hostname >/dev/null
uprobecap status >listed
is "$(grep -c session listed)" 2 "two sessions"
like "$(cat listed)" "^session [0-9]+  uprobecap  pid $tracer  uid 0  since $(date +%F) [0-9:]{8}  probes 1$" \
	"the other by uprobecap, since today"
like "$(cat listed)" "^ +1 +3 +3 +0 +0 +0  p $add:$site .*# add$" "the probe of the first, with its hits"
like "$(cat listed)" '^ +1 +[0-9]+ +[1-9][0-9]* +[0-9]+ +0 +0  p:mine /.*/libc[^/]*:0x[0-9a-f]+ path=\+0\(\$arg1\):string  # open$' \
	"and that of the other, which has the same number"
uprobecap status --json >json
is "$(sed -n 's/^{"type":"\([a-z]*\)".*/\1/p' json | tr '\n' ' ')" \
	"header owner probe ledger probe ledger owner probe ledger " "as JSON"
like "$(cat json)" "^{\"type\":\"owner\",\"session\":[1-9][0-9]*,\"pid\":$tracer,\"uid\":0,\"comm\":\"uprobecap\"," \
	"with the owner"
like "$(sed -n 4p json)" '^{"type":"ledger",.*"probe":1,.*"hits":3,"delivered":3,' "and the ledgers"
fails "an argument" 2 uprobecap status all
kill -INT $tracer
wait $tracer
is "$(uprobecap status | grep -c session)" 1 "a session goes with its process"

unload
done_testing

# SPDX-License-Identifier: GPL-2.0-only
# Compares one probe's hits as the module and as tracefs saw them.
#
#   SPEC='p PATH:0xOFFSET FIELD...' awk -f json.awk -f diff-hits.awk JSON TRACE
#
# JSON is what `uprobecap report --json` printed, TRACE what uprobe-record.sh did.
# Exit code: 0 equal, 1 different or lost, 2 not what they should be.
#
# A hit of the module is printed as tracefs would print it, and the lines are
# compared whole: taking the trace apart would be guesswork, a string may contain
# anything. Hits are compared thread by thread, in each thread's order.
#
# The module is armed before tracefs and disarmed after it. So the module may have
# seen more of a thread: at its beginning, before tracefs said that it was armed,
# and at its end, after tracefs began to stop. Such hits are "outside", not different.

BEGIN {
	parse_spec(ENVIRON["SPEC"])
	for (i = 1; i < 256; i++)
		code[sprintf("%c", i)] = i
	UNREADABLE = "\001\002"
	PLACE = "-[0-9]+ +[[][0-9]+[]] [^ ]+ +[0-9]+[.][0-9]+: "
	armed = stopping = -1
	module_total = trace_total = 0
}

FILENAME == ARGV[1] { take_module_line(); next }
/^# [pr][0-9]+_[0-9]+: / && !event { event = substr($2, 1, length($2) - 1); next }
$0 == "# uprobe_profile:" && event { in_summary = 1; next }
in_summary { take_summary_line(); next }
{ take_trace_line() }

END {
	if (!failed)
		exit judge()
	exit 2
}

function broken(message) {
	print message
	failed = 1
	exit 2
}

# ---- the probe: names and kinds of its fields, in order

function parse_spec(spec,    word, words, i) {
	words = split(spec, word, " ")
	is_return = substr(word[1], 1, 1) == "r"
	for (i = 3; i <= words; i++)
		add_field(word[i])
}

function add_field(text,    equals, type) {
	nr_fields++
	name[nr_fields] = "arg" nr_fields
	if (match(text, /^[A-Za-z_][A-Za-z0-9_]*=/)) {
		name[nr_fields] = substr(text, 1, RLENGTH - 1)
		text = substr(text, RLENGTH + 1)
	}
	type = "x64"
	if (match(text, /:[^:]*$/))
		type = substr(text, RSTART + 1)
	else if (text ~ /^[$](comm|COMM)$/)
		type = "string"
	is_string[nr_fields] = type ~ /^u?string/
	is_hex[nr_fields] = type ~ /^(x|char)/
}

# ---- the module's side

function take_module_line(    type) {
	type = member("type")
	if (type == "\"entry\"" || type == "\"return\"")
		take_module_hit(member("tid") + 0)
	else if (type == "\"ledger\"") {
		has_ledger = 1
		hits = member("hits") + 0
		delivered = member("delivered") + 0
		filtered = member("filtered") + 0
		module_lost = member("lost_full") + member("lost_too_big")
	}
}

function take_module_hit(tid,    n, i, line) {
	n = ++module_hits[tid]
	module_total++
	parse_fields()
	line = "(0x" decimal_to_hex(member("ip")) ")"
	for (i = 1; i <= nr_fields; i++)
		line = line " " name[i] "=" shown(name[i], i)
	module_line[tid, n] = line
	module_time[tid, n] = member("monotonic_ns") / 1000
	note_thread(tid)
}

function note_thread(tid) {
	if (tid in seen)
		return
	seen[tid] = 1
	thread[++threads] = tid
}

# A field's value as tracefs prints it.
function shown(path, field,    i, text) {
	if (!(path in kind))
		broken("the module has no field " path ": " $0)
	if (kind[path] != "array")
		return shown_element(path, field)
	for (i = 0; i < length_of[path]; i++)
		text = text (i ? "," : "") shown_element(path "." i, field)
	return "{" text "}"
}

function shown_element(path, field) {
	if ((path ".error") in value)
		return is_string[field] ? "(fault)" : UNREADABLE
	if (is_string[field])
		return "\"" text_of(path) "\""
	return is_hex[field] ? hex(path) : value[path]
}

# Bytes that are not UTF-8 come as {"hex":"..."}.
function text_of(path,    digits, text) {
	if (kind[path] == "string")
		return value[path]
	for (digits = value[path ".hex"]; digits != ""; digits = substr(digits, 3))
		text = text byte["00" substr(digits, 1, 2)]
	return text
}

# A char is the byte that it is.
function hex(path) {
	if (kind[path] == "number")
		return "0x" decimal_to_hex(value[path])
	return sprintf("0x%x", code[text_of(path)])
}

# In steps of 16 bits, because awk's numbers have no more than 53.
function decimal_to_hex(decimal,    i, rest, quotient, digits) {
	do {
		rest = 0
		quotient = ""
		for (i = 1; i <= length(decimal); i++) {
			rest = rest * 10 + substr(decimal, i, 1)
			quotient = quotient int(rest / 65536)
			rest %= 65536
		}
		sub(/^0+/, "", quotient)
		digits = sprintf(quotient == "" ? "%x" : "%04x", rest) digits
		decimal = quotient
	} while (decimal != "")
	return digits
}

# ---- tracefs's side

function take_trace_line() {
	if (match($0, PLACE event ": [(]0x"))
		take_trace_hit(RSTART, RLENGTH)
	else if (match($0, PLACE "tracing_mark_write: uprobe-record.sh: ")) {
		if ($NF == "armed")
			armed = time_at(RSTART)
		else
			stopping = time_at(RSTART)
		last = ""
	} else if (last != "" && $0 !~ /^CPU:[0-9]+ [[]LOST [0-9]+ EVENTS[]]$/)
		trace_line[last] = trace_line[last] "\n" $0
}

function take_trace_hit(start, size,    tid, n, line) {
	tid = substr($0, start + 1) + 0
	line = substr($0, start + size - 3)
	if (is_return)
		sub(/ <- 0x[0-9a-f]+/, "", line)
	n = ++trace_hits[tid]
	last = tid SUBSEP n
	trace_line[last] = line
	order[++trace_total] = last
	note_thread(tid)
}

# Microseconds; AT is where the thread's number begins.
function time_at(at,    word, part) {
	split(substr($0, at), word, " ")
	split(word[4], part, "[.:]")
	return part[1] * 1000000 + part[2]
}

function take_summary_line() {
	if ($2 == event)
		profile = $3
	else if ($0 ~ /^# lost: /)
		trace_lost = $3
}

# ---- the verdict

function judge(    i) {
	if (!has_ledger)
		broken("the module told no ledger: its reader did not come to an end")
	if (profile == "" || trace_lost == "")
		broken("the trace has no end: uprobe-record.sh failed")
	for (i = 1; i <= threads; i++)
		compare_thread(thread[i])
	printf "module:  hits %d, delivered %d, filtered %d, lost %d\n", hits, delivered, filtered,
		module_lost
	printf "tracefs: hits %d (uprobe_profile), recorded %d, lost %d\n", profile, trace_total,
		trace_lost
	if (outside)
		printf "outside: hits %d (of the module, while tracefs was not armed)\n", outside
	check_counts()
	if (!different && !lost)
		tell_order()
	if (different)
		print "different"
	else if (lost)
		print "lost: what is missing cannot be compared"
	else
		print "equal: " trace_total (trace_total == 1 ? " hit" : " hits")
	return different || lost
}

# Finds how many hits the module saw before tracefs was armed: then all the rest agrees.
function compare_thread(tid,    extra, before, after, skip, first, limit) {
	extra = module_hits[tid] - trace_hits[tid]
	before = count_outside(tid, 1)
	after = count_outside(tid, 0)
	first = extra - after > 0 ? extra - after : 0
	limit = extra < before ? extra : before
	for (skip = first; skip <= limit; skip++)
		if (first_difference(tid, skip) > trace_hits[tid]) {
			skipped[tid] = skip
			outside += extra
			return
		}
	if (!module_lost && !trace_lost)
		tell_difference(tid, limit > 0 ? limit : 0)
}

function count_outside(tid, at_start,    n, count) {
	for (n = 1; n <= module_hits[tid]; n++)
		if (at_start ? module_time[tid, n] <= armed + 1 : module_time[tid, n] >= stopping - 1)
			count++
	return count + 0
}

function first_difference(tid, skip,    n) {
	for (n = 1; n <= trace_hits[tid]; n++)
		if (!same(module_line[tid, n + skip], trace_line[tid, n]))
			break
	return n
}

# tracefs prints anything for a number that it could not read.
function same(ours, theirs,    pieces, piece, i) {
	if (ours == theirs)
		return 1
	pieces = split(ours, piece, UNREADABLE)
	for (i = 1; i <= pieces; i++) {
		if (substr(theirs, 1, length(piece[i])) != piece[i])
			return 0
		theirs = substr(theirs, length(piece[i]) + 1)
		if (i < pieces)
			sub(/^[-0-9a-fx]+/, "", theirs)
	}
	return pieces > 1 && theirs == ""
}

function tell_difference(tid, skip,    n) {
	different++
	if (different > 1)
		return
	n = first_difference(tid, skip)
	printf "thread %d: hits in the module %d, in tracefs %d; the first that differs is hit %d\n",
		tid, module_hits[tid], trace_hits[tid], n
	printf "  module:  %s\n", line_or_none(module_line[tid, n + skip])
	printf "  tracefs: %s\n", line_or_none(trace_line[tid, n])
}

function line_or_none(line) {
	gsub(UNREADABLE, "(unreadable)", line)
	return line == "" ? "(no such hit)" : line
}

function check_counts() {
	lost = module_lost + trace_lost
	if (hits != delivered + filtered + module_lost)
		differ("the module's ledger does not balance")
	if (module_total != delivered)
		differ("of " delivered " hits that the module delivered, " module_total " came")
	if (lost)
		return
	if (profile < trace_total)
		print "note: uprobe_profile counted fewer hits than tracefs recorded (before Linux"\
			" 6.11 CPUs overwrite each other's counts)"
	else if (profile != trace_total)
		differ("uprobe_profile counted " profile " hits, tracefs recorded " trace_total)
	else if (!different && hits - outside != profile)
		differ("the module counted " hits - outside " hits, uprobe_profile " profile)
}

function differ(why) {
	print why
	different++
}

function tell_order(    i, part, time, last_time, swaps) {
	for (i = 1; i <= trace_total; i++) {
		split(order[i], part, SUBSEP)
		time = module_time[part[1], part[2] + skipped[part[1]]]
		swaps += time < last_time
		last_time = time
	}
	printf "order:   the same within each thread (%d); between threads, by time, %s\n", threads,
		swaps ? "hits that came at once changed places " swaps " times" : "too"
}

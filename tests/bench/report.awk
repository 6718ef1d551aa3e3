# SPDX-License-Identifier: GPL-2.0-only
# What tests/bench/guest said, with kernel, release and tool in front of each line, and
# tests/bench/cases before it -> a table for each kernel, and the file that the
# variable `json` names. The variable `tools` has the order of the columns. It fails if
# this project failed; where a peer did, the reason says so.

function quoted(text) {
	gsub(/["\\]/, "\\\\&", text)
	gsub(/[\001-\037]/, " ", text)
	return "\"" text "\""
}

# The members of a row: a number of each tool, or null; and why it is null.
function members(kernel, name, values,    i, key, text, reasons) {
	for (i = 1; i <= tool_count; i++) {
		key = kernel SUBSEP name SUBSEP tool[i]
		text = text ", " quoted(tool[i]) ": " (key in values ? values[key] : "null")
		if (key in why)
			reasons = reasons (reasons ? ", " : "") quoted(tool[i]) ": " quoted(why[key])
	}
	return text (reasons ? ", \"reasons\": {" reasons "}" : "")
}

function is_measured(kernel, name,    i) {
	for (i = 1; i <= tool_count; i++)
		if ((kernel, name, tool[i]) in value || (kernel, name, tool[i]) in why)
			return 1
}

function has_floor(name) {
	return floor[name] != "0" && unit[name] == "instructions"
}

function row(kernel, name, label, measured, values) {
	return "\n\t\t{\"case\": " quoted(label) ", \"unit\": " quoted(measured) \
		members(kernel, name, values) "}"
}

function rows(kernel,    i, name, text, totals) {
	for (i = 1; i <= case_count; i++) {
		name = cases[i]
		if (!is_measured(kernel, name))
			continue
		if (has_floor(name))
			totals = totals "," row(kernel, name, name "-total", unit[name], total)
		text = text (text ? "," : "") row(kernel, name, name, \
			unit[name] (has_floor(name) ? " above the floor" : ""), value)
	}
	return text totals
}

function write_json(    i) {
	printf("[") >json
	for (i = 1; i <= kernel_count; i++)
		printf("%s\n\t{\"kernel\": %s, \"name\": %s, \"rows\": [%s\n\t]}", (i > 1 ? "," : ""), \
			quoted(release[kernels[i]]), quoted(kernels[i]), rows(kernels[i])) >json
	print "\n]" >json
	close(json)
}

function print_line(kernel, name, label, values,    i, key) {
	printf "%-34s", label
	for (i = 1; i <= tool_count; i++) {
		key = kernel SUBSEP name SUBSEP tool[i]
		printf(" %15s", (key in values) ? values[key] : "-")
	}
	print ""
}

function print_head(text,    i) {
	printf "%-34s", text
	for (i = 1; i <= tool_count; i++)
		printf " %15s", tool[i]
	print ""
}

function print_part(kernel, text, is_total, values,    i, name, headed) {
	for (i = 1; i <= case_count; i++) {
		name = cases[i]
		if (!is_measured(kernel, name) || (is_total && !has_floor(name)))
			continue
		if (!headed++)
			print_head(text)
		print_line(kernel, name, name (unit[name] == "instructions" ? "" : " (" unit[name] ")"), values)
	}
}

function print_reasons(kernel,    i, k, key) {
	for (k = 1; k <= tool_count; k++)
		for (i = 1; i <= case_count; i++) {
			key = kernel SUBSEP cases[i] SUBSEP tool[k]
			if (key in why)
				printf "- %s, %s: %s\n", tool[k], cases[i], why[key]
		}
}

function print_table(kernel) {
	printf "\n%s\n", release[kernel]
	print_part(kernel, "above the floor", 0, value)
	print_part(kernel, "in total", 1, total)
	print_reasons(kernel)
}

BEGIN { tool_count = split(tools, tool) }
/^#/ { next }
NR == FNR {
	cases[++case_count] = $1
	floor[$1] = $4
	unit[$1] = $5
	next
}
!($1 in release) {
	kernels[++kernel_count] = $1
	release[$1] = $2
}
$4 == "result" {
	value[$1, $5, $3] = $6
	if ($7 != "")
		total[$1, $5, $3] = $7
}
$4 == "cannot" || $4 == "failed" {
	key = $1 SUBSEP $5 SUBSEP $3
	is_failed = $4 == "failed"
	for (i = 0; i < 5; i++)
		sub(/^[^ ]* */, "")
	why[key] = (is_failed ? "failed: " : "") $0
	failures += is_failed && $3 == "uprobecap"
}
END {
	write_json()
	for (i = 1; i <= kernel_count; i++)
		print_table(kernels[i])
	exit failures > 0
}

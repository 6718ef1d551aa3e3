# SPDX-License-Identifier: GPL-2.0-only
# Reads the positions of blocks that were reached, as seen from the function that each block
# calls, which is at `origin`; then the module's code as objdump prints it, with line numbers.
# Prints for each file how many of its lines were reached, and which were not.

function number(hex,    n, i) {
	for (i = 1; i <= length(hex); i++)
		n = 16 * n + index("0123456789abcdef", substr(hex, i, 1)) - 1
	return n
}

FILENAME != "-" {
	reached[$1 + number(origin)]
	next
}

# A function: what is in front of its first call belongs to no block.
/^[0-9a-f]+ <.*>:$/ {
	in_block = begins = 0
	next
}

/^[^ \t].*:[0-9]+( \(discriminator [0-9]+\))?$/ {
	sub(/ \(discriminator.*/, "")
	file = line = $0
	sub(/:[0-9]+$/, "", file)
	sub(/.*\//, "", file)
	sub(/.*:/, "", line)
	next
}

/R_X86_64_PLT32.*__sanitizer_cov_trace_pc/ {
	begins = 1
	next
}

/^ *[0-9a-f]+:\t/ {
	if (begins) {
		address = $1
		sub(/:/, "", address)
		is_reached = (number(address) in reached)
		in_block = 1
		begins = 0
	}
	if (!in_block || file !~ /\.c$/ || file == "trace.c")
		next
	files[file]
	if (!((file, line) in seen)) {
		seen[file, line]
		lines[file]++
		if (line + 0 > last[file])
			last[file] = line + 0
	}
	if (is_reached && !((file, line) in got)) {
		got[file, line]
		hits[file]++
	}
}

END {
	for (file in files) {
		missed = ""
		for (line = 1; line <= last[file]; line++)
			if (((file, line) in seen) && !((file, line) in got))
				missed = missed " " line
		printf "%-16s %4d of %4d lines %6.1f %%%s\n", file, hits[file], lines[file],
			100 * hits[file] / lines[file], missed ? "  without" missed : "" | "sort"
	}
}

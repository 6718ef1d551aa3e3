# SPDX-License-Identifier: GPL-2.0-only
# Reads a line of JSON as `uprobecap read --json` prints it: member() gives a number
# or a word of it, parse_fields() fills value[], kind[] and length_of[] by path, so
# that value["a"] is the field a, and value["a.0"] the first element of an array.
# broken() is called with a sentence when the line is something else.

BEGIN {
	for (i = 1; i < 256; i++)
		byte[sprintf("%04x", i)] = sprintf("%c", i)
	escaped["b"] = "\b"
	escaped["f"] = "\f"
	escaped["n"] = "\n"
	escaped["r"] = "\r"
	escaped["t"] = "\t"
}

# A member that is a number or a word. Inside a string its quotes would be escaped.
function member(key) {
	if (!match($0, "\"" key "\":[^,}]*"))
		broken("this line of the module has no " key ": " $0)
	return substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 3)
}

# The fields of a hit, its last member.
function parse_fields() {
	split("", value)
	split("", kind)
	split("", length_of)
	json = substr($0, index($0, "\"fields\":") + 9)
	parse_value("")
	if (kind[""] != "object" || json != "}")
		broken("the fields of this line of the module are not JSON: " $0)
}

function take(regex,    token) {
	skip_separators()
	if (!match(json, regex))
		broken("this line of the module is not JSON: " $0)
	token = substr(json, 1, RLENGTH)
	json = substr(json, RLENGTH + 1)
	return token
}

function next_is(character) {
	skip_separators()
	return substr(json, 1, 1) == character
}

function skip_separators() {
	while (index(", :", substr(json, 1, 1)) && json != "")
		json = substr(json, 2)
}

function parse_value(path) {
	if (next_is("{"))
		parse_object(path)
	else if (next_is("["))
		parse_array(path)
	else if (next_is("\"")) {
		kind[path] = "string"
		value[path] = take_string()
	} else {
		kind[path] = "number"
		value[path] = take("^[-+.0-9A-Za-z]+")
	}
}

function parse_object(path,    key) {
	kind[path] = "object"
	take("^[{]")
	while (!next_is("}")) {
		key = take_string()
		parse_value(path == "" ? key : path "." key)
	}
	take("^[}]")
}

function parse_array(path,    n) {
	kind[path] = "array"
	take("^[[]")
	for (n = 0; !next_is("]"); n++)
		parse_value(path "." n)
	length_of[path] = n
	take("^[]]")
}

function take_string(    text, out, at, character) {
	text = take("^\"([^\"\\\\]|\\\\.)*\"")
	text = substr(text, 2, length(text) - 2)
	while ((at = index(text, "\\")) > 0) {
		out = out substr(text, 1, at - 1)
		text = substr(text, at + 1)
		if (text ~ /^u/) {
			out = out byte[tolower(substr(text, 2, 4))]
			text = substr(text, 6)
		} else {
			character = substr(text, 1, 1)
			out = out (character in escaped ? escaped[character] : character)
			text = substr(text, 2)
		}
	}
	return out text
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parser of the probe language: plain C, for the module and for user space.
 *
 * A text is read once, from left to right, without recursion.
 */

#include "spec_field.h"
#include "spec_filter.h"

static int check_length(struct scan *scan)
{
	if (strnlen(scan->text, UPROBECAP_SPEC_MAX + 1) <= UPROBECAP_SPEC_MAX)
		return 0;
	return scan_refuse_limit(
		scan, scan->text + UPROBECAP_SPEC_MAX,
		"a probe's text has at most " SCAN_WORDS(UPROBECAP_SPEC_MAX) " bytes");
}

static bool is_arrow(const char *at)
{
	return at[0] == '-' && at[1] == '>';
}

bool spec_is_if(const char *at)
{
	return scan_word_is(at, scan_word_length(at), "if") && at[2] != '=';
}

/* [GROUP/]EVENT, where each is a name of the kernel's. */
static int parse_name(struct scan *scan, struct spec *spec)
{
	const char *start = scan->at;
	bool has_group = false;
	size_t length;

	for (;;) {
		length = scan_word_length(scan->at);
		if (!length)
			return scan_refuse(scan, scan->at,
					   "a name of letters, digits and '_' is missing here");
		if (scan_is_digit(*scan->at))
			return scan_refuse(scan, scan->at, "a name does not begin with a digit");
		if (length > UPROBECAP_NAME_MAX)
			return scan_refuse_limit(
				scan, scan->at + UPROBECAP_NAME_MAX,
				"a name has at most " SCAN_WORDS(UPROBECAP_NAME_MAX) " characters");
		scan->at += length;
		if (has_group || !scan_skip(scan, '/'))
			break;
		has_group = true;
	}
	memcpy(spec->name, start, scan->at - start);
	return 0;
}

/* TYPE[:[GROUP/]EVENT] */
static int parse_type(struct scan *scan, struct spec *spec)
{
	static const char types[] =
		"a probe begins with its type: p (entry), r (return) or c (call: both)";
	int err;

	spec->type = *scan->at;
	if (spec->type != 'p' && spec->type != 'r' && spec->type != 'c')
		return scan_refuse(scan, scan->at, types);
	scan->at++;
	if (scan_skip(scan, ':')) {
		err = parse_name(scan, spec);
		if (err)
			return err;
	}
	if (*scan->at && !scan_is_space(*scan->at))
		return scan_refuse(
			scan, scan->at,
			spec->name[0] ?
				"the name should end here; white space begins the fields" :
				"the type is one letter; ':' begins a name, white space the fields");
	return 0;
}

/* -> */
static int parse_arrow(struct scan *scan, struct spec *spec, enum spec_place *place)
{
	if (*place == SPEC_AT_CALL_RETURN)
		return scan_refuse(scan, scan->at, "there is one '->' already");
	if (*place != SPEC_AT_CALL_ENTRY)
		return scan_refuse(
			scan, scan->at,
			"'->' is for probes of type c, which see the entry and the return");
	scan->at += 2;
	spec->nr_entry = spec->fields.nr;
	*place = SPEC_AT_CALL_RETURN;
	return 0;
}

/* [FIELD...] [-> FIELD...] */
static int parse_fields(struct scan *scan, struct spec *spec)
{
	enum spec_place place = spec->type == 'p' ? SPEC_AT_ENTRY :
				spec->type == 'r' ? SPEC_AT_RETURN :
						    SPEC_AT_CALL_ENTRY;
	int err = 0;

	for (scan_skip_space(scan); !err && *scan->at && !spec_is_if(scan->at);
	     scan_skip_space(scan)) {
		if (is_arrow(scan->at))
			err = parse_arrow(scan, spec, &place);
		else
			err = spec_parse_field(scan, place, &spec->fields);
	}
	if (place == SPEC_AT_ENTRY || place == SPEC_AT_CALL_ENTRY)
		spec->nr_entry = spec->fields.nr;
	return err;
}

static int parse_spec(struct scan *scan, struct spec *spec)
{
	int err;

	err = check_length(scan);
	if (err)
		return err;
	scan_skip_space(scan);
	err = parse_type(scan, spec);
	if (err)
		return err;
	err = parse_fields(scan, spec);
	if (err || !*scan->at)
		return err;
	scan->at += strlen("if");
	return spec_parse_filter(scan, spec);
}

int spec_parse(const char *text, struct spec *spec, struct spec_error *error)
{
	struct scan scan = { .text = text, .at = text, .error = error };
	int err;

	memset(spec, 0, sizeof(*spec));
	err = parse_spec(&scan, spec);
	if (err)
		memset(spec, 0, sizeof(*spec));
	return err;
}

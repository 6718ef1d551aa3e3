// SPDX-License-Identifier: GPL-2.0-only
/* The filter of a probe: what its comparisons mean, what is refused, and its jumps. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "spec.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Of what a filter can compare and of what it cannot; retval is the last. */
#define FIELDS                                                                            \
	"c u=%di s=%si:s32 x=%dx:x8 letter=$arg1:char bit=%cx:b3@1/8 name=+0(%di):string" \
	" task=$comm list=+0(%di):u8[4] f=%xmm0:f64 raw=+0(%di):bytes[4] -> late=%ax:u16"

enum { U, S, X, LETTER, BIT, NAME, TASK, LATE = 10 };

#define FIELD(n)  .operand = SPEC_FIELD, .index = (n)
#define SIGNED(n) FIELD(n), .is_signed = true
#define IS(n)	  .comparison = SPEC_EQ, .number = (n)

static const struct {
	const char *text;
	bool at_return;
	struct spec_term term;
} accepted[] = {
	{ "u == 1", false, { FIELD(U), IS(1) } },
	{ "u==1", false, { FIELD(U), IS(1) } },
	{ " \t\n( u\t==\n1 ) ", false, { FIELD(U), IS(1) } },
	{ "u != 0x1f", false, { FIELD(U), .comparison = SPEC_NE, .number = 31 } },
	{ "u < 010", false, { FIELD(U), .comparison = SPEC_LT, .number = 8 } },
	{ "u<=0", false, { FIELD(U), .comparison = SPEC_LE } },
	{ "u>0", false, { FIELD(U), .comparison = SPEC_GT } },
	{ "u >= 2", false, { FIELD(U), .comparison = SPEC_GE, .number = 2 } },
	{ "u & 0x80", false, { FIELD(U), .comparison = SPEC_AND, .number = 128 } },
	{ "u&6", false, { FIELD(U), .comparison = SPEC_AND, .number = 6 } },
	{ "u == 18446744073709551615", false, { FIELD(U), IS(UINT64_MAX) } },
	{ "s == -1", false, { SIGNED(S), IS(UINT64_MAX) } },
	{ "s < 0", false, { SIGNED(S), .comparison = SPEC_LT } },
	{ "s>=0", false, { SIGNED(S), .comparison = SPEC_GE } },
	{ "s == -0x10", false, { SIGNED(S), IS(-16) } },
	{ "s == 9223372036854775807", false, { SIGNED(S), IS(INT64_MAX) } },
	{ "s == -9223372036854775808", false, { SIGNED(S), IS(1ULL << 63) } },
	{ "x == 0xff", false, { FIELD(X), IS(255) } },
	{ "letter == 97", false, { FIELD(LETTER), IS(97) } },
	{ "bit == 7", false, { FIELD(BIT), IS(7) } },
	{ "late == 7", true, { FIELD(LATE), IS(7) } },

	{ "name == \"a b\"", false, { FIELD(NAME), .comparison = SPEC_EQ, .text = "a b" } },
	{ "name != 'x\"'", false, { FIELD(NAME), .comparison = SPEC_NE, .text = "x\"" } },
	{ "name~\"*.[ch]\"", false, { FIELD(NAME), .comparison = SPEC_MATCH, .text = "*.[ch]" } },
	{ "name == ''", false, { FIELD(NAME), .comparison = SPEC_EQ } },
	{ "name == '&& )'", false, { FIELD(NAME), .comparison = SPEC_EQ, .text = "&& )" } },
	{ "task == 'sh'", false, { FIELD(TASK), .comparison = SPEC_EQ, .text = "sh" } },

	{ "pid == 1", false, { .operand = SPEC_PID, IS(1) } },
	{ "tid == 1", false, { .operand = SPEC_TID, IS(1) } },
	{ "common_pid == 1", false, { .operand = SPEC_TID, IS(1) } },
	{ "uid == 0", false, { .operand = SPEC_UID, IS(0) } },
	{ "cpu == 3", false, { .operand = SPEC_CPU, IS(3) } },
	{ "CPU == 3", false, { .operand = SPEC_CPU, IS(3) } },
	{ "comm == 'sh'", false, { .operand = SPEC_TASK, .text = "sh" } },
	{ "COMM == 'sh'", false, { .operand = SPEC_TASK, .text = "sh" } },
	{ "$retval == 1", true, { .operand = SPEC_RETURNED, IS(1) } },
	{ "latency == 1", true, { .operand = SPEC_LATENCY, IS(1) } },
	{ "latency == 1ns", true, { .operand = SPEC_LATENCY, IS(1) } },
	{ "latency == 20us", true, { .operand = SPEC_LATENCY, IS(20000) } },
	{ "latency == 0x5ms", true, { .operand = SPEC_LATENCY, IS(5000000) } },
	{ "latency == 3s", true, { .operand = SPEC_LATENCY, IS(3000000000) } },
	{ "latency == 18446744073s", true, { .operand = SPEC_LATENCY, IS(18446744073000000000U) } },
};

#define TEXT_63 "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0"

/* Columns are counted from the first character of the filter. */
static const struct {
	const char *text;
	int err;
	unsigned int column;
	const char *word; /* that the message must have */
} refused[] = {
	{ "", -EINVAL, 1, "begins here" },
	{ "  ", -EINVAL, 3, "begins here" },
	{ "1 == u", -EINVAL, 1, "begins here" },
	{ "\"a\" == name", -EINVAL, 1, "begins here" },
	{ "u", -EINVAL, 2, "missing" },
	{ "u = 1", -EINVAL, 3, "missing" },
	{ "u && s == 1", -EINVAL, 3, "missing" },
	{ "u 1", -EINVAL, 3, "missing" },
	{ "u ==", -EINVAL, 5, "number" },
	{ "u == x", -EINVAL, 6, "number" },
	{ "u == +1", -EINVAL, 6, "number" },
	{ "u == 1x", -EINVAL, 7, "digit" },
	{ "u == 1ms", -EINVAL, 7, "digit" },
	{ "u == 18446744073709551616", -EINVAL, 6, "64 bits" },
	{ "u == -1", -EINVAL, 6, "sign" },
	{ "u < 0", -EINVAL, 5, "below 0" },
	{ "u >= 0", -EINVAL, 6, "below 0" },
	{ "pid == -1", -EINVAL, 8, "sign" },
	{ "$retval == -1", -EINVAL, 12, "sign" },
	{ "s == 9223372036854775808", -EINVAL, 6, "sign" },
	{ "s == -9223372036854775809", -EINVAL, 7, "sign" },
	{ "s == --1", -EINVAL, 7, "number" },
	{ "s == -", -EINVAL, 7, "number" },
	{ "u ~ 1", -EINVAL, 3, "strings" },
	{ "u == 'x'", -EINVAL, 6, "not a string" },
	{ "letter == 'x'", -EINVAL, 11, "not a string" },
	{ "name < 'x'", -EINVAL, 6, "==, != or ~" },
	{ "name & 'x'", -EINVAL, 6, "==, != or ~" },
	{ "comm >= 'x'", -EINVAL, 6, "==, != or ~" },
	{ "name == 1", -EINVAL, 9, "quotes" },
	{ "name == x", -EINVAL, 9, "quotes" },
	{ "name == \"x", -EINVAL, 9, "not closed" },
	{ "name == \"x'", -EINVAL, 9, "not closed" },
	{ "name == 'x", -EINVAL, 9, "not closed" },
	{ "name == '" TEXT_63 "4'", -E2BIG, 73, "64" },
	{ "list == 1", -EINVAL, 1, "array" },
	{ "f == 1", -EINVAL, 1, "float" },
	{ "raw == 'x'", -EINVAL, 1, "bytes" },
	{ "nobody == 1", -EINVAL, 1, "no field" },
	{ "PID == 1", -EINVAL, 1, "no field" },
	{ "retval == 1", -EINVAL, 1, "no field" },
	{ "$arg1 == 1", -EINVAL, 1, "name as a field" },
	{ "$ == 1", -EINVAL, 1, "name as a field" },
	{ "$retvalue == 1", -EINVAL, 1, "name as a field" },
	{ "latency == 1m", -EINVAL, 13, "unit" },
	{ "latency == 1msec", -EINVAL, 13, "unit" },
	{ "latency == ms", -EINVAL, 12, "number" },
	{ "latency == 18446744074s", -EINVAL, 12, "64 bits" },
	{ "u == 1 s == 1", -EINVAL, 8, "'&&' or '||' is" },
	{ "u == 1 & s == 1", -EINVAL, 8, "'&&' or '||' is" },
	{ "u == 1 and s == 1", -EINVAL, 8, "'&&' or '||' is" },
	{ "(u == 1", -EINVAL, 8, "')' is missing" },
	{ "((u == 1) || s == 2", -EINVAL, 20, "')' is missing" },
	{ "(u == 1 s == 2)", -EINVAL, 9, "or ')'" },
	{ "u == 1)", -EINVAL, 7, "not opened" },
	{ "(u == 1))", -EINVAL, 9, "not opened" },
	{ "()", -EINVAL, 2, "begins here" },
	{ "u == 1 && ", -EINVAL, 11, "begins here" },
	{ "u == 1 || && s == 1", -EINVAL, 11, "begins here" },
	{ "&& u == 1", -EINVAL, 1, "begins here" },
	{ "!", -EINVAL, 2, "begins here" },
	{ "(u == 1 &&) s == 1", -EINVAL, 11, "begins here" },
};

static struct spec spec;
static struct spec_error error;

static int parse(const char *fields, const char *filter)
{
	char text[2 * UPROBECAP_SPEC_MAX];

	snprintf(text, sizeof(text), "%s if %s", fields, filter);
	memset(&spec, 0xff, sizeof(spec));
	memset(&error, 0, sizeof(error));
	return spec_parse(text, &spec, &error);
}

static void assert_accepted(const char *fields, const char *filter)
{
	int err = parse(fields, filter);

	if (err)
		fail_msg("\"%s if %s\": %d at column %u: %s", fields, filter, err, error.column,
			 error.message);
}

static void assert_refused(const char *fields, const char *filter, int err, unsigned int column,
			   const char *word)
{
	unsigned int before = strlen(fields) + strlen(" if ");
	int result = parse(fields, filter);

	if (result != err || error.column != before + column || !strstr(error.message, word))
		fail_msg("\"%s\": %d at column %u: %s; not %d at column %u: ...%s...", filter,
			 result, error.column - before, error.message, err, column, word);
	assert_int_equal(spec.filter.nr, 0);
}

static void assert_term(const struct spec_term *actual, const struct spec_term *expected)
{
	assert_int_equal(actual->operand, expected->operand);
	assert_int_equal(actual->comparison, expected->comparison);
	assert_int_equal(actual->index, expected->index);
	assert_int_equal(actual->is_signed, expected->is_signed);
	assert_true(actual->number == expected->number);
	assert_memory_equal(actual->text, expected->text, sizeof(expected->text));
}

static void test_accepted(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(accepted); i++) {
		assert_accepted(FIELDS, accepted[i].text);
		assert_int_equal(spec.filter.nr, 1);
		assert_int_equal(spec.filter.at_return, accepted[i].at_return);
		assert_int_equal(spec.filter.term[0].yes, SPEC_PASS);
		assert_int_equal(spec.filter.term[0].no, SPEC_FAIL);
		assert_term(&spec.filter.term[0], &accepted[i].term);
	}
}

static void test_refused(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(refused); i++)
		assert_refused(FIELDS, refused[i].text, refused[i].err, refused[i].column,
			       refused[i].word);
}

/* What a filter knows depends on the type, and on the fields. */
static void test_types_and_fields(void **state)
{
	(void)state;
	assert_refused("p", "$retval == 1", -EINVAL, 1, "types r and c");
	assert_refused("p", "latency > 1", -EINVAL, 1, "type c");
	assert_refused("r", "latency > 1", -EINVAL, 1, "type c");
	assert_accepted("r", "$retval == 1");
	assert_true(spec.filter.at_return);

	assert_accepted("p pid=%di:s8 latency=%si", "pid == -1 && latency == 1");
	assert_term(&spec.filter.term[0], &(struct spec_term){ SIGNED(0), IS(-1) });
	assert_term(&spec.filter.term[1], &(struct spec_term){ FIELD(1), IS(1) });
	assert_false(spec.filter.at_return);
	assert_accepted("c", "latency > 1 || pid == 1");
	assert_true(spec.filter.at_return);

	/* A field that is $retval gives it a sign; one that only begins there does not. */
	assert_accepted("c -> p=+0($retval):s8 b=$retval:b1@0/8 n=$retval:s32", "$retval < 0");
	assert_term(&spec.filter.term[0], &(struct spec_term){ SIGNED(2), .comparison = SPEC_LT });
	assert_true(spec.filter.at_return);
}

/* @count times @piece, then @end; until the next call. */
static const char *repeat(size_t count, const char *piece, const char *end)
{
	static char text[UPROBECAP_SPEC_MAX];

	for (text[0] = '\0'; count; count--)
		strcat(text, piece);
	return strcat(text, end);
}

static void test_limits(void **state)
{
	(void)state;
	assert_accepted("p", "comm == '" TEXT_63 "'");
	assert_string_equal(spec.filter.term[0].text, TEXT_63);
	assert_accepted("p", repeat(UPROBECAP_TERMS_MAX - 1, "pid == 1 && ", "uid == 7"));
	assert_int_equal(spec.filter.nr, UPROBECAP_TERMS_MAX);
	assert_int_equal(spec.filter.term[UPROBECAP_TERMS_MAX - 1].number, 7);
	assert_refused("p", repeat(UPROBECAP_TERMS_MAX, "pid == 1 && ", "uid == 7"), -E2BIG,
		       12 * UPROBECAP_TERMS_MAX + 1, "32");
	assert_accepted("p", repeat(16, "(!", "uid == 7))))))))))))))))"));
	assert_int_equal(spec.filter.nr, 1);
	assert_refused("p", repeat(17, "(!", "uid == 7)))))))))))))))))"), -E2BIG, 33, "16");
}

/* An expression, made by chance, and its text. */
struct node {
	char what; /* '&', '|', '!' or 't' for a term */
	unsigned int variable;
	struct node *left;
	struct node *right;
};

#define VARIABLES	6
#define VARIABLE_FIELDS "p a=%di b=%si c=%dx d=%cx e=%r8 f=%r9"

static struct node nodes[256];
static unsigned int nr_nodes, nr_terms;
static uint32_t random_state = 1;

static uint32_t random_below(uint32_t limit)
{
	random_state = random_state * 1664525 + 1013904223;
	return (uint64_t)random_state * limit >> 32;
}

static struct node *grow(unsigned int depth)
{
	struct node *node = &nodes[nr_nodes++];

	*node = (struct node){ .what = depth ? "&|!t"[random_below(4)] : 't' };
	if (node->what == 't') {
		node->variable = random_below(VARIABLES);
		nr_terms++;
		return node;
	}
	node->left = grow(depth - 1);
	if (node->what != '!')
		node->right = grow(depth - 1);
	return node;
}

static bool naive(const struct node *node, unsigned int values)
{
	switch (node->what) {
	case '&':
		return naive(node->left, values) && naive(node->right, values);
	case '|':
		return naive(node->left, values) || naive(node->right, values);
	case '!':
		return !naive(node->left, values);
	default:
		return values >> node->variable & 1;
	}
}

static void write_space(FILE *out)
{
	fprintf(out, "%.*s", (int)random_below(3), "  ");
}

/* How firmly a node's text holds together. */
static int strength(const struct node *node)
{
	return node->what == '|' ? 0 : node->what == '&' ? 1 : 2;
}

/* Only with the parentheses that it needs, or with some more. */
static void write_node(FILE *out, const struct node *node, int around)
{
	bool closed = strength(node) < around || !random_below(8);

	fputs(closed ? "(" : "", out);
	write_space(out);
	if (node->what == '!') {
		fputc('!', out);
		write_node(out, node->left, 2);
	} else if (node->what == 't') {
		fprintf(out, "%c %s", 'a' + node->variable, random_below(2) ? "== 1" : "& 1");
	} else {
		write_node(out, node->left, strength(node));
		fputs(node->what == '&' ? "&&" : "||", out);
		write_node(out, node->right, strength(node));
	}
	write_space(out);
	fputs(closed ? ")" : "", out);
}

static bool follow_jumps(const struct spec_filter *filter, unsigned int values)
{
	unsigned int at = 0;

	while (at < filter->nr) {
		const struct spec_term *term = &filter->term[at];
		unsigned int next = values >> term->index & 1 ? term->yes : term->no;

		assert_true(next > at);
		at = next;
	}
	assert_true(at == SPEC_PASS || at == SPEC_FAIL);
	return at == SPEC_PASS;
}

static void test_random_expressions(void **state)
{
	char text[UPROBECAP_SPEC_MAX];
	unsigned int round, values, tested = 0;

	(void)state;
	for (round = 0; round < 20000; round++) {
		const struct node *root;
		FILE *out;

		nr_nodes = 0;
		nr_terms = 0;
		root = grow(random_below(6));
		if (nr_terms > UPROBECAP_TERMS_MAX)
			continue;
		out = fmemopen(text, sizeof(text), "w");
		write_node(out, root, 0);
		fclose(out);
		assert_accepted(VARIABLE_FIELDS, text);
		assert_int_equal(spec.filter.nr, nr_terms);
		for (values = 0; values < 1 << VARIABLES; values++)
			if (follow_jumps(&spec.filter, values) != naive(root, values))
				fail_msg("\"%s\" of 0x%x", text, values);
		tested++;
	}
	assert_in_range(tested, 15000, 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepted),	   cmocka_unit_test(test_refused),
		cmocka_unit_test(test_types_and_fields),   cmocka_unit_test(test_limits),
		cmocka_unit_test(test_random_expressions),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("module/spec_filter", tests, NULL, NULL);
}

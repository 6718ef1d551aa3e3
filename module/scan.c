// SPDX-License-Identifier: GPL-2.0-only
#include "scan.h"

int scan_refuse(struct scan *scan, const char *at, const char *message)
{
	scan->error->column = at - scan->text + 1;
	scan->error->message = message;
	return -EINVAL;
}

int scan_refuse_limit(struct scan *scan, const char *at, const char *message)
{
	scan_refuse(scan, at, message);
	return -E2BIG;
}

/* Own classes of characters: those of a libc depend on the locale. */
bool scan_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void scan_skip_space(struct scan *scan)
{
	while (scan_is_space(*scan->at))
		scan->at++;
}

bool scan_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return scan_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

size_t scan_word_length(const char *at)
{
	size_t length = 0;

	while (is_word(at[length]))
		length++;
	return length;
}

bool scan_word_is(const char *word, size_t length, const char *name)
{
	return strlen(name) == length && !memcmp(word, name, length);
}

bool scan_skip(struct scan *scan, char c)
{
	if (*scan->at != c)
		return false;
	scan->at++;
	return true;
}

/* The value of a digit in any base up to 16; 16 when @c is none. */
static unsigned int digit_value(char c)
{
	if (scan_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

static unsigned int take_base(struct scan *scan)
{
	const char *at = scan->at;

	if (at[0] != '0')
		return 10;
	if ((at[1] != 'x' && at[1] != 'X') || digit_value(at[2]) == 16)
		return 8;
	scan->at += 2;
	return 16;
}

int scan_digits(struct scan *scan, unsigned int base, __u64 *value)
{
	const char *start = scan->at;

	if (!scan_is_digit(*start))
		return scan_refuse(scan, start, "a number is missing here");
	if (!base)
		base = take_base(scan);
	for (*value = 0; digit_value(*scan->at) < base; scan->at++) {
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, digit_value(*scan->at), value))
			return scan_refuse(scan, start, "the number does not fit into 64 bits");
	}
	return 0;
}

int scan_number(struct scan *scan, unsigned int base, __u64 *value)
{
	int err = scan_digits(scan, base, value);

	if (!err && is_word(*scan->at))
		return scan_refuse(
			scan, scan->at,
			"not a digit of the number before it (0x begins a hexadecimal one, 0 an octal one)");
	return err;
}

int scan_signed(struct scan *scan, char infix, __s64 *value)
{
	bool negative = scan_skip(scan, '-');
	const char *start;
	__u64 magnitude;
	int err;

	if (!negative)
		scan_skip(scan, '+');
	if (infix)
		scan_skip(scan, infix);
	if (!negative && !scan_skip(scan, '+'))
		negative = scan_skip(scan, '-');
	start = scan->at;
	err = scan_number(scan, 0, &magnitude);
	if (err)
		return err;
	if (magnitude > (~0ULL >> 1) + negative)
		return scan_refuse(scan, start, "the number does not fit into 64 bits with a sign");
	*value = negative ? 0 - magnitude : magnitude;
	return 0;
}

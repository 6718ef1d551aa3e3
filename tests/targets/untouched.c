// SPDX-License-Identifier: GPL-2.0-only
/*
 * untouched - calls say(TEXT, LENGTH) with constants that nobody ever reads: their
 * pages are not mapped yet when the probe is hit. The kernel maps up to 64 KiB
 * around a page that is touched, so they have that much to themselves.
 */
#include <stdio.h>

#define ALONE 65536

static const struct {
	char text[ALONE];
} untouched __attribute__((aligned(ALONE))) = { "never touched before" };

/* Begins in the last bytes of a page that is not there, and ends in the next. */
static const struct {
	char before[ALONE / 2 - 6];
	char text[ALONE / 2 + 6];
} across __attribute__((aligned(ALONE))) = { "", "across two pages" };

__attribute__((noipa)) unsigned int say(const char *text, unsigned int length)
{
	return text ? length : 0;
}

int main(void)
{
	unsigned int said =
		say(untouched.text, sizeof("never touched before") - 1);

	said += say(across.text, sizeof("across two pages") - 1);
	printf("%u\n", said);
	return 0;
}

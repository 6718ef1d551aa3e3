// SPDX-License-Identifier: GPL-2.0-only
/*
 * Errors that say more than a number.
 */

#include <linux/kernel.h>

#include "refusal.h"

int refuse(struct refusal *refusal, int err, const char *format, ...)
{
	va_list words;

	va_start(words, format);
	vscnprintf(refusal->text, UPROBECAP_ERROR_MAX, format, words);
	va_end(words);
	return err;
}

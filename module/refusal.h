/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_REFUSAL_H
#define UPROBECAP_REFUSAL_H

#include <linux/compiler.h>
#include <linux/types.h>

#include "uapi/uprobecap.h"

/**
 * struct refusal - why something cannot be done, for who asked for it
 * @column: of the first wrong character of a text, from 1; 0 when it is not that
 * @text: UPROBECAP_ERROR_MAX bytes for what, why and what to do
 */
struct refusal {
	u32 column;
	char *text;
};

/* Return: @err. */
__printf(3, 4) int refuse(struct refusal *refusal, int err, const char *format, ...);

#endif /* UPROBECAP_REFUSAL_H */

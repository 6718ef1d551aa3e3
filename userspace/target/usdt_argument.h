/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the arguments of a USDT probe are, in the probe language.
 */
#ifndef UPROBECAP_USDT_ARGUMENT_H
#define UPROBECAP_USDT_ARGUMENT_H

#include <stdbool.h>
#include <stddef.h>

#define USDT_ARGUMENTS_MAX 12 /* sys/sdt.h has no more */
#define USDT_FETCH_SIZE	   48

/**
 * struct usdt_argument - one of them
 * @fetch: as the probe language has it; empty when that cannot say it
 * @type: likewise: s32 and so on
 */
struct usdt_argument {
	char fetch[USDT_FETCH_SIZE];
	char type[8];
};

size_t usdt_arguments(const char *text, struct usdt_argument *arguments);

#endif /* UPROBECAP_USDT_ARGUMENT_H */

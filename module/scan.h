/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A text, read from left to right: the characters, words and numbers that the
 * probe language is made of. Plain C, for the module and for user space.
 */
#ifndef UPROBECAP_SCAN_H
#define UPROBECAP_SCAN_H

#ifdef __KERNEL__
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#else
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif

#include "spec.h"

/* A limit as the words of a message. */
#define SCAN_WORDS(macro)	   SCAN_WORDS_EXPANDED(macro)
#define SCAN_WORDS_EXPANDED(value) #value

/**
 * struct scan - a text and how far it was read
 * @text: its beginning; columns are counted from here
 * @at: the next character; every scan_*() that takes something moves it behind
 * @error: where a refusal is told
 */
struct scan {
	const char *text;
	const char *at;
	struct spec_error *error;
};

/* Tell that the character @at is wrong, or past a limit; -EINVAL, or -E2BIG. */
int scan_refuse(struct scan *scan, const char *at, const char *message);
int scan_refuse_limit(struct scan *scan, const char *at, const char *message);

bool scan_is_space(char c);
void scan_skip_space(struct scan *scan);
bool scan_is_digit(char c);

/* How many letters, digits and underscores there are at @at. */
size_t scan_word_length(const char *at);
bool scan_word_is(const char *word, size_t length, const char *name);

/* Take @c if it is the next character. */
bool scan_skip(struct scan *scan, char c);

/* Numbers, with the rules of kstrtoul(): @base 0 takes the base from the number. */
int scan_number(struct scan *scan, unsigned int base, __u64 *value);

/* The same, but a letter may stand behind it. */
int scan_digits(struct scan *scan, unsigned int base, __u64 *value);

/**
 * scan_signed() - take a number that begins with '+' or '-'
 * @infix: a character that may stand behind the sign, or NUL
 *
 * The kernel drops the '+' and reads the rest with kstrtol(), which knows a sign
 * of its own: so +-8 and ++8 are numbers, and --8 is none.
 */
int scan_signed(struct scan *scan, char infix, __s64 *value);

#endif /* UPROBECAP_SCAN_H */

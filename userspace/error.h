/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An error has three parts: what failed, why, and what to do about it. Whoever
 * finds it fills them in; the command prints them, once.
 */
#ifndef UPROBECAP_ERROR_H
#define UPROBECAP_ERROR_H

#include <limits.h>

enum exit_code {
	EXIT_FINE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,	    /* the command line makes no sense */
	EXIT_NO_ACCESS = 3, /* no permission, or no module */
	EXIT_NO_TARGET = 4, /* no such program, library or function */
	EXIT_LOST = 5,	    /* with --strict, and in verify: hits were lost */
};

struct error {
	enum exit_code exit;
	char what[PATH_MAX + 256];
	char why[1024];
	char remedy[PATH_MAX + 256];
};

#define ERROR_FORMAT(format_at, values_at) __attribute__((format(printf, format_at, values_at)))

/* Each returns -1, so that the last of the three can be returned. */
int error_what(struct error *error, enum exit_code code, const char *format, ...)
	ERROR_FORMAT(3, 4);
int error_why(struct error *error, const char *format, ...) ERROR_FORMAT(2, 3);
int error_remedy(struct error *error, const char *format, ...) ERROR_FORMAT(2, 3);

enum exit_code error_print(const struct error *error);
void *need_memory(void *allocated);

#endif /* UPROBECAP_ERROR_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A name without a folder -> the file that the system would run or load.
 */
#ifndef UPROBECAP_SEARCH_H
#define UPROBECAP_SEARCH_H

#include "error.h"

char *search_program(const char *name);
char *search_file(const char *name, struct error *error);

#endif /* UPROBECAP_SEARCH_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A library's name -> its file, as the dynamic linker finds it.
 */
#ifndef UPROBECAP_LIBRARY_H
#define UPROBECAP_LIBRARY_H

#include <stdbool.h>

#include "error.h"

bool library_is_short(const char *soname, const char *name);
char *library_find(const char *name);
size_t library_find_all(const char *name, char ***paths);
int library_find_short(const char *name, char **path, struct error *error);

#endif /* UPROBECAP_LIBRARY_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where recipes are.
 */
#ifndef UPROBECAP_COOKBOOK_H
#define UPROBECAP_COOKBOOK_H

#include <stdio.h>

#include "error.h"

char *cookbook_find(const char *name, struct error *error);
void cookbook_list(FILE *out);

#endif /* UPROBECAP_COOKBOOK_H */

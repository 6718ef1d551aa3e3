/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What has come out of a trial, as text and as JSON.
 */
#ifndef UPROBECAP_VERDICT_H
#define UPROBECAP_VERDICT_H

#include <stdio.h>

#include "verify/trial.h"

void verdict_print(FILE *out, const struct trial *trial);
void verdict_print_json(FILE *out, const struct trial *trial);

#endif /* UPROBECAP_VERDICT_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of a probe, without its target.
 */
#ifndef UPROBECAP_PROBE_TEXT_H
#define UPROBECAP_PROBE_TEXT_H

#include <stdbool.h>

#include "error.h"

#define PROBE_BLANKS " \t\n" /* between its parts */

bool probe_text_has_fields(const char *text);
int probe_text_check(const char *text, const char *site, struct error *error);

#endif /* UPROBECAP_PROBE_TEXT_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers, durations and sizes on the command line.
 */
#ifndef UPROBECAP_QUANTITY_H
#define UPROBECAP_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>

const char *quantity_number(const char *text, uint64_t *number);
bool quantity_duration(const char *text, uint64_t *ns);
bool quantity_size(const char *text, uint64_t *bytes);

#endif /* UPROBECAP_QUANTITY_H */

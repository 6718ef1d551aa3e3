/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --strict: a capture that lost hits has failed.
 */
#ifndef UPROBECAP_STRICT_H
#define UPROBECAP_STRICT_H

#include "capture/reader.h"
#include "error.h"

int strict_check_ledgers(struct reader *reader, struct error *error);
int strict_check_hits(const struct reader *reader, struct error *error);

#endif /* UPROBECAP_STRICT_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of a probe, as it is at one site of a USDT probe.
 */
#ifndef UPROBECAP_USDT_TEXT_H
#define UPROBECAP_USDT_TEXT_H

#include "error.h"
#include "target/usdt.h"

char *usdt_text(const char *text, const struct usdt *probe, struct error *error);

#endif /* UPROBECAP_USDT_TEXT_H */

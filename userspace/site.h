/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A place in a file -> the name that people know it by.
 */
#ifndef UPROBECAP_SITE_H
#define UPROBECAP_SITE_H

#include <stdint.h>

#include "uapi/uprobecap.h"

char *site_name(const struct uprobecap_probe *definition, const char *path, uint64_t recorded_at);

#endif /* UPROBECAP_SITE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_DEFINITION_H
#define UPROBECAP_DEFINITION_H

#include <linux/types.h>

struct probe;
struct uprobecap_probe;

struct uprobecap_probe *definition_create(const struct probe *probe);

#endif /* UPROBECAP_DEFINITION_H */

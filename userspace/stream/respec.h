/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of a probe in a stream, parsed again.
 */
#ifndef UPROBECAP_RESPEC_H
#define UPROBECAP_RESPEC_H

#include "spec.h"
#include "stream/probe.h"

struct spec *respec_create(const struct probe *probe);
int respec_result(const struct spec *spec);

#endif /* UPROBECAP_RESPEC_H */

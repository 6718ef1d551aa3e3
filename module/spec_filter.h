/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SPEC_FILTER_H
#define UPROBECAP_SPEC_FILTER_H

#include "scan.h"

/* Take the filter of a @spec whose type and fields are known, up to the end. */
int spec_parse_filter(struct scan *scan, struct spec *spec);

#endif /* UPROBECAP_SPEC_FILTER_H */

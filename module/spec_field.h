/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SPEC_FIELD_H
#define UPROBECAP_SPEC_FIELD_H

#include "spec_source.h"

/* Take a field, and add it to @fields. */
int spec_parse_field(struct scan *scan, enum spec_place place, struct spec_fields *fields);

#endif /* UPROBECAP_SPEC_FIELD_H */
